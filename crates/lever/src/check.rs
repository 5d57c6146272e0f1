//! Is this key good for what the app does? Asked once at set-up and again by the health page.

use fulcrum_domain::model::User;

use crate::client::{Lever, OpportunityQuery, PostingQuery};
use crate::error::{Code, LeverError};

/// Without these the app has nothing to show.
const NEEDED: [&str; 4] = [
    "opportunities:read",
    "postings:read",
    "stages:read",
    "users:read",
];

/// Only a write can show whether these are there, so nothing here claims it.
const UNPROVEN: [&str; 4] = [
    "opportunities:write",
    "notes:write",
    "contact:write",
    "postings:write",
];

/// What a key may do, as far as reading can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCheck {
    /// Permissions that Lever refused, named like scopes without their suffix (`postings:read`).
    pub missing: Vec<&'static str>,
    /// Permissions that could not be tried: writes, and what needs a candidate where there is none.
    pub unproven: Vec<&'static str>,
    /// All users, deactivated ones included, for binding the seat; empty without `users:read`.
    pub users: Vec<User>,
    /// Lever's clock minus this machine's, ms.
    pub clock_skew_ms: Option<i64>,
}

impl KeyCheck {
    /// Whether the app can work with this key at all.
    pub fn usable(&self) -> bool {
        !NEEDED.iter().any(|needed| self.missing.contains(needed))
    }
}

#[derive(Default)]
struct Findings {
    missing: Vec<&'static str>,
}

impl Findings {
    /// A refused permission is a finding; any other failure ends the check.
    fn take<T>(&mut self, result: Result<T, LeverError>) -> Result<Option<T>, LeverError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code == Code::PermissionMissing => {
                if let Some(permission) = error.permission
                    && !self.missing.contains(&permission)
                {
                    self.missing.push(permission);
                }
                Ok(None)
            }
            // The candidate went away between two questions: the endpoint answered, which is what was asked.
            Err(error) if error.code == Code::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Lever {
    /// Tries every kind of read the app needs, with as little data as possible.
    ///
    /// # Errors
    /// Whatever is not about a single permission: [`Code::KeyRejected`], no network, not Lever at all.
    pub async fn check(&self) -> Result<KeyCheck, LeverError> {
        let mut findings = Findings::default();
        let mut unproven = UNPROVEN.to_vec();
        // Users first: a wrong key or host ends the check with its cheapest question.
        let users = findings.take(self.users().await)?.unwrap_or_default();
        let query = OpportunityQuery {
            limit: Some(1),
            ..OpportunityQuery::default()
        };
        let page = findings.take(self.opportunities(&query, None).await)?;
        findings.take(self.stages().await)?;
        findings.take(self.archive_reasons().await)?;
        findings.take(self.tags_page().await)?;
        findings.take(self.webhooks().await)?;
        findings.take(self.postings(&PostingQuery::default(), None).await)?;
        match page.and_then(|page| page.items.into_iter().next()) {
            Some(opportunity) => {
                findings.take(self.notes(&opportunity.id).await)?;
                findings.take(self.interviews(&opportunity.id).await)?;
                findings.take(self.panels(&opportunity.id).await)?;
                findings.take(self.contact(&opportunity.contact).await)?;
            }
            None => unproven.extend([
                "notes:read",
                "interviews:read",
                "panels:read",
                "contact:read",
            ]),
        }
        Ok(KeyCheck {
            missing: findings.missing,
            unproven,
            users,
            clock_skew_ms: self.clock_skew_ms(),
        })
    }
}
