//! One thing that was looked at, before it is compared with how it was.

use fulcrum_domain::health::{Fact, Mark, Standing};
use fulcrum_domain::vendor::Vendor;

use crate::view::{Check, Repair};

/// A check, and what of it is compared.
pub(super) struct Looked {
    pub(super) check: Check,
    /// How it is in as few words as "was" and "is" need.
    pub(super) says: String,
    /// `None`: a change of it is nobody's concern.
    pub(super) mark: Option<Mark>,
}

impl Looked {
    /// Something about `subject` that is in order.
    pub(super) fn new(id: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            check: Check {
                id: id.into(),
                vendor: None,
                standing: Standing::Verified,
                subject: subject.into(),
                finding: String::new(),
                cause: String::new(),
                way_out: String::new(),
                at_ms: None,
                by: None,
                repair: None,
            },
            says: String::new(),
            mark: None,
        }
    }

    pub(super) fn of(mut self, vendor: Vendor) -> Self {
        self.check.vendor = Some(vendor);
        self
    }

    /// How it stands, and what was found.
    pub(super) fn is(mut self, standing: Standing, finding: impl Into<String>) -> Self {
        self.check.standing = standing;
        self.check.finding = finding.into();
        self
    }

    /// Why, and what to do.
    pub(super) fn because(
        mut self,
        cause: impl Into<String>,
        way_out: impl Into<String>,
        repair: Option<Repair>,
    ) -> Self {
        self.check.cause = cause.into();
        self.check.way_out = way_out.into();
        self.check.repair = repair;
        self
    }

    pub(super) fn at(mut self, at_ms: Option<i64>) -> Self {
        self.check.at_ms = at_ms;
        self
    }

    /// What is compared from one look to the next, and how it reads.
    pub(super) fn compared(mut self, mark: Mark, says: impl Into<String>) -> Self {
        self.mark = Some(mark);
        self.says = says.into();
        self
    }

    /// As the watch compares it. What was not looked at, or not decided, is no fact.
    pub(super) fn fact(&self) -> Option<Fact> {
        let bad = match self.check.standing {
            Standing::Broken | Standing::Warn => Some(self.check.standing),
            Standing::Verified | Standing::Observed | Standing::Stated => None,
            Standing::Unverifiable | Standing::Todo => return None,
        };
        Some(Fact {
            check: self.check.id.clone(),
            vendor: self.check.vendor,
            subject: self.check.subject.clone(),
            says: self.says.clone(),
            mark: self.mark.clone()?,
            bad,
        })
    }
}
