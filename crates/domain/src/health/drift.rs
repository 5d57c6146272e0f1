//! What changed since it last worked. A check is compared with how it was when it worked; while it differs or does not work,
//! a drift is open; when it is as it was again, the drift is mended. What never worked cannot drift.

use std::collections::BTreeMap;

use super::{Mark, Standing};
use crate::vendor::Vendor;

/// A thing as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Id of the check.
    pub check: String,
    /// The vendor it concerns.
    pub vendor: Option<Vendor>,
    /// What it is about, for people.
    pub subject: String,
    /// How it is, for people.
    pub says: String,
    /// What is compared.
    pub mark: Mark,
    /// It does not work ([`Standing::Broken`]) or will not for long ([`Standing::Warn`]), whatever it was before.
    pub bad: Option<Standing>,
}

/// A thing as it was when it last worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// Id of the check.
    pub check: String,
    /// What is compared.
    pub mark: Mark,
    /// How it was, for people.
    pub says: String,
    /// Since when it is so, ms.
    pub since_ms: i64,
}

/// A drift that is not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDrift {
    /// How it was found last, for people.
    pub is: String,
    /// How bad that is.
    pub standing: Standing,
}

/// What is kept about one check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// How it was when it last worked; `None`: it never did.
    pub baseline: Option<Baseline>,
    /// What is wrong since.
    pub open: Option<OpenDrift>,
}

/// What a look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// From now on this is what the check is compared with.
    Keep(Baseline),
    /// Something that worked is different. To be told.
    Opened {
        /// The thing as it is now.
        fact: Fact,
        /// How it was.
        was: String,
        /// How bad it is.
        standing: Standing,
    },
    /// What is open became worse. To be told.
    Worse {
        /// Id of the check.
        check: String,
        /// How it is now, and how bad.
        now: OpenDrift,
    },
    /// What is open looks different. Not told.
    Changed {
        /// Id of the check.
        check: String,
        /// How it is now, and how bad.
        now: OpenDrift,
    },
    /// It is as it was.
    Mended {
        /// Id of the check.
        check: String,
    },
}

/// Compares what is with what is kept. A check that is kept and not among the facts was not looked at: nothing is said about it.
pub fn watch(facts: &[Fact], kept: &BTreeMap<String, Kept>, now_ms: i64) -> Vec<Happened> {
    let nothing = Kept::default();
    facts
        .iter()
        .flat_map(|fact| one(fact, kept.get(&fact.check).unwrap_or(&nothing), now_ms))
        .collect()
}

fn one(fact: &Fact, kept: &Kept, now_ms: i64) -> Vec<Happened> {
    let mended = |open: &Option<OpenDrift>| {
        open.as_ref().map(|_| Happened::Mended {
            check: fact.check.clone(),
        })
    };
    let fresh = || {
        fact.bad.is_none().then(|| {
            Happened::Keep(Baseline {
                check: fact.check.clone(),
                mark: fact.mark.clone(),
                says: fact.says.clone(),
                since_ms: now_ms,
            })
        })
    };
    let Some(baseline) = kept
        .baseline
        .as_ref()
        .filter(|baseline| fact.mark.is_about_the_same_as(&baseline.mark))
    else {
        return mended(&kept.open).into_iter().chain(fresh()).collect();
    };
    let different = fact.mark.difference(&baseline.mark);
    let Some(standing) = fact.bad.or(different.map(|_| Standing::Warn)) else {
        // What changed beside it is what it is compared with from now on.
        let beside = (fact.mark != baseline.mark || fact.says != baseline.says).then(|| {
            Happened::Keep(Baseline {
                mark: fact.mark.clone(),
                says: fact.says.clone(),
                ..baseline.clone()
            })
        });
        return mended(&kept.open).into_iter().chain(beside).collect();
    };
    let now = OpenDrift {
        is: fact.says.clone(),
        standing,
    };
    match &kept.open {
        None => vec![Happened::Opened {
            fact: fact.clone(),
            was: baseline.says.clone(),
            standing,
        }],
        Some(open) if *open == now => Vec::new(),
        Some(open) => {
            let check = fact.check.clone();
            vec![if standing > open.standing {
                Happened::Worse { check, now }
            } else {
                Happened::Changed { check, now }
            }]
        }
    }
}
