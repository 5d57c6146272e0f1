use fulcrum_domain::ids::{ContactId, UserId};
use fulcrum_domain::model::Phone;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::{Lever, endpoints};
use crate::error::LeverError;
use crate::wire::{Contact, ContactBody};

/// What to change on a person. `None` is not sent and stays as it is (recorded so).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactUpdate {
    /// All e-mails, in order.
    pub emails: Option<Vec<String>>,
    /// All phones, in order.
    pub phones: Option<Vec<Phone>>,
}

impl Lever {
    /// A person, as shared by all of the person's opportunities.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn contact(&self, id: &ContactId) -> Result<Contact, LeverError> {
        let call = Call::new(endpoints::CONTACT, &[id.as_str()]);
        Ok(self.one::<ContactBody>(call).await?.into())
    }

    /// Replaces e-mails or phones. Read first: the lists are replaced whole.
    ///
    /// # Errors
    /// [`Code::Refused`](crate::Code::Refused) for anonymised people.
    pub async fn update_contact(
        &self,
        id: &ContactId,
        update: &ContactUpdate,
        perform_as: &UserId,
    ) -> Result<Contact, LeverError> {
        let mut body = Map::new();
        if let Some(emails) = &update.emails {
            body.insert("emails".to_owned(), json!(emails));
        }
        if let Some(phones) = &update.phones {
            let phones: Vec<Value> = phones.iter().map(phone_body).collect();
            body.insert("phones".to_owned(), Value::Array(phones));
        }
        let call = Call::new(endpoints::UPDATE_CONTACT, &[id.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(Value::Object(body));
        Ok(self.one::<ContactBody>(call).await?.into())
    }
}

pub(super) fn phone_body(phone: &Phone) -> Value {
    match &phone.kind {
        Some(kind) => json!({ "type": kind, "value": phone.value }),
        None => json!({ "value": phone.value }),
    }
}
