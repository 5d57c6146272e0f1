use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// ms since the Unix epoch; Lever's documentation shows some of them as strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ms(pub(crate) i64);

impl<'de> Deserialize<'de> for Ms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match &value {
            Value::Number(number) => number
                .as_i64()
                // Lossless for every time that fits: 2^53 ms is the year 287396.
                .or_else(|| number.as_f64().map(|float| float as i64)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
        .map(Self)
        .ok_or_else(|| D::Error::custom("not a time in ms"))
    }
}

/// An id, or the object it stands for when `expand` was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum IdOr<T> {
    /// The plain id.
    Id(String),
    /// The whole object.
    Object(T),
}

/// The part of an expanded object that is needed where only its id matters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct WithId {
    id: String,
}

/// A reference whose object form is of no interest.
pub(crate) type Reference = IdOr<WithId>;

impl IdOr<WithId> {
    pub(crate) fn into_id(self) -> String {
        match self {
            Self::Id(id) | Self::Object(WithId { id }) => id,
        }
    }
}

/// `null` counts as missing.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_as_numbers_and_as_strings() {
        for text in ["1782972986091", "\"1782972986091\"", "1782972986091.0"] {
            assert_eq!(
                serde_json::from_str::<Ms>(text).unwrap(),
                Ms(1_782_972_986_091),
                "{text}"
            );
        }
        for text in ["\"soon\"", "true", "{}", "null"] {
            assert!(serde_json::from_str::<Ms>(text).is_err(), "{text}");
        }
        assert_eq!(serde_json::from_str::<Option<Ms>>("null").unwrap(), None);
    }

    #[test]
    fn references_come_as_ids_and_as_objects() {
        for text in ["\"lead-new\"", r#"{"id":"lead-new","text":"New lead"}"#] {
            let reference: Reference = serde_json::from_str(text).unwrap();
            assert_eq!(reference.into_id(), "lead-new");
        }
    }
}
