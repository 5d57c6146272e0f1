//! Jobs: pulled from Lever's postings by their exact tag, over and over, since Lever has no webhook for postings.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::choices::{LetterCase, OnUntagged};
use super::interview::{By, Code, State};
use super::ledger::Round;
use super::trouble::Trouble;
use super::{JobTwine, TAG};
use crate::partner::lever_side::Refused;

/// A job has at most so many rounds.
pub(super) const MOST_ROUNDS: usize = 3;
/// Real time between two looks, at least: a fast or jumping clock must not make a storm of requests.
const BREATH: Duration = Duration::from_millis(100);

impl JobTwine {
    /// Looks at the stages and at the postings that have the tag; does what was left over or is to be called off since.
    pub(super) async fn look_at_postings(self: &Arc<Self>) -> Result<(), Refused> {
        let case = self.switches().letter_case;
        let stages = self.heard(self.lever.list(&["stages"], &[]).await)?;
        let named = stages
            .iter()
            .filter(|stage| is_ours(text(stage, "text"), case))
            .map(|stage| text(stage, "id").to_owned())
            .collect();
        *self.stages() = named;
        let mut query = vec![("limit", "100")];
        // Lever's own filter knows exact tags only: whoever is lenient has to look at every posting.
        if case == LetterCase::Strict {
            query.insert(0, ("tag", TAG));
        }
        let postings = self.heard(self.lever.list(&["postings"], &query).await)?;
        let now = self.now();
        let untagged: Vec<String> = {
            let mut ledger = self.ledger();
            let before: BTreeSet<String> = ledger
                .jobs
                .values_mut()
                .filter_map(|job| std::mem::take(&mut job.tagged).then(|| job.posting.clone()))
                .collect();
            for posting in &postings {
                let Some(tag) = tag_of(posting, case) else {
                    continue;
                };
                let id = text(posting, "id");
                let job = ledger.ensure_job(id, text(posting, "text"), now);
                job.warning =
                    (tag != TAG).then(|| format!("the posting's tag is written {tag}, not {TAG}"));
                if job.rounds_saved_at.is_none()
                    && let Some(rounds) = self.start.rounds.get(id)
                {
                    job.rounds.clone_from(rounds);
                    job.rounds_saved_at = Some(now);
                }
            }
            let gone = |posting: &String| ledger.jobs.get(posting).is_some_and(|job| !job.tagged);
            before.into_iter().filter(gone).collect()
        };
        if self.switches().on_untagged == OnUntagged::Cancel {
            for posting in untagged {
                self.call_off(&posting).await;
            }
        }
        self.look_again(None).await;
        Ok(())
    }

    /// Cancels what has not been held of a job whose tag was taken off.
    async fn call_off(self: &Arc<Self>, posting: &str) {
        let open: Vec<(String, String)> = {
            let ledger = self.ledger();
            let all = ledger.all().iter();
            all.filter(|one| one.posting.as_deref() == Some(posting))
                .filter(|one| one.state.can_be_cancelled())
                .map(|one| (one.id.clone(), one.opportunity.clone()))
                .collect()
        };
        for (id, opportunity) in open {
            let turn = self.turn(&opportunity);
            let _turn = turn.lock().await;
            // Meanwhile somebody else may have ended it.
            let still = self.ledger().by_id(&id).map(|one| one.state);
            if still.is_some_and(State::can_be_cancelled) {
                self.close(&id, By::Client, Some(Code::Untagged), true)
                    .await;
            }
        }
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

/// Whether a tag or a stage's title is the vendor's name.
pub(super) fn is_ours(text: &str, case: LetterCase) -> bool {
    match case {
        LetterCase::Strict => text == TAG,
        LetterCase::Lenient => text.eq_ignore_ascii_case(TAG),
    }
}

/// The posting's tag that makes it a job, as it is written there.
pub(super) fn tag_of(posting: &Value, case: LetterCase) -> Option<&str> {
    let tags = posting.get("tags").and_then(Value::as_array);
    let mut tags = tags.into_iter().flatten().filter_map(Value::as_str);
    tags.find(|tag| is_ours(tag, case))
}

pub(super) fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{LetterCase, is_ours, tag_of};

    /// The same vectors as the other vendor's: each tag belongs to one of them at most.
    #[test]
    fn the_vectors_are_classified() {
        let file: Value =
            serde_json::from_str(include_str!("../../tests/data/tag_vectors.json")).unwrap();
        let mut ours = 0;
        for vector in file["vectors"].as_array().unwrap() {
            let tag = vector["tag"].as_str().unwrap();
            let named = vector["class"] == "jobtwine";
            ours += u32::from(named);
            for (case, name) in [
                (LetterCase::Strict, "strict"),
                (LetterCase::Lenient, "lenient"),
            ] {
                let wanted = named && vector[name] == true;
                assert_eq!(is_ours(tag, case), wanted, "{tag} {name}");
                let posting = json!({ "tags": ["Remote", tag] });
                assert_eq!(
                    tag_of(&posting, case),
                    wanted.then_some(tag),
                    "{tag} {name}"
                );
            }
        }
        assert!(ours >= 3);
    }
}
