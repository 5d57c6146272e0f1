//! The engine's tasks. Each one waits on a timer or a wake-up; none of them spins.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::Notify;

use super::{Shared, SyncEvent};
use crate::pull::{LONG_OVERLAP_MS, PullError, SHORT_OVERLAP_MS};
use crate::push::BEAT_MS;
use crate::status::{Phase, Trouble};

/// Clocks that differ by more than this are told, ms.
const CLOCK_TOLERANCE_MS: i64 = 120_000;

/// A write without an answer is looked at again after this, ms.
const LOOK_AGAIN_MS: u64 = 2_000;

/// Overdue links are looked for at least this often, ms.
const LOOK_AT_LEAST_MS: u64 = 60_000;

/// Waits; `false` when the engine stops.
async fn wait(shared: &Shared, ms: u64, wake: &Notify) -> bool {
    tokio::select! {
        biased;
        () = shared.stop.cancelled() => false,
        () = shared.timer.sleep_ms(ms) => true,
        () = wake.notified() => true,
    }
}

fn positive(ms: i64) -> u64 {
    u64::try_from(ms).unwrap_or(0)
}

/// What is done less often than every poll.
#[derive(Default)]
struct Rounds {
    began: bool,
    /// Deletions, postings, a delta that reaches far back.
    long: Round,
    /// The lists that change rarely.
    reference: Round,
    /// The pipeline's stages.
    stages: Round,
}

/// Something that is due again some time after it was done.
#[derive(Default)]
struct Round {
    done_ms: Option<i64>,
}

impl Round {
    /// A clock that was set back is no reason to wait for it.
    fn is_due(&self, now_ms: i64, every_ms: u64) -> bool {
        let every_ms = i64::try_from(every_ms).unwrap_or(i64::MAX);
        let since = self.done_ms.map(|done| now_ms.saturating_sub(done));
        !since.is_some_and(|since| (0..every_ms).contains(&since))
    }

    fn done(&mut self, now_ms: i64) {
        self.done_ms = Some(now_ms);
    }
}

/// Reference data, the first full read, then what changed.
pub(super) async fn read(shared: Arc<Shared>) {
    let mut rounds = Rounds::default();
    let mut failures = 0;
    let mut synced_ms = None;
    loop {
        let result = tokio::select! {
            biased;
            () = shared.stop.cancelled() => return note_synced(&shared, &mut synced_ms).await,
            result = turn(&shared, &mut rounds) => result,
        };
        shared.tell_news().await;
        let pause = match result {
            Ok(()) => {
                if std::mem::take(&mut failures) > 0 {
                    // Lever answers again: what waits longer after the outage need not.
                    shared.wake_push.notify_one();
                    shared.wake_details.notify_waiters();
                }
                let now = shared.clock.now_ms();
                synced_ms = Some(now);
                if shared.pull.synced_is_old(now).await.unwrap_or(false) {
                    note_synced(&shared, &mut synced_ms).await;
                }
                let details = u32::try_from(shared.pull.schedule().len()).unwrap_or(u32::MAX);
                let skew = shared.pull.lever.clock_skew_ms().unwrap_or(0);
                shared.change_status(|status| {
                    status.phase = Phase::Live;
                    status.filled = true;
                    status.synced_at_ms = Some(now);
                    status.next_try_ms = None;
                    status.details_waiting = details;
                    status.trouble =
                        (skew.abs() > CLOCK_TOLERANCE_MS).then_some(Trouble::Clock(skew));
                });
                shared.settings.poll_ms
            }
            Err(error) => {
                note_synced(&shared, &mut synced_ms).await;
                positive(shared.failed(&mut failures, error))
            }
        };
        if !wait(&shared, pause, &shared.wake_poll).await {
            note_synced(&shared, &mut synced_ms).await;
            return;
        }
    }
}

/// Writes down when everything was read last, if that is not written yet. An age that is told too old does no harm.
async fn note_synced(shared: &Shared, synced_ms: &mut Option<i64>) {
    let Some(at_ms) = synced_ms.take() else {
        return;
    };
    if let Err(error) = shared.pull.note_synced(at_ms).await {
        tracing::warn!(
            code = error.code().as_str(),
            "the time of reading was not kept"
        );
    }
}

async fn turn(shared: &Shared, rounds: &mut Rounds) -> Result<(), PullError> {
    let asked = shared.whole_round.swap(false, Ordering::Relaxed);
    let result = read_all(shared, asked, rounds).await;
    if asked && result.is_err() {
        // Asked for while Lever did not answer: still owed.
        shared.whole_round.store(true, Ordering::Relaxed);
    }
    result
}

