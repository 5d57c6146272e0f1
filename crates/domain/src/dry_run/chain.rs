//! The links of a vendor's chain, what ticks them, and what broke.

use serde::{Deserialize, Serialize};

use super::{Cause, Leg, LegEnd, Move};
use crate::evidence::{Confidence, Evidence, Fact, FailureCode, Source};
use crate::journey::Deadlines;
use crate::preflight::FindingCode;

/// A link, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainLink {
    /// The posting carries what the vendor looks for; read from Lever right before the move.
    PostingTag,
    /// The candidate entered the vendor's stage.
    StageEntered,
    /// The vendor left any trace at all, so it heard of the move.
    Reacted,
    /// The vendor says that it invited.
    Invited,
    /// The vendor has a job for the posting.
    JobCreated,
    /// The e-mail arrived.
    Emailed,
    /// The SMS arrived.
    Texted,
    /// The invitation was opened.
    Opened,
    /// The interview was finished.
    Completed,
}

impl ChainLink {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::PostingTag,
        Self::StageEntered,
        Self::Reacted,
        Self::Invited,
        Self::JobCreated,
        Self::Emailed,
        Self::Texted,
        Self::Opened,
        Self::Completed,
    ];

    /// Whether the run is green only with it. The rest cannot be seen from here, or is for a person to do.
    pub fn is_required(self) -> bool {
        self <= Self::Invited
    }
}

/// What ticked a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// When it happened, ms, where the source says so.
    pub at_ms: Option<i64>,
    /// First seen here, ms.
    pub seen_at_ms: i64,
    /// How sure.
    pub certainty: Certainty,
    /// The proof; `None` where it follows from another link, or a person said so.
    pub source: Option<Source>,
}

/// How sure a tick is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Read plainly from its source.
    Proven,
    /// Follows from another link, or was read from words alone.
    Inferred,
    /// The admin said so.
    Stated,
}

impl Leg {
    /// Ticks a link, unless it is ticked already.
    pub fn tick(&mut self, link: ChainLink, tick: Tick) {
        self.ticks.entry(link).or_insert(tick);
    }

    /// Ticks what the candidate's evidence shows. The candidate is new, so whatever is there belongs to this run.
    pub fn read(&mut self, evidence: &[Evidence], now_ms: i64) {
        let mine: Vec<&Evidence> = evidence
            .iter()
            .filter(|one| one.vendor == self.vendor)
            .collect();
        let first = |wanted: &dyn Fn(&Fact) -> bool| {
            mine.iter()
                .filter(|one| wanted(&one.fact))
                .min_by_key(|one| {
                    let when = one.at_ms.unwrap_or(one.seen_at_ms);
                    (one.confidence, when, &one.source)
                })
                .map(|one| Tick::of(one))
        };
        let found = [
            (
                ChainLink::StageEntered,
                first(&|fact| *fact == Fact::EnteredStage),
            ),
            (ChainLink::Reacted, first(&is_of_vendor)),
            (ChainLink::Invited, first(&invites)),
            (ChainLink::Opened, first(&|fact| *fact == Fact::Opened)),
            (
                ChainLink::Completed,
                first(&|fact| *fact == Fact::Completed),
            ),
        ];
        for (link, tick) in found {
            if let Some(tick) = tick {
                self.tick(link, tick);
            }
        }
        // Without a job at the vendor there is nothing to invite to.
        if self.ticks.contains_key(&ChainLink::Invited) {
            let follows = Tick {
                at_ms: None,
                seen_at_ms: now_ms,
                certainty: Certainty::Inferred,
                source: None,
            };
            for link in [ChainLink::StageEntered, ChainLink::JobCreated] {
                self.tick(link, follows.clone());
            }
        }
    }

    /// When silence becomes an answer, ms; `None` before the move is confirmed.
    pub fn due_ms(&self, deadlines: &Deadlines) -> Option<i64> {
        match self.moved {
            Move::Done { at_ms } => Some(at_ms.saturating_add(deadlines.invited_after_move_ms)),
            _ => None,
        }
    }

    /// How the part ends, if it ends now. `read_ms`: when everything was last read from Lever, ms: silence counts only when it
    /// was listened to. `obstacle`: what the check would say about the move, to name the cause of a silence.
    pub fn judge(
        &self,
        evidence: &[Evidence],
        obstacle: Option<&Cause>,
        read_ms: Option<i64>,
        deadlines: &Deadlines,
        now_ms: i64,
    ) -> Option<LegEnd> {
        if self.ticks.contains_key(&ChainLink::Invited) {
            return Some(LegEnd::Passed { at_ms: now_ms });
        }
        let broken = |link, cause| {
            Some(LegEnd::Broken {
                link,
                cause,
                at_ms: now_ms,
            })
        };
        let mine = || {
            evidence
                .iter()
                .filter(|one| one.vendor == self.vendor)
                .map(|one| &one.fact)
        };
        // Of several signs of one failure the one that names its reason counts.
        let failures = mine().filter_map(|fact| match fact {
            Fact::InviteFailed { code } => Some(*code),
            _ => None,
        });
        if let Some(code) = failures.min_by_key(|code| *code == FailureCode::Other) {
            return broken(ChainLink::Invited, Cause::Failure { code });
        }
        if mine().any(|fact| *fact == Fact::AwaitingRounds) {
            return broken(ChainLink::Invited, Cause::AwaitingRounds);
        }
        let due_ms = self.due_ms(deadlines)?;
        if now_ms < due_ms || read_ms.is_none_or(|read| read < due_ms) {
            return None;
        }
        if mine().any(|fact| *fact == Fact::UnreadNote) {
            return broken(ChainLink::Invited, Cause::UnreadNote);
        }
        if self.ticks.contains_key(&ChainLink::Reacted) {
            return broken(ChainLink::Invited, Cause::NoInvitation);
        }
        match obstacle {
            Some(cause @ Cause::Finding { code, .. }) => broken(broken_link(*code), cause.clone()),
            _ => broken(ChainLink::Reacted, Cause::Silent),
        }
    }
}

impl Tick {
    fn of(one: &Evidence) -> Self {
        Self {
            at_ms: one.at_ms,
            seen_at_ms: one.seen_at_ms,
            certainty: match one.confidence {
                Confidence::Proven => Certainty::Proven,
                Confidence::Inferred => Certainty::Inferred,
            },
            source: Some(one.source.clone()),
        }
    }
}

fn is_of_vendor(fact: &Fact) -> bool {
    !matches!(fact, Fact::EnteredStage | Fact::LeftStage)
}

/// Facts that say, or could not be without, an invitation.
fn invites(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Invited
            | Fact::Opened
            | Fact::Completed
            | Fact::SlotsWanted { .. }
            | Fact::SlotsGiven { .. }
            | Fact::Scheduled { .. }
    )
}

/// The link that a finding of the check breaks.
pub fn broken_link(code: FindingCode) -> ChainLink {
    match code {
        FindingCode::Archived | FindingCode::Anonymized | FindingCode::TriggerStageGone => {
            ChainLink::StageEntered
        }
        FindingCode::NoPosting
        | FindingCode::PostingUntagged
        | FindingCode::TemplateNotFound
        | FindingCode::TemplateAmbiguous
        | FindingCode::SeveralConfigurationTags => ChainLink::PostingTag,
        FindingCode::WebhookSilent | FindingCode::WebhookUnverifiable => ChainLink::Reacted,
        _ => ChainLink::Invited,
    }
}
