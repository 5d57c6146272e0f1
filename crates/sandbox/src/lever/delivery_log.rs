//! What was sent to webhooks, and what became of it: the last thousand of the last two weeks, as Lever's settings show them.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use crate::world::model::{Id, Ms};

/// How many are kept.
pub(crate) const KEPT: usize = 1_000;
/// How long: two weeks, virtual milliseconds.
pub(crate) const KEPT_MS: Ms = 14 * 86_400_000;

/// One delivery and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// Also the `id` of the body.
    pub id: Id,
    /// Webhook id.
    pub webhook: Id,
    /// Event.
    pub event: String,
    /// Receiver.
    pub url: String,
    /// Virtual time.
    pub triggered_at: Ms,
    /// `data` of the body.
    pub data: Value,
    /// Status of each attempt; 0 when nobody answered.
    pub attempts: Vec<u16>,
    /// Virtual time at which each attempt ended.
    pub attempted_at: Vec<Ms>,
    /// `pending`, `delivered`, `failed`, or `lost` where that was planned.
    pub state: &'static str,
}

/// The log, oldest first, with the bodies for a rerun.
#[derive(Default)]
pub(crate) struct DeliveryLog(VecDeque<(Delivery, Value)>);

impl DeliveryLog {
    /// Keeps one.
    pub(crate) fn keep(&mut self, delivery: Delivery, body: Value, now: Ms) {
        self.0.push_back((delivery, body));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
        self.forget(now);
    }

    fn forget(&mut self, now: Ms) {
        self.0
            .retain(|(delivery, _)| now - delivery.triggered_at <= KEPT_MS);
    }

    /// Notes an attempt. What was delivered once stays delivered.
    pub(crate) fn note(&mut self, id: &str, status: u16, state: &'static str, now: Ms) {
        let found = self.0.iter_mut().rev().find(|(one, _)| one.id == id);
        if let Some((delivery, _)) = found {
            delivery.attempts.push(status);
            delivery.attempted_at.push(now);
            if delivery.state != "delivered" {
                delivery.state = state;
            }
        }
    }

    /// All that are kept, oldest first.
    pub(crate) fn all(&mut self, now: Ms) -> Vec<Delivery> {
        self.forget(now);
        self.0
            .iter()
            .map(|(delivery, _)| delivery.clone())
            .collect()
    }

    /// Receiver and body of one, for a rerun.
    pub(crate) fn again(&mut self, id: &str, now: Ms) -> Option<(String, Value)> {
        self.forget(now);
        let (delivery, body) = self.0.iter().find(|(one, _)| one.id == id)?;
        Some((delivery.url.clone(), body.clone()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Delivery, DeliveryLog, KEPT, KEPT_MS};

    fn one(number: usize, at: i64) -> Delivery {
        Delivery {
            id: number.to_string(),
            webhook: "w".to_owned(),
            event: "candidateHired".to_owned(),
            url: "https://example.com".to_owned(),
            triggered_at: at,
            data: json!({}),
            attempts: Vec::new(),
            attempted_at: Vec::new(),
            state: "pending",
        }
    }

    #[test]
    fn the_thousand_and_first_pushes_out_the_first() {
        let mut log = DeliveryLog::default();
        for number in 0..=KEPT {
            log.keep(one(number, 5), Value::Null, 5);
        }
        let all = log.all(5);
        assert_eq!((all.len(), all[0].id.as_str()), (1_000, "1"));
        assert!(log.again("0", 5).is_none());
        assert!(log.again("1000", 5).is_some());
    }

    #[test]
    fn two_weeks_are_kept_and_not_a_moment_more() {
        let mut log = DeliveryLog::default();
        log.keep(one(1, 0), Value::Null, 0);
        assert_eq!(log.all(KEPT_MS).len(), 1);
        assert_eq!(log.all(KEPT_MS + 1).len(), 0);
    }

    #[test]
    fn what_was_delivered_stays_delivered() {
        let mut log = DeliveryLog::default();
        log.keep(one(1, 0), Value::Null, 0);
        log.note("1", 500, "pending", 10);
        log.note("1", 200, "delivered", 20);
        log.note("1", 500, "failed", 30);
        let all = log.all(30);
        assert_eq!(all[0].attempts, [500, 200, 500]);
        assert_eq!(all[0].attempted_at, [10, 20, 30]);
        assert_eq!(all[0].state, "delivered");
    }
}
