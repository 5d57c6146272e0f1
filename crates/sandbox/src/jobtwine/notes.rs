//! What the vendor still has to write into Lever, and how it gets there once.

use std::sync::Arc;

use super::JobTwine;
use super::entry::LATER_MS;
use super::interview::{Owed, Said};
use super::media;
use super::switches::{Silence, Switches};
use super::wording::{self, Kind, Mention};

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
        loop {
            let interview = self.ledger().by_id(id).cloned();
            let Some(interview) = interview else { return };
            let Some(owed) = interview.owed.first().cloned() else {
                return;
            };
            let done = match &owed {
                Owed::Note { text, .. } => {
                    let author = self.start.note_author.as_str();
                    let author = self.switches().note_author.then_some(author);
                    self.lever.note(&interview.opportunity, text, author).await
                }
                Owed::Panel => self.write_panel(&interview).await,
                Owed::NoPanel => self.remove_panel(&interview).await,
            };
            if let Err(refused) = self.heard(done) {
                tracing::warn!(
                    opportunity = interview.opportunity,
                    ?refused,
                    "Lever was not told"
                );
                if refused.may_pass() {
                    self.settle_later(id.to_owned(), interview.opportunity);
                }
                return;
            }
            let at = self.now();
            self.ledger().change(id, |one| {
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
