//! What the vendor still has to write into Lever, and how it gets there once.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use super::JobTwine;
use super::choices::{Break, NoteScore, Recovery};
use super::entry::LATER_MS;
use super::interview::{Interview, Outcome, Owed, Said};
use super::media;
use super::switches::{Silence, Switches};
use super::wording::{self, Kind, Mention};
use crate::partner::lever_side::Refused;

impl JobTwine {
    /// Composes a note as things stand now, and owes it to Lever. `who` names who cancelled or did not come.
    pub(super) fn say(&self, id: &str, kind: Kind, who: Option<&str>) {
        let switches = self.switches();
        if self.silent(id, &switches) {
            return;
        }
        let now = self.now();
        self.ledger().change(id, |one| {
            let told_at = one.feedback_at.unwrap_or(now);
            let links = media::links(
                &self.link_secret,
                &self.start.base_url,
                id,
                media::ends(told_at, &switches),
            );
            let mention = Mention {
                owner: &one.mention,
                who: who.unwrap_or_default(),
                report: &links.report,
                video: &links.video,
            };
            let text = wording::note(kind, one, &mention, &switches, self.dice);
            one.owed.push(Owed::Note { kind, text });
        });
    }

    fn silent(&self, id: &str, switches: &Switches) -> bool {
        match switches.silence {
            Silence::Never => false,
            Silence::OneInTen => self.dice.below(10, &["jobtwine", "silent", id]) == 0,
            Silence::Notes | Silence::Everything => true,
        }
    }

    /// Does the writes that are owed, in order, and stops at the first that fails. Where Lever only failed for the moment,
    /// it tries again later. The caller holds the candidacy's turn.
    pub(super) async fn settle(self: &Arc<Self>, id: &str) {
        let mut writes = 0;
        loop {
            let interview = self.ledger().by_id(id).cloned();
            let Some(interview) = interview else { return };
            let Some(owed) = interview.owed.first().cloned() else {
                return;
            };
            if self.breaks_before(&owed) || self.start.faults.crashes_after(writes) {
                if self.switches().recovery == Recovery::ByItself {
                    self.settle_later(id.to_owned(), interview.opportunity);
                }
                return;
            }
            let done = match &owed {
                Owed::Note { kind, text } => self.write_note(&interview, *kind, text).await,
                Owed::Panel => self.write_panel(&interview).await,
                Owed::NoPanel => self.remove_panel(&interview).await,
            };
            if let Err(refused) = self.heard(done) {
                tracing::warn!(
                    opportunity = interview.opportunity,
                    ?refused,
                    "Lever was not told"
                );
                if refused == Refused::Status(404) {
                    // The candidacy is gone: there is nothing left to write to.
                    self.ledger().change(id, |one| one.owed.clear());
                }
                if refused.may_pass() {
                    let note = matches!(owed, Owed::Note { .. });
                    self.ledger().change(id, |one| one.unsure = note);
                    self.settle_later(id.to_owned(), interview.opportunity);
                }
                return;
            }
            writes += 1;
            let at = self.now();
            self.ledger().change(id, |one| {
                one.unsure = false;
                // Only settling takes from the front, and it is done one at a time.
                if !one.owed.is_empty() {
                    one.owed.remove(0);
                }
                if let Owed::Note { kind, text } = owed {
                    one.said.push(Said { kind, at, text });
                }
            });
        }
    }

    async fn write_note(
        &self,
        interview: &Interview,
        kind: Kind,
        text: &str,
    ) -> Result<(), Refused> {
        let opportunity = interview.opportunity.as_str();
        let path = ["opportunities", opportunity, "notes"];
        if interview.unsure {
            let known = self
                .ledger()
                .of(opportunity)
                .flat_map(|one| &one.said)
                .filter(|said| said.text == text)
                .count();
            let notes = self.lever.call(Method::GET, &path, &[], None).await?;
            let there = notes
                .as_array()
                .into_iter()
                .flatten()
                .filter(|note| {
                    note.pointer("/fields/0/value").and_then(Value::as_str) == Some(text)
                })
                .count();
            if there > known {
                return Ok(());
            }
        }
        let author = self.start.note_author.as_str();
        let author = self.switches().note_author.then_some(author);
        let Some(score) = self.score(interview, kind) else {
            return self.lever.note(opportunity, text, author).await;
        };
        let query: Vec<(&str, &str)> = author.map(|id| ("perform_as", id)).into_iter().collect();
        let body = json!({ "value": text, "score": score });
        // Where the answer is lost, the note is looked for when the write is tried again.
        let written = self
            .lever
            .call(Method::POST, &path, &query, Some(&body))
            .await;
        written.map(|_| ())
    }

    /// The score of a feedback's note in Lever, where that is switched on.
    fn score(&self, interview: &Interview, kind: Kind) -> Option<u8> {
        let lowest = match self.switches().note_score {
            NoteScore::Nothing => return None,
            NoteScore::StrongNo => 1,
            NoteScore::No => 2,
        };
        let outcome = interview.outcome.filter(|_| kind == Kind::Feedback)?;
        Some(match outcome {
            Outcome::StronglyRecommended => 4,
            Outcome::IsAGoodFit => 3,
            Outcome::NotRecommended => lowest,
        })
    }

    /// Whether the vendor breaks off before this write; asked once.
    fn breaks_before(&self, owed: &Owed) -> bool {
        let kind = match owed {
            Owed::Note { .. } => Break::Note,
            Owed::Panel => Break::Panel,
            Owed::NoPanel => Break::NoPanel,
        };
        let mut switches = self.switches_mut();
        let breaks = switches.break_before == Some(kind);
        if breaks {
            switches.break_before = None;
        }
        breaks
    }

    /// The vendor looks anyway, at one candidacy or at all: what a crash left over is done now.
    pub(super) async fn look_again(self: &Arc<Self>, opportunity: Option<&str>) {
        if self.switches().recovery == Recovery::ByHand {
            return;
        }
        let owing = self.ledger().owing(opportunity);
        for (id, opportunity) in owing {
            self.settle_now(&id, &opportunity).await;
        }
    }

    fn settle_later(self: &Arc<Self>, id: String, opportunity: String) {
        let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
        self.spawn(async move {
            clock.sleep(LATER_MS).await;
            if let Some(this) = this.upgrade() {
                this.settle_now(&id, &opportunity).await;
            }
        });
    }

    /// As [`settle`](Self::settle), for who does not hold the turn yet.
    pub(super) fn settle_now<'a>(
        self: &'a Arc<Self>,
        id: &'a str,
        opportunity: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        // Boxed: settling may plan itself.
        Box::pin(async move {
            let turn = self.turn(opportunity);
            let _turn = turn.lock().await;
            self.settle(id).await;
        })
    }
}
