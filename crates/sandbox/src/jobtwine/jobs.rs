//! Jobs: pulled from Lever's postings by their exact tag, over and over, since Lever has no webhook for postings.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::interview::State;
use super::ledger::Round;
use super::trouble::Trouble;
use super::{JobTwine, TAG};
use crate::partner::lever_side::Refused;

/// A job has at most so many rounds.
const MOST_ROUNDS: usize = 3;
/// Real time between two looks, at least: a fast or jumping clock must not make a storm of requests.
const BREATH: Duration = Duration::from_millis(100);

impl JobTwine {
    /// Looks at the stages and at the postings that have the tag.
    pub(super) async fn look_at_postings(&self) -> Result<(), Refused> {
        let stages = self.heard(self.lever.list(&["stages"], &[]).await)?;
        let named = stages
            .iter()
            .filter(|stage| text(stage, "text") == TAG)
            .map(|stage| text(stage, "id").to_owned())
            .collect();
        *self.stages() = named;
        let query = [("tag", TAG), ("limit", "100")];
        let postings = self.heard(self.lever.list(&["postings"], &query).await)?;
        let now = self.now();
        let mut ledger = self.ledger();
        for job in ledger.jobs.values_mut() {
            job.tagged = false;
        }
        for posting in &postings {
            let id = text(posting, "id");
            let job = ledger.ensure_job(id, text(posting, "text"), now);
            if job.rounds_saved_at.is_none()
                && let Some(rounds) = self.start.rounds.get(id)
            {
                job.rounds.clone_from(rounds);
                job.rounds_saved_at = Some(now);
            }
        }
        Ok(())
    }

    /// Looks again and again, as long as Lever lets the vendor in.
    pub(super) fn keep_looking(self: &Arc<Self>) {
        let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
        self.spawn(async move {
            loop {
                let Some(wait) = this
                    .upgrade()
                    .map(|this| this.switches().poll_seconds.saturating_mul(1_000))
                else {
                    return;
                };
                clock.sleep(wait).await;
                clock.pause(BREATH).await;
                let Some(this) = this.upgrade() else { return };
                if this.connected() {
                    // What failed is looked at next time.
                    let _ = this.look_at_postings().await;
                }
            }
        });
    }

    /// An admin of the vendor enters the rounds of a job; whoever waited for them is asked for slots.
    ///
    /// # Errors
    /// [`Trouble`]: no such job, too many rounds, a round without a name or length.
    pub(super) async fn save_rounds(
        self: &Arc<Self>,
        posting: &str,
        rounds: Vec<Round>,
    ) -> Result<(), Trouble> {
        if rounds.len() > MOST_ROUNDS {
            return Err(Trouble::Invalid(format!(
                "A job has {MOST_ROUNDS} rounds at most; leave some out."
            )));
        }
        if rounds
            .iter()
            .any(|round| round.name.trim().is_empty() || !(15..=240).contains(&round.minutes))
        {
            return Err(Trouble::Invalid(
                "A round has a name and lasts 15 to 240 minutes.".to_owned(),
            ));
        }
        let waiting: Vec<String> = {
            let now = self.now();
            let mut ledger = self.ledger();
            let job = ledger
                .jobs
                .get_mut(posting)
                .ok_or(Trouble::NotFound("job"))?;
            job.rounds_saved_at = Some(now);
            let any = !rounds.is_empty();
            job.rounds = rounds;
            ledger
                .all()
                .iter()
                .filter(|one| any && one.state == State::AwaitingRounds)
                .filter(|one| one.posting.as_deref() == Some(posting))
                .map(|one| one.id.clone())
                .collect()
        };
        for id in waiting {
            // Who cannot be asked now (archived, gone) was dealt with there.
            let _ = self.rounds_came(&id).await;
        }
        Ok(())
    }
}

pub(super) fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}
