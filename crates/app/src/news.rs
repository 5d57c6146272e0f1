//! From the engine's events to what the window shows: toasts, notifications, status.

use std::sync::Weak;

use fulcrum_cache::desk::{Batch, Intent, IntentKind, IntentState, StepKind};
use fulcrum_domain::attention::{self, Ownership};
use fulcrum_domain::dry_run::is_test;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::notice::{NoticeEvent, notice_text};
use fulcrum_sync::{News, SyncEvent, outcome};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::card::{link_word, word};
use crate::events::{AppEvent, Events};
use crate::ready::Ready;
use crate::view::{Notice, Problem, SyncStatus};
use crate::{bulk, failure, notices, setup, status};

/// Forwards until told to stop. Holds the seat weakly: a seat that is gone has nothing to say.
pub(crate) async fn forward(
    ready: Weak<Ready>,
    mut from: broadcast::Receiver<SyncEvent>,
    to: Events,
    stop: CancellationToken,
) {
    let mut phase = None;
    let mut told: Option<SyncStatus> = None;
    loop {
        let event = tokio::select! {
            () = stop.cancelled() => return,
            event = from.recv() => event,
        };
        let Some(ready) = ready.upgrade() else { return };
        match event {
            Ok(SyncEvent::Status(now)) => {
                if phase.replace(now.phase) != Some(now.phase) {
                    ready.health.touch();
                }
                // Stages arrive with the first reading: the one with JobTwine's title can be pinned now.
                if let Err(problem) = setup::find_stage(&ready).await {
                    tracing::warn!(code = ?problem.code, "JobTwine's stage could not be looked for");
                }
                if let Ok(status) = status::of(&ready).await
                    && told
                        .as_ref()
                        .is_none_or(|told| status::looks_different(told, &status))
                {
                    told = Some(status.clone());
                    to.send(AppEvent::Status(status));
                }
            }
            Ok(SyncEvent::News(News::Invited { key }))
                if in_bulk_move(&ready, &key.opportunity).await =>
            {
                // The list of the bulk move says it; twenty toasts would say it less well.
            }
            Ok(SyncEvent::News(news)) => match concerns(&ready, &news.key().opportunity).await {
                Ok(true) => match of_news(&ready, &news).await {
                    Ok(notice) => to.send(AppEvent::Notice(notices::paced(&ready, notice).await)),
                    Err(problem) => tell(&to, Err(problem)),
                },
                // A colleague's candidate: on the board, and no word about it.
                Ok(false) => {}
                Err(problem) => tell(&to, Err(problem)),
            },
            Ok(SyncEvent::Intent(intent)) => {
                if let Some(batch) = batch_of(&ready, &intent).await {
                    // One word for all of them, at the end.
                    match bulk::end_of(&ready, &batch).await {
                        Ok(Some(notice)) => to.send(AppEvent::Notice(notice)),
                        Ok(None) => {}
                        Err(problem) => tell(&to, Err(problem)),
                    }
                } else if of_dry_run(&ready, &intent).await {
                    ready.dry_run.notify_one();
                } else if let Some(code) = intent_code(&intent) {
                    tell(&to, of_intent(&ready, &intent, code).await);
                }
            }
            // Lists are read anew on every change; only toasts can be lost by falling behind.
            Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "events fell behind"),
            Err(RecvError::Closed) => return,
        }
    }
}

/// The bulk move an intent belongs to.
async fn batch_of(ready: &Ready, intent: &Intent) -> Option<Batch> {
    let id = intent.id.clone();
    ready.desk.read(move |tx| tx.batch_of(&id)).await.ok()?
}

/// Whether the dry run has asked for it: its page says what became of it.
async fn of_dry_run(ready: &Ready, intent: &Intent) -> bool {
    let run = ready.desk.read(|tx| tx.open_dry_run()).await;
    run.is_ok_and(|run| run.is_some_and(|run| run.opportunity() == Some(&intent.opportunity)))
}

/// Whether the list of a bulk move names this candidate.
async fn in_bulk_move(ready: &Ready, id: &OpportunityId) -> bool {
    let named = ready.desk.read(|tx| tx.opportunities_in_batches()).await;
    named.is_ok_and(|named| named.contains(id))
}

fn tell(to: &Events, notice: Result<Notice, Problem>) {
    match notice {
        Ok(notice) => to.send(AppEvent::Notice(notice)),
        Err(problem) => {
            tracing::warn!(code = ?problem.code, "a notice could not be put into words");
        }
    }
}

