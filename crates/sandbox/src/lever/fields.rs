//! Typed reads of a JSON object.

use serde_json::{Map, Value};

use crate::lever::call::Refusal;
use crate::world::World;
use crate::world::model::{Id, Ms};

/// Times and durations stay within what a date can be.
const LARGEST: i64 = 8_640_000_000_000_000;

/// An object of a body.
pub(crate) struct Fields<'a>(Option<&'a Map<String, Value>>);

impl<'a> Fields<'a> {
    /// Reads `value`; nothing sent is an empty object.
    ///
    /// # Errors
    /// 400 when it is no object.
    pub(crate) fn of(value: &'a Value) -> Result<Self, Refusal> {
        match value {
            Value::Null => Ok(Self(None)),
            Value::Object(map) => Ok(Self(Some(map))),
            _ => Err(Refusal::bad("The body must be a JSON object")),
        }
    }

    /// Whether the key was sent at all, be it with null.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.is_some_and(|map| map.contains_key(key))
    }

    /// The value of a key; null counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.0?.get(key).filter(|value| !value.is_null())
    }

    fn read<T>(
        &self,
        key: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        self.get(key)
            .map(|value| read(value).ok_or_else(|| Refusal::malformed(key)))
            .transpose()
    }

    /// Text.
    ///
    /// # Errors
    /// 400 when it is of another type.
    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, Refusal> {
        self.read(key, |value| value.as_str().map(str::to_owned))
    }

    /// Text that must be there.
    ///
    /// # Errors
    /// 400 when it is missing or of another type.
    pub(crate) fn need(&self, key: &str) -> Result<String, Refusal> {
        self.text(key)?.ok_or_else(|| Refusal::missing(key))
    }

    /// A whole number.
    ///
    /// # Errors
    /// 400 when it is of another type or absurdly large.
    pub(crate) fn whole(&self, key: &str) -> Result<Option<i64>, Refusal> {
        self.read(key, |value| {
            value
                .as_i64()
                .filter(|number| (-LARGEST..=LARGEST).contains(number))
        })
    }

    /// A time that is not in the future.
    ///
    /// # Errors
    /// 400 otherwise.
    pub(crate) fn past(&self, key: &str, now: Ms) -> Result<Option<Ms>, Refusal> {
        match self.whole(key)? {
            Some(at) if !(0..=now).contains(&at) => Err(Refusal::malformed(key)),
            at => Ok(at),
        }
    }

    /// A boolean.
    ///
    /// # Errors
    /// 400 when it is of another type.
    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, Refusal> {
        self.read(key, Value::as_bool)
    }

    /// A list.
    ///
    /// # Errors
    /// 400 when it is of another type.
    pub(crate) fn list(&self, key: &str) -> Result<Option<&'a Vec<Value>>, Refusal> {
        self.read(key, Value::as_array)
    }

    /// A list of texts.
    ///
    /// # Errors
    /// 400 when it or one of its elements is of another type.
    pub(crate) fn strings(&self, key: &str) -> Result<Option<Vec<String>>, Refusal> {
        let texts = |items: &Vec<Value>| -> Option<Vec<String>> {
            items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect()
        };
        self.read(key, |value| value.as_array().and_then(texts))
    }

    /// An object.
    ///
    /// # Errors
    /// 400 when it is of another type.
    pub(crate) fn object(&self, key: &str) -> Result<Option<Fields<'a>>, Refusal> {
        self.read(key, |value| value.as_object().map(|map| Fields(Some(map))))
    }

    /// The id of a user who exists.
    ///
    /// # Errors
    /// 400 when it is no text, 404 when there is no such user.
    pub(crate) fn user(&self, key: &str, world: &World) -> Result<Option<Id>, Refusal> {
        match self.text(key)? {
            Some(id) if world.user(&id).is_none() => Err(Refusal::not_found("users", &id)),
            id => Ok(id),
        }
    }
}
