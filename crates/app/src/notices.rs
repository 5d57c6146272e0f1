//! How loudly the program speaks: quiet hours, how much a notification gives away, and how often one may come.

use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

use fulcrum_cache::Cause;
use fulcrum_cache::desk::WaitingNotice;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::notice::{Pace, QuietHours};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::events::{AppEvent, Events};
use crate::failure;
use crate::inbox::needing;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Notice, NoticePreferences, Problem};

/// Where the person's choice is kept.
const PREFERENCE: &str = "notices";

/// So many that waited are told one by one; more become one.
const ONE_BY_ONE: usize = 3;

/// The clock may have been set or the machine slept: look at least this often, ms.
const LOOK_AGAIN_MS: i64 = 60_000;

const MINUTES_OF_A_DAY: u32 = 24 * 60;

/// What was shown lately and what waits.
#[derive(Default)]
pub(crate) struct Notices {
    pace: Mutex<Pace<Notice>>,
    changed: Notify,
}

impl App {
    /// How loudly the program speaks; the defaults while nobody is connected.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn notice_preferences(&self) -> Result<NoticePreferences, Problem> {
        match self.ready() {
            Ok(ready) => preferences(&ready).await,
            Err(_) => Ok(NoticePreferences::default()),
        }
    }

    /// Keeps how loudly the program speaks.
    ///
    /// # Errors
    /// `BadInput` for a minute that no day has; storage problems.
    pub async fn set_notice_preferences(
        &self,
        preferences: NoticePreferences,
    ) -> Result<(), Problem> {
        let ready = self.ready()?;
        let in_a_day = |minute| minute < MINUTES_OF_A_DAY;
        if !preferences
            .quiet
            .is_none_or(|span| in_a_day(span.from_minute) && in_a_day(span.to_minute))
        {
            return Err(Trouble::BadInput {
                why: "Quiet hours begin and end at a time of day.",
            }
            .into());
        }
        ready
            .desk
            .write(Cause::Person, move |tx| {
                tx.set_preference(PREFERENCE, &preferences)
            })
            .await
            .map_err(failure::desk)?;
        ready.notices.changed.notify_one();
        Ok(())
    }
}

pub(crate) async fn preferences(ready: &Ready) -> Result<NoticePreferences, Problem> {
    let kept = ready
        .desk
        .read(|tx| tx.preference(PREFERENCE))
        .await
        .map_err(failure::desk)?;
    Ok(kept.unwrap_or_default())
}

/// Until when it is quiet, ms; `None`: it is not quiet now.
pub(crate) async fn quiet_until_ms(ready: &Ready) -> Option<i64> {
    // Rather told at night than not at all.
    let span = preferences(ready).await.ok()?.quiet?;
    let minute = |minute: u32| u16::try_from(minute).unwrap_or_default();
    QuietHours {
        from_minute: minute(span.from_minute),
        to_minute: minute(span.to_minute),
        zone: ready.zone.clone(),
    }
    .quiet_until_ms(ready.now_ms())
}

/// The notice as the window gets it now; its native words stay back when they have to wait.
pub(crate) async fn paced(ready: &Ready, notice: Notice) -> Notice {
    if notice.title.is_none() {
        return notice;
    }
    let quiet = quiet_until_ms(ready).await;
    let id = notice.opportunity.clone();
    let (offered, told_ms) = {
        let mut pace = ready
            .notices
            .pace
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let offered = pace.offer(&id, notice.clone(), ready.now_ms(), quiet);
        (offered, pace.told_ms(&id))
    };
    if offered.is_none() {
        keep(
            ready,
            WaitingNotice {
                opportunity: id,
                told_ms,
                notice: notice.clone(),
            },
        )
        .await;
    }
    ready.notices.changed.notify_one();
    offered.unwrap_or(Notice {
        title: None,
        body: None,
        ..notice
    })
}

/// What waits outlives the program. Where it cannot be kept it still waits in memory.
async fn keep(ready: &Ready, waiting: WaitingNotice<Notice>) {
    let kept = ready
        .desk
        .write(Cause::Sync, move |tx| tx.keep_waiting_notice(&waiting))
        .await;
    if let Err(error) = kept {
        tracing::warn!(code = ?error.code(), "a notification that waits was not kept");
    }
}

/// What waited when the program ended waits on.
async fn wait_on(ready: &Ready) {
    let kept = ready
        .desk
        .read(|tx| tx.waiting_notices::<Notice>())
        .await
        .unwrap_or_else(|error| {
            tracing::warn!(code = ?error.code(), "what waited was not read");
            Vec::new()
        });
    let mut pace = ready
        .notices
        .pace
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for one in kept {
        pace.wait_on(&one.opportunity, one.notice, one.told_ms);
    }
}

/// What leaves is forgotten first: told twice would be worse than once too few.
async fn let_go(ready: &Ready, due: &[(OpportunityId, Notice)]) {
    if due.is_empty() {
        return;
    }
    let ids: Vec<OpportunityId> = due.iter().map(|(id, _)| id.clone()).collect();
    let dropped = ready
        .desk
        .write(Cause::Clock, move |tx| tx.drop_waiting_notices(&ids))
        .await;
    if let Err(error) = dropped {
        tracing::warn!(code = ?error.code(), "what had waited was not put away");
    }
}

/// Tells what has waited, if it still needs anybody. Runs until told to stop.
pub(crate) async fn release(ready: Weak<Ready>, to: Events, stop: CancellationToken) {
    match ready.upgrade() {
        Some(seat) => wait_on(&seat).await,
        None => return,
    }
    loop {
        let Some(seat) = ready.upgrade() else { return };
        let quiet = quiet_until_ms(&seat).await;
        let now_ms = seat.now_ms();
        let (due, next_ms) = {
            let mut pace = seat
                .notices
                .pace
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            (pace.due(now_ms, quiet), pace.next_ms(now_ms, quiet))
        };
        let_go(&seat, &due).await;
        for notice in still_needed(&seat, due.into_iter().map(|(_, notice)| notice)).await {
            to.send(AppEvent::Notify(notice));
        }
        let pause_ms = next_ms
            .map_or(LOOK_AGAIN_MS, |at_ms| at_ms.saturating_sub(now_ms))
            .clamp(20, LOOK_AGAIN_MS);
        let notices = seat.notices.clone();
        drop(seat);
        tokio::select! {
            () = stop.cancelled() => return,
            () = notices.changed.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(u64::try_from(pause_ms).unwrap_or_default())) => {}
        }
    }
}

/// What was done, put off or answered meanwhile is not told; many become one.
async fn still_needed(ready: &Ready, waited: impl Iterator<Item = Notice>) -> Vec<Notice> {
    let waited: Vec<Notice> = waited.collect();
    if waited.is_empty() {
        return waited;
    }
    let needed: Vec<Notice> = match needing(ready).await {
        Ok(ids) => waited
            .into_iter()
            .filter(|notice| ids.contains(&notice.opportunity))
            .collect(),
        Err(_) => waited,
    };
    match needed.as_slice() {
        [first, ..] if needed.len() > ONE_BY_ONE => vec![Notice {
            code: "digest".to_owned(),
            title: Some(format!("{} candidates need you", needed.len())),
            body: Some("The inbox lists them.".to_owned()),
            name: String::new(),
            ..first.clone()
        }],
        _ => needed,
    }
}
