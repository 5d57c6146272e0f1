//! The list beside the desk: which opportunities were on their way to which stage. Ids only and not encrypted, so that
//! even a lost key cannot hide from a person that something was pending.

use std::io::Write as _;
use std::path::Path;

use fulcrum_domain::ids::{IntentId, OpportunityId, StageId};
use serde::{Deserialize, Serialize};

use super::intent::{Intent, StepKind};
use crate::error::{During, Error};
use crate::open::beside;

const SUFFIX: &str = ".pending";

/// One intent that was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The intent.
    pub intent: IntentId,
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Stages its unsettled steps lead to, in order.
    pub targets: Vec<StageId>,
}

/// What was pending when the desk at `path` was last written; empty when there is no list.
///
/// # Errors
/// `Io` codes; `Corrupt` when the list cannot be understood.
pub fn pending(path: &Path) -> Result<Vec<Pending>, Error> {
    match std::fs::read(beside(path, SUFFIX)) {
        Ok(list) => serde_json::from_slice(&list).during("Understanding the pending list"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).during("Reading the pending list"),
    }
}

pub(super) fn write(path: &Path, open: &[Intent]) -> Result<(), Error> {
    let list: Vec<Pending> = open.iter().map(Pending::from).collect();
    let text = serde_json::to_vec(&list).during("Writing the pending list")?;
    let fresh = beside(path, ".pending.new");
    let mut file = std::fs::File::create(&fresh).during("Writing the pending list")?;
    file.write_all(&text).during("Writing the pending list")?;
    file.sync_all().during("Writing the pending list")?;
    std::fs::rename(&fresh, beside(path, SUFFIX)).during("Replacing the pending list")
}

impl From<&Intent> for Pending {
    fn from(intent: &Intent) -> Self {
        Self {
            intent: intent.id.clone(),
            opportunity: intent.opportunity.clone(),
            targets: intent
                .steps
                .iter()
                .filter(|step| !step.state.is_settled())
                .filter_map(|step| match &step.kind {
                    StepKind::SetStage { to } => Some(to.clone()),
                    _ => None,
                })
                .collect(),
        }
    }
}
