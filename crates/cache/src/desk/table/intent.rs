//! Intents: columns for what is asked, the whole value as `body`.

use fulcrum_domain::ids::{IntentId, OpportunityId};
use rusqlite::{OptionalExtension, params};

use crate::change::Kind;
use crate::desk::intent::{Intent, IntentState, StepKind, StepState};
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE intent (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    opportunity TEXT NOT NULL,
    open INTEGER NOT NULL DEFAULT 1,
    created_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX intent_open ON intent (seq) WHERE open = 1;
CREATE INDEX intent_opportunity ON intent (opportunity, seq);
";

impl DeskTx<'_> {
    /// Adds an intent.
    ///
    /// # Errors
    /// `Internal` when the id is taken; storage codes.
    pub fn insert_intent(&mut self, intent: &Intent) -> Result<(), Error> {
        let body = serde_json::to_string(intent).during("Writing an intent")?;
        self.connection
            .prepare_cached(
                "INSERT INTO intent (id, opportunity, open, created_at_ms, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    intent.id.as_str(),
                    intent.opportunity.as_str(),
                    intent.state.is_open(),
                    intent.created_at_ms,
                    body
                ])
            })
            .during("Storing an intent")?;
        self.intent_changed(intent);
        Ok(())
    }

    /// Replaces an intent that is held, whatever changed in it. False when it is not held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn update_intent(&mut self, intent: &Intent) -> Result<bool, Error> {
        let body = serde_json::to_string(intent).during("Writing an intent")?;
        let stored = self
            .connection
            .prepare_cached("UPDATE intent SET open = ?2, body = ?3 WHERE id = ?1")
            .and_then(|mut statement| {
                statement.execute(params![intent.id.as_str(), intent.state.is_open(), body])
            })
            .during("Storing an intent")?;
        if stored > 0 {
            self.intent_changed(intent);
        }
        Ok(stored > 0)
    }

    /// Takes one step further if it is still in `from`; the intent as it is then, or `None` when somebody was faster
    /// (an undo, another run of the engine).
    ///
    /// # Errors
    /// Storage codes.
    pub fn step_intent(
        &mut self,
        id: &IntentId,
        step: usize,
        from: StepState,
        to: StepState,
        code: Option<String>,
    ) -> Result<Option<Intent>, Error> {
        let Some(mut intent) = self.intent(id)? else {
            return Ok(None);
        };
        match intent.steps.get_mut(step) {
            Some(held) if held.state == from => {
                held.state = to;
                held.code = code;
            }
            _ => return Ok(None),
        }
        self.update_intent(&intent)?;
        Ok(Some(intent))
    }

    /// Ends an open intent; steps that were not settled are cancelled when it did not succeed. `None` when it is not
    /// open any more.
    ///
    /// # Errors
    /// Storage codes.
    pub fn close_intent(
        &mut self,
        id: &IntentId,
        state: IntentState,
        outcome: Option<String>,
    ) -> Result<Option<Intent>, Error> {
        let Some(mut intent) = self.intent(id)?.filter(|held| held.state.is_open()) else {
            return Ok(None);
        };
        intent.state = state;
        intent.outcome = outcome;
        if matches!(state, IntentState::Cancelled | IntentState::Failed) {
            for step in intent
                .steps
                .iter_mut()
                .filter(|step| !step.state.is_settled())
            {
                step.state = StepState::Cancelled;
            }
        }
        self.update_intent(&intent)?;
        Ok(Some(intent))
    }

    fn intent_changed(&mut self, intent: &Intent) {
        self.changed_opportunity(Kind::Intent, &intent.opportunity);
        self.touched_stage(intent.base.stage.clone());
        for step in &intent.steps {
            if let StepKind::SetStage { to } = &step.kind {
                self.touched_stage(to.clone());
            }
        }
    }
}

impl DeskReader<'_> {
    /// One intent.
    ///
    /// # Errors
    /// Storage codes.
    pub fn intent(&self, id: &IntentId) -> Result<Option<Intent>, Error> {
        self.connection
            .prepare_cached("SELECT body FROM intent WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.as_str()], |row| row.get::<_, String>(0))
                    .optional()
            })
            .during("Reading an intent")?
            .map(|body| serde_json::from_str(&body).during("Understanding an intent"))
            .transpose()
    }

    /// All intents about which something may still happen, in the order they were asked for.
    ///
    /// # Errors
    /// Storage codes.
    pub fn open_intents(&self) -> Result<Vec<Intent>, Error> {
        self.bodies(
            "SELECT body FROM intent WHERE open = 1 ORDER BY seq",
            [],
            "Reading open intents",
        )
    }

    /// All intents about an opportunity, settled ones too, in the order they were asked for.
    ///
    /// # Errors
    /// Storage codes.
    pub fn intents_of(&self, opportunity: &OpportunityId) -> Result<Vec<Intent>, Error> {
        self.bodies(
            "SELECT body FROM intent WHERE opportunity = ?1 ORDER BY seq",
            params![opportunity.as_str()],
            "Reading an opportunity's intents",
        )
    }
}
