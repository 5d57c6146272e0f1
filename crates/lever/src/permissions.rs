//! What Fulcrum asks of Lever, each with its reason: one table for API keys, for an organisation's app, for the window that
//! asks, and for the page that explains (`docs/connecting.md`, held to this table by a test).

/// Gives refresh tokens. Not a permission of a key.
pub const OFFLINE: &str = "offline_access";

/// One kind of record and what is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// As Lever's scopes begin and this crate's errors say it (`opportunities`).
    pub name: &'static str,
    /// For a person (`Opportunities`).
    pub title: &'static str,
    /// The scope an app asks for; one that writes also reads.
    pub scope: &'static str,
    /// What is read, and what for. A phrase.
    pub reads: &'static str,
    /// What is written, and when; `None`: nothing ever is.
    pub writes: Option<&'static str>,
}

/// All of them. An endpoint of the app that needs another one fails a test of this crate.
pub const PERMISSIONS: [Permission; 9] = [
    Permission {
        name: "opportunities",
        title: "Opportunities",
        scope: "opportunities:write:admin",
        reads: "the pipeline: who is in which stage, with tags and links",
        writes: Some(
            "stage moves, archiving and tags that you ask for, and the test candidate of a dry run",
        ),
    },
    Permission {
        name: "contact",
        title: "Contacts",
        scope: "contact:write:admin",
        reads: "name, email and phone, without which no vendor invites",
        writes: Some("an email or phone that was missing and that you typed in"),
    },
    Permission {
        name: "postings",
        title: "Postings",
        scope: "postings:write:admin",
        reads: "which vendor and template a posting's tags name",
        writes: Some("a posting's tags, when you correct them here"),
    },
    Permission {
        name: "notes",
        title: "Notes",
        scope: "notes:write:admin",
        reads: "what the vendors report",
        writes: Some("your own notes, and which interview times were offered"),
    },
    Permission {
        name: "stages",
        title: "Stages",
        scope: "stages:read:admin",
        reads: "the columns of the board, and the stage that triggers a vendor",
        writes: None,
    },
    Permission {
        name: "users",
        title: "Users",
        scope: "users:read:admin",
        reads: "who you are in Lever, and the names of owners and colleagues",
        writes: None,
    },
    Permission {
        name: "archive_reasons",
        title: "Archive reasons",
        scope: "archive_reasons:read:admin",
        reads: "the reasons to choose from when somebody is archived",
        writes: None,
    },
    Permission {
        name: "interviews",
        title: "Interviews",
        scope: "interviews:read:admin",
        reads: "when somebody is interviewed, for the agenda",
        writes: None,
    },
    Permission {
        name: "webhooks",
        title: "Webhooks",
        scope: "webhooks:read:admin",
        reads: "whether Lever can tell the vendors about stage moves",
        writes: None,
    },
];

/// What an app asks for: a refresh token, and every permission's scope.
pub fn scopes() -> impl Iterator<Item = &'static str> + Clone {
    std::iter::once(OFFLINE).chain(PERMISSIONS.iter().map(|permission| permission.scope))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::client::ALL_ENDPOINTS;

    #[test]
    fn the_table_is_what_the_endpoints_need_and_nothing_more() {
        // Asked about only to point out that a key can do more than it should, or called by nothing in the app.
        let idle = [
            "confidential:access",
            "feedback:read",
            "feedback:write",
            "feedback_templates:read",
            "files:read",
            "files:write",
            "interviews:write",
            "offers:read",
            "panels:read",
            "panels:write",
            "requisitions:read",
            "resumes:read",
            "sources:read",
            "tags:read",
            "webhooks:write",
        ];
        let used: BTreeSet<&str> = ALL_ENDPOINTS
            .iter()
            .map(|endpoint| endpoint.permission)
            .filter(|permission| !idle.contains(permission))
            .collect();
        let mut listed = BTreeSet::new();
        for permission in PERMISSIONS {
            listed.insert(format!("{}:read", permission.name));
            if permission.writes.is_some() {
                listed.insert(format!("{}:write", permission.name));
            }
        }
        let listed: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
        assert_eq!(used, listed);
    }

    #[test]
    fn scopes_are_named_as_lever_names_them_and_are_few_enough() {
        for permission in PERMISSIONS {
            let right = if permission.writes.is_some() {
                "write"
            } else {
                "read"
            };
            assert_eq!(
                permission.scope,
                format!("{}:{right}:admin", permission.name)
            );
            assert!(!permission.reads.is_empty() && permission.writes != Some(""));
        }
        let all: Vec<&str> = scopes().collect();
        let different: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), different.len());
        // Lever registers an app with twenty at most.
        assert!(all.len() <= 20, "{}", all.len());
    }
}
