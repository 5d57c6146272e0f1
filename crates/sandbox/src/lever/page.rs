//! Lists and their tokens: a keyset, not a snapshot. `next` names the *first record of the next page* (inclusive), is
//! already percent-encoded, and is absent on the last page.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::Serialize;
use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};

/// One component of a sort key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part<'a> {
    /// Ascending number.
    Up(f64),
    /// Descending number.
    Down(i64),
    /// Ascending text.
    Text(Cow<'a, str>),
}

impl<'a> Part<'a> {
    /// Ascending text.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    fn compare(&self, other: &Part<'_>) -> Ordering {
        match (self, other) {
            (Self::Up(a), Part::Up(b)) => a.total_cmp(b),
            (Self::Down(a), Part::Down(b)) => b.cmp(a),
            (Self::Text(a), Part::Text(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Up(number) if number.fract() == 0.0 => json!(*number as i64),
            Self::Up(number) => json!(number),
            Self::Down(number) => json!(number),
            Self::Text(text) => json!(text),
        }
    }

    /// A value of the same kind as `self`, read from a token.
    fn same_kind(&self, value: &Value) -> Option<Part<'static>> {
        match self {
            Self::Up(_) => value.as_f64().map(Part::Up),
            Self::Down(_) => value.as_i64().map(Part::Down),
            Self::Text(_) => value.as_str().map(|text| Part::text(text.to_owned())),
        }
    }
}

/// Where a record stands in its list.
pub(crate) type Key<'a, const N: usize> = [Part<'a>; N];