/// Whether news of this candidate are for this seat, by the same rule as the inbox. Nothing is told of a muted candidate.
async fn concerns(ready: &Ready, id: &OpportunityId) -> Result<bool, Problem> {
    let opportunity = id.clone();
    let held = ready
        .cache
        .read(move |tx| {
            let held = tx.opportunity(&opportunity)?;
            let posting = match held.as_ref().and_then(|held| held.posting()) {
                Some(posting) => tx.posting(posting)?,
                None => None,
            };
            Ok(held.map(|held| (held, posting)))
        })
        .await
        .map_err(failure::cache)?;
    let Some((held, posting)) = held else {
        return Ok(false);
    };
    // The page of the dry run shows what happens to its candidate.
    if is_test(held.tags.iter().map(String::as_str)) {
        return Ok(false);
    }
    let opportunity = id.clone();
    let (intents, muted) = ready
        .desk
        .read(move |tx| {
            Ok((
                tx.intents_of(&opportunity)?,
                tx.muted()?.contains(&opportunity),
            ))
        })
        .await
        .map_err(failure::desk)?;
    let seat = &ready.seat.user;
    let who = Ownership {
        owner: held.owner.as_ref(),
        posting_owner: posting.as_ref().and_then(|posting| posting.owner.as_ref()),
        followed: held.followers.contains(seat),
        moved_here: !intents.is_empty(),
        addressed: None,
    };
    Ok(!muted && attention::concerns(&who, seat))
}

async fn of_news(ready: &Ready, news: &News) -> Result<Notice, Problem> {
    let opportunity = news.key().opportunity.clone();
    let (name, posting) = who(ready, &opportunity).await?;
    let at_ms = ready.now_ms();
    Ok(match news {
        News::Invited { .. } => Notice {
            code: "invited".to_owned(),
            opportunity,
            name,
            detail: None,
            title: None,
            body: None,
            at_ms,
        },
        News::Notice { notice } => {
            let privacy = notices::preferences(ready).await?.privacy;
            let text = notice_text(notice, &name, posting.as_deref(), privacy);
            let (code, detail) = match notice.event {
                NoticeEvent::Completed => ("completed", None),
                NoticeEvent::Failed { code } => ("failed", Some(word(&code))),
                NoticeEvent::Stalled { link } => ("stalled", Some(link_word(link).to_owned())),
                NoticeEvent::SlotsWanted { .. } => ("slots_wanted", None),
                NoticeEvent::Scheduled { .. } => ("scheduled", None),
                NoticeEvent::Rescheduled { .. } => ("rescheduled", None),
                NoticeEvent::InterviewCancelled { by, .. } => ("cancelled", Some(word(&by))),
                NoticeEvent::NoShow { who, .. } => ("no_show", Some(word(&who))),
                NoticeEvent::FeedbackIn { outcome } => {
                    ("feedback_in", outcome.map(|outcome| word(&outcome)))
                }
                NoticeEvent::AwaitingRounds => ("awaiting_rounds", None),
            };
            Notice {
                code: code.to_owned(),
                opportunity,
                name,
                detail,
                title: Some(text.title),
                body: Some(text.body),
                at_ms,
            }
        }
    })
}

fn intent_code(intent: &Intent) -> Option<&'static str> {
    match (intent.state, intent.outcome.as_deref()) {
        (IntentState::Done, _) => match intent.kind {
            IntentKind::Move | IntentKind::Resend | IntentKind::FixTagThenResend => Some("moved"),
            // The person waits for the answer of these; a toast would say it twice.
            IntentKind::PostingTag | IntentKind::Contact => None,
            // The rest of them was held or had waited: nobody stood by.
            IntentKind::Note => Some("note_sent"),
            IntentKind::Tag => Some("tag_sent"),
            IntentKind::Archive => Some(
                if intent
                    .steps
                    .iter()
                    .any(|step| matches!(step.kind, StepKind::SetArchived { reason: Some(_) }))
                {
                    "archived"
                } else {
                    "unarchived"
                },
            ),
        },
        (
            IntentState::NeedsReview | IntentState::Failed,
            Some(outcome::REFUSED | outcome::FORBIDDEN),
        ) => Some("refused"),
        (IntentState::NeedsReview | IntentState::Failed, _) => Some("needs_you"),
        _ => None,
    }
}

/// A toast about an intent of this seat.
pub(crate) async fn of_intent(
    ready: &Ready,
    intent: &Intent,
    code: &str,
) -> Result<Notice, Problem> {
    let (name, _) = who(ready, &intent.opportunity).await?;
    Ok(Notice {
        code: code.to_owned(),
        opportunity: intent.opportunity.clone(),
        name,
        detail: intent.outcome.clone(),
        title: None,
        body: None,
        at_ms: ready.now_ms(),
    })
}

async fn who(
    ready: &Ready,
    opportunity: &OpportunityId,
) -> Result<(String, Option<String>), Problem> {
    let id = opportunity.clone();
    let card = ready
        .cache
        .read(move |tx| tx.card(&id))
        .await
        .map_err(failure::cache)?;
    Ok(card.map_or_else(
        || (String::new(), None),
        |card| (card.name, card.posting_title),
    ))
}
