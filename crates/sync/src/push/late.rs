//! Writes that may still be on their way. A request that was sent before a crash or a timeout can be carried out after the
//! look that did not find it; writing it again at once would then do it twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fulcrum_domain::ids::IntentId;

/// So long after the first vain look a write may still arrive, ms: longer than a request is waited for.
const ON_ITS_WAY_MS: i64 = 60_000;

/// Per intent, until when its write may still arrive, ms. Kept in memory: after a restart it is waited anew.
#[derive(Default)]
pub(crate) struct Late(Mutex<BTreeMap<IntentId, i64>>);

impl Late {
    /// Until when to leave a write alone that was looked for in vain before, ms; `None` when a look is due.
    pub(super) fn wait_until(&self, id: &IntentId, now_ms: i64) -> Option<i64> {
        let until = self.lock().get(id).copied()?;
        // A clock that was set back must not make it longer.
        (now_ms < until && until <= now_ms.saturating_add(ON_ITS_WAY_MS)).then_some(until)
    }

    /// A look was in vain: when to look for the last time, ms; `None` when that was it.
    pub(super) fn in_vain(&self, id: &IntentId, now_ms: i64) -> Option<i64> {
        let mut all = self.lock();
        match all.remove(id) {
            Some(_) => None,
            None => {
                let until = now_ms.saturating_add(ON_ITS_WAY_MS);
                all.insert(id.clone(), until);
                Some(until)
            }
        }
    }

    /// It was found, or is not waited for any more.
    pub(super) fn forget(&self, id: &IntentId) {
        self.lock().remove(id);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<IntentId, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_is_given_up_at_the_second_vain_look_a_minute_later() {
        let late = Late::default();
        let id = IntentId::from("note");
        assert_eq!(late.wait_until(&id, 0), None);
        assert_eq!(late.in_vain(&id, 0), Some(60_000));
        assert_eq!(late.wait_until(&id, 59_999), Some(60_000));
        assert_eq!(late.wait_until(&id, 60_000), None);
        assert_eq!(late.in_vain(&id, 60_000), None);
        // What is written again and lost again is waited for again.
        assert_eq!(late.in_vain(&id, 61_000), Some(121_000));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nothing_longer() {
        let late = Late::default();
        let id = IntentId::from("note");
        late.in_vain(&id, 10_000_000);
        assert_eq!(late.wait_until(&id, 0), None);
    }
}