/// Compares two keys of one list.
fn compare<const N: usize>(a: &Key<'_, N>, b: &Key<'_, N>) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| a.compare(b))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The token that names the record at `key`.
fn token<const N: usize>(key: &Key<'_, N>) -> String {
    let plain = Value::Array(key.iter().map(Part::json).collect()).to_string();
    // As JavaScript's encodeURIComponent does, which is how recorded tokens look.
    url::form_urlencoded::byte_serialize(plain.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Reads a token (taken out of the query, that is decoded once); `like` is any key of the list. Clients pass the token through their
/// query encoder, or put it there as it is, so that it arrives
/// encoded once or not at all; both are accepted.
///
/// # Errors
/// 400 `Invalid offset token`.
fn read_token<const N: usize>(raw: &str, like: &Key<'_, N>) -> Result<Key<'static, N>, Refusal> {
    let decoded = percent_decoded(raw);
    let value: Value = serde_json::from_str(raw)
        .or_else(|_| serde_json::from_str(&decoded))
        .map_err(|_| invalid())?;
    let parts = value
        .as_array()
        .filter(|parts| parts.len() == like.len())
        .ok_or_else(invalid)?;
    let parts: Vec<Part<'static>> = like
        .iter()
        .zip(parts)
        .map(|(like, value)| like.same_kind(value).ok_or_else(invalid))
        .collect::<Result<_, _>>()?;
    parts.try_into().map_err(|_| invalid())
}

/// 400: what was sent as `offset` is no token.
pub(crate) fn invalid() -> Refusal {
    Refusal::bad("Invalid offset token")
}

fn percent_decoded(text: &str) -> String {
    // A literal plus must survive: form decoding would make it a blank.
    url::form_urlencoded::parse(format!("t={}", text.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Shape of the key of a list that is sorted newest first.
pub(crate) const NEWEST_FIRST: Key<'static, 2> = [Part::Down(0), Part::Text(Cow::Borrowed(""))];

/// Answers one page of `items`. `like` is any key of the list's shape: tokens are read against it.
///
/// # Errors
/// 400 for a bad `limit` or `offset`.
pub(crate) fn page<'k, T, S: Serialize, const N: usize>(
    call: &Call<'_>,
    like: &Key<'static, N>,
    items: impl Iterator<Item = (Key<'k, N>, T)>,
    mut show: impl FnMut(T) -> S,
) -> Result<Reply, Refusal> {
    let limit = limit(call)?;
    let from = first(call, like)?;
    let mut items: Vec<(Key<'k, N>, T)> = items
        .filter(|(key, _)| from.as_ref().is_none_or(|from| compare(key, from).is_ge()))
        .collect();
    // Only one page (and the record after it) needs to be in order.
    if items.len() > limit + 1 {
        items.select_nth_unstable_by(limit, |(a, _), (b, _)| compare(a, b));
        items.truncate(limit + 1);
    }
    items.sort_by(|(a, _), (b, _)| compare(a, b));
    let next = items.get(limit).map(|(key, _)| token(key));
    items.truncate(limit);
    let data: Vec<S> = items.into_iter().map(|(_, item)| show(item)).collect();
    Ok(Reply::Ok(match next {
        Some(next) => json!({ "data": data, "hasNext": true, "next": next }),
        None => json!({ "data": data, "hasNext": false }),
    }))
}

/// Answers one page of a list that is kept in order. `rows` finds at most so many rows from a key (inclusive) on.
///
/// # Errors
/// 400 for a bad `limit` or `offset`.
pub(crate) fn ordered_page<'k, T, S: Serialize, const N: usize>(
    call: &Call<'_>,
    like: &Key<'static, N>,
    rows: impl FnOnce(Option<Key<'static, N>>, usize) -> Vec<(Key<'k, N>, T)>,
    show: impl FnMut(T) -> S,
) -> Result<Reply, Refusal> {
    let from = first(call, like)?;
    let rows = rows(from, limit(call)? + 1);
    page(call, like, rows.into_iter(), show)
}

/// The key that the page begins with; none on the first page.
fn first<const N: usize>(
    call: &Call<'_>,
    like: &Key<'static, N>,
) -> Result<Option<Key<'static, N>>, Refusal> {
    call.query
        .one("offset")
        .filter(|offset| !offset.is_empty())
        .map(|offset| read_token(offset, like))
        .transpose()
}

fn limit(call: &Call<'_>) -> Result<usize, Refusal> {
    match call.query.one("limit") {
        None => Ok(100),
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=100).contains(limit))
            .ok_or_else(|| Refusal::malformed("limit")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Key, Part, compare, read_token, token};

    fn key() -> Key<'static, 3> {
        [
            Part::Up(1.0),
            Part::Down(1_779_397_451_223),
            Part::text("991d8354-02f4-4b11-a59a-052be21e46a1"),
        ]
    }

    #[test]
    fn the_recorded_token_is_written_and_read_encoded_once_and_not_at_all() {
        let written = token(&key());
        assert_eq!(
            written,
            "%5B1%2C1779397451223%2C%22991d8354-02f4-4b11-a59a-052be21e46a1%22%5D"
        );
        assert_eq!(read_token(&written, &key()).unwrap(), key());
        let bare = r#"[1,1779397451223,"991d8354-02f4-4b11-a59a-052be21e46a1"]"#;
        assert_eq!(read_token(bare, &key()).unwrap(), key());
    }

    proptest! {
        /// A token is read back as the very key it was made of, whatever the text in it.
        #[test]
        fn a_token_comes_back_whole(rank in 0_u32..1_000, half in any::<bool>(), at in 0_i64..4_000_000_000_000, text in ".*") {
            let rank = f64::from(rank) + if half { 0.5 } else { 0.0 };
            let key: Key<'_, 3> = [Part::Up(rank), Part::Down(at), Part::text(text)];
            let read = read_token(&token(&key), &key).unwrap();
            prop_assert_eq!(&read, &key);
            prop_assert!(compare(&read, &key).is_eq());
        }
    }

    #[test]
    fn fractional_ranks_survive() {
        let key: Key<'_, 3> = [Part::Up(105.5), Part::Down(5), Part::text("a+b")];
        assert_eq!(read_token(&token(&key), &key).unwrap(), key);
    }

    #[test]
    fn anything_else_is_an_invalid_offset_token() {
        for raw in [
            "",
            "x",
            "%5B",
            "[1,2]",
            r#"["a",2,"b"]"#,
            "0.1414895548650.a6070140",
        ] {
            let refusal = read_token(raw, &key()).unwrap_err();
            assert_eq!(
                (refusal.status, refusal.message.as_str()),
                (400, "Invalid offset token"),
                "{raw}"
            );
        }
    }
}
