//! How old an `offset` is, for accounts where tokens go stale.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::lever::call::{Query, Refusal};
use crate::lever::intake::unescaped;
use crate::lever::page;
use crate::world::model::Ms;

/// Tokens handed out, with the virtual time at which each was last given.
#[derive(Default)]
pub(crate) struct Offsets(Mutex<BTreeMap<String, Ms>>);

impl Offsets {
    /// Whether the `offset` of a request, if there is one, was handed out within the last `life` virtual milliseconds.
    ///
    /// # Errors
    /// 400 `Invalid offset token`.
    pub(crate) fn check(&self, query: &Query, now: Ms, life: Ms) -> Result<(), Refusal> {
        let Some(offset) = query.one("offset").filter(|offset| !offset.is_empty()) else {
            return Ok(());
        };
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match given.get(&plain(offset)) {
            Some(at) if now - at <= life => Ok(()),
            _ => Err(page::invalid()),
        }
    }

    /// Notes the token of an answer, if it has one.
    pub(crate) fn note(&self, answer: &Value, now: Ms, life: Ms) {
        let Some(next) = answer.get("next").and_then(Value::as_str) else {
            return;
        };
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|_, at| now - *at <= life);
        given.insert(plain(next), now);
    }
}

/// Clients send a token encoded once or twice; it is one token.
fn plain(token: &str) -> String {
    if token.starts_with('[') {
        token.to_owned()
    } else {
        unescaped(token).unwrap_or_else(|| token.to_owned())
    }
}
