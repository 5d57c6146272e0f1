//! What a route receives and what it answers.

use serde::Serialize;
use serde_json::{Value, json};

use crate::lever::form_data::FilePart;
use crate::settings::Switches;
use crate::world::World;
use crate::world::model::{Id, Ms};

/// One request, after authentication.
pub(crate) struct Call<'a> {
    /// Values of the `:name` segments, in order.
    pub(crate) path: Vec<String>,
    /// Decoded query.
    pub(crate) query: Query,
    /// Decoded body; null when there is none.
    pub(crate) body: Value,
    /// Files of a body in several parts.
    pub(crate) files: Vec<FilePart>,
    /// Virtual time.
    pub(crate) now: Ms,
    /// The acting user, known to exist.
    pub(crate) perform_as: Option<Id>,
    /// Whether the key or the grant may see confidential data.
    pub(crate) confidential: bool,
    /// The key or the application that calls.
    pub(crate) owner: &'a str,
    /// Where a real account may behave either way.
    pub(crate) switches: &'a Switches,
}

impl Call<'_> {
    /// The `place`-th `:name` segment.
    pub(crate) fn id(&self, place: usize) -> &str {
        self.path.get(place).map_or("", String::as_str)
    }

    /// A string array of the body.
    ///
    /// # Errors
    /// 400 when it is missing or of another type.
    pub(crate) fn strings(&self, key: &str) -> Result<Vec<String>, Refusal> {
        let items = self
            .body
            .get(key)
            .ok_or_else(|| Refusal::missing(key))?
            .as_array()
            .ok_or_else(|| Refusal::malformed(key))?;
        items
            .iter()
            .map(|item| {
                item.as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| Refusal::malformed(key))
            })
            .collect()
    }

    /// A string of the body, if sent.
    ///
    /// # Errors
    /// 400 when it is of another type.
    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, Refusal> {
        match self.body.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Refusal::malformed(key)),
        }
    }
}

/// A handler: a plain function over the locked world.
pub(crate) type Handler = fn(&mut World, &Call<'_>) -> Result<Reply, Refusal>;

/// A good answer.
#[derive(Debug)]
pub(crate) enum Reply {
    /// 200 with a body.
    Ok(Value),
    /// 201 with a body.
    Created(Value),
    /// 204.
    Gone,
    /// 200 with a file.
    File {
        /// Media type.
        kind: &'static str,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Reply {
    /// `{"data": …}`
    pub(crate) fn data(data: impl Serialize) -> Result<Self, Refusal> {
        Ok(Self::Ok(wrapped(data)))
    }

    /// `{"data": …}` with 201.
    pub(crate) fn created(data: impl Serialize) -> Result<Self, Refusal> {
        Ok(Self::Created(wrapped(data)))
    }
}

fn wrapped(data: impl Serialize) -> Value {
    json!({ "data": serde_json::to_value(data).unwrap_or(Value::Null) })
}

/// A refusal: `{"code", "message"}`.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// `Retry-After`, seconds.
    pub(crate) retry_after_s: Option<u64>,
}

impl Refusal {
    /// 404 `<collection> <id> was not found`.
    pub(crate) fn not_found(collection: &str, id: &str) -> Self {
        Self::new(
            404,
            "ResourceNotFound",
            format!("{collection} {id} was not found"),
        )
    }

    /// 400.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequestError", message.into())
    }

    /// 400 for a parameter that is needed.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::bad(format!("Missing required parameter: {parameter}"))
    }

    /// 400 for a parameter of a wrong type.
    pub(crate) fn malformed(parameter: &str) -> Self {
        Self::bad(format!("Invalid parameter: {parameter}"))
    }

    /// 401. The code is ours: no source shows Lever's.
    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::new(401, "Unauthorized", message.to_owned())
    }

    /// 403. The code is ours: no source shows Lever's.
    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(403, "Forbidden", message.to_owned())
    }

    pub(crate) fn new(status: u16, code: &'static str, message: String) -> Self {
        Self {
            status,
            code,
            message,
            retry_after_s: None,
        }
    }

    /// The body.
    pub(crate) fn body(&self) -> Value {
        json!({ "code": self.code, "message": self.message })
    }
}

/// The decoded query string; keys may repeat.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes `a=b&a=c`.
    pub(crate) fn parse(raw: &str) -> Self {
        Self(
            url::form_urlencoded::parse(raw.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The first value of a key.
    pub(crate) fn one(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a key.
    pub(crate) fn all(&self, key: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Milliseconds.
    ///
    /// # Errors
    /// 400 when it is no integer.
    pub(crate) fn ms(&self, key: &str) -> Result<Option<Ms>, Refusal> {
        self.one(key)
            .map(|value| value.parse().map_err(|_| Refusal::malformed(key)))
            .transpose()
    }

    /// `true` or `false`, in any case: a published connector that reads real accounts writes `True`.
    ///
    /// # Errors
    /// 400 when it is anything else.
    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, Refusal> {
        match self.one(key) {
            None => Ok(None),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(Refusal::malformed(key)),
        }
    }

    /// Moves the ends of every time window (`…_at_start`, `…_at_end`) by so many milliseconds.
    pub(crate) fn shift_windows(&mut self, ms: Ms) {
        for (name, value) in &mut self.0 {
            if (name.ends_with("_at_start") || name.ends_with("_at_end"))
                && let Ok(at) = value.parse::<Ms>()
            {
                *value = at.saturating_add(ms).to_string();
            }
        }
    }

    /// Whether any parameter of this kind was sent.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}