/// `asked`: somebody asked for everything, so that nothing is left out.
async fn read_all(shared: &Shared, asked: bool, rounds: &mut Rounds) -> Result<(), PullError> {
    let pull = &shared.pull;
    let filled = pull.filled().await?;
    if !rounds.began {
        let synced_at_ms = pull.synced_at_ms().await?;
        shared.change_status(|status| {
            status.phase = if filled {
                Phase::Connecting
            } else {
                Phase::Backfill
            };
            status.filled = filled;
            status.synced_at_ms = synced_at_ms;
        });
        rounds.began = true;
    }
    let now = shared.clock.now_ms();
    let slow = !filled || asked || rounds.reference.is_due(now, shared.settings.reference_ms);
    if !filled {
        shared.change_status(|status| {
            status.phase = Phase::Backfill;
            status.trouble = None;
            status.next_try_ms = None;
        });
        // The board has no place for a card before it has stages; names and titles come as soon as they can.
        pull.read_own_first(&shared.push.seat).await?;
        pull.resume_details().await?;
        futures::try_join!(pull.read_beside_stages(), pull.backfill())?;
        rounds.reference.done(now);
        rounds.stages.done(now);
        shared.wake_time.notify_one();
    } else if slow {
        pull.read_reference().await?;
        rounds.reference.done(now);
        rounds.stages.done(now);
        // Lever may answer better than when it was given up.
        pull.resume_details().await?;
    } else if rounds.stages.is_due(now, shared.settings.stages_ms) {
        pull.read_stages().await?;
        rounds.stages.done(now);
    }
    let long = asked || rounds.long.is_due(now, shared.settings.round_ms);
    pull.delta(if long {
        LONG_OVERLAP_MS
    } else {
        SHORT_OVERLAP_MS
    })
    .await?;
    pull.read_unlisted().await?;
    pull.refresh_screen().await?;
    shared.wake_details.notify_waiters();
    shared.wake_details.notify_one();
    if long {
        pull.read_postings().await?;
        pull.deletions().await?;
        pull.ask_about_open_invitations().await?;
        rounds.long.done(now);
    }
    if slow {
        pull.let_go().await?;
    }
    shared.wake_time.notify_one();
    Ok(())
}

/// Notes, interviews and vendor answers, one candidate after the other.
pub(super) async fn read_details(shared: Arc<Shared>) {
    let mut failures = 0;
    loop {
        let result = tokio::select! {
            biased;
            () = shared.stop.cancelled() => return,
            result = shared.pull.read_next_detail() => result,
        };
        let pause = match result {
            Ok(true) => {
                failures = 0;
                shared.tell_news().await;
                continue;
            }
            // Woken by every round of reading; the timer only bounds a lost wake-up.
            Ok(false) => 5_000,
            Err(error) => positive(shared.failed(&mut failures, error)),
        };
        if !wait(&shared, pause, &shared.wake_details).await {
            return;
        }
    }
}

/// What people asked for. Not cut short by a shutdown once a write is on its way.
pub(super) async fn carry_out(shared: Arc<Shared>) {
    let mut stock_taken = false;
    let mut failures = 0;
    loop {
        if shared.stop.is_cancelled() {
            return;
        }
        if !stock_taken {
            match shared.push.take_stock().await {
                Ok(stopped) => {
                    stock_taken = true;
                    for intent in stopped {
                        shared.say(SyncEvent::Intent(intent));
                    }
                }
                Err(error) => {
                    let pause = positive(shared.failed(&mut failures, error));
                    if !wait(&shared, pause, &shared.wake_push).await {
                        return;
                    }
                    continue;
                }
            }
        }
        let (ran, result) = shared.push.run(&shared.stop).await;
        let moved = !ran.settled.is_empty();
        for intent in ran.settled {
            shared.say(SyncEvent::Intent(intent));
        }
        if moved {
            shared.tell_news().await;
            // The vendor answers within seconds: look soon.
            shared.wake_poll.notify_one();
        }
        let now = shared.clock.now_ms();
        let until_hold = ran
            .next_ms
            .map(|next| positive(next.saturating_sub(now)) + 5);
        if result.is_ok() {
            failures = 0;
        }
        let pause = match result {
            Ok(()) if ran.go_on => continue,
            Ok(()) if ran.look_again => LOOK_AGAIN_MS,
            Ok(()) => until_hold.unwrap_or(3_600_000),
            Err(error) => {
                let pause = positive(shared.failed(&mut failures, error));
                until_hold.map_or(pause, |hold| hold.min(pause))
            }
        };
        if !wait(&shared, pause, &shared.wake_push).await {
            return;
        }
    }
}

/// Notes that the program runs, so that a night's sleep is noticed by what carries out.
pub(super) async fn stay_awake(shared: Arc<Shared>) {
    let nobody = Notify::new();
    loop {
        if shared.push.awake.beat(shared.clock.now_ms()) {
            // Waits that were begun before the sleep say nothing any more: look at once.
            shared.wake_poll.notify_one();
            shared.wake_push.notify_one();
            shared.wake_details.notify_waiters();
            shared.wake_time.notify_one();
        }
        if !wait(&shared, BEAT_MS, &nobody).await {
            return;
        }
    }
}

/// Links that become overdue without a write.
pub(super) async fn pass_time(shared: Arc<Shared>) {
    let mut failures = 0;
    loop {
        let next = tokio::select! {
            biased;
            () = shared.stop.cancelled() => return,
            next = shared.pull.pass_time() => next,
        };
        shared.tell_news().await;
        if next.is_ok() {
            failures = 0;
        }
        let now = shared.clock.now_ms();
        let pause = match next {
            Ok(next) => look_again_ms(next, now),
            Err(error) => positive(shared.failed(&mut failures, error)),
        };
        if !wait(&shared, pause, &shared.wake_time).await {
            return;
        }
    }
}

/// When to look for overdue links again, ms: when the next one is due, and at most a minute later than now, since the
/// machine may have slept meanwhile. So what is overdue is known within a minute, whatever happens.
fn look_again_ms(next_ms: Option<i64>, now_ms: i64) -> u64 {
    next_ms.map_or(LOOK_AT_LEAST_MS, |at| {
        positive(at.saturating_sub(now_ms)).clamp(500, LOOK_AT_LEAST_MS)
    })
}

#[cfg(test)]
mod tests {
    use super::look_again_ms;

    #[test]
    fn what_is_overdue_is_known_within_a_minute() {
        assert_eq!(look_again_ms(None, 0), 60_000);
        assert_eq!(look_again_ms(Some(i64::MAX), -1), 60_000);
        assert_eq!(look_again_ms(Some(30_000), 0), 30_000);
        // Due already: soon, but never in a spin.
        assert_eq!(look_again_ms(Some(0), 30_000), 500);
    }
}
