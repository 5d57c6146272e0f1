//! Correcting an e-mail or a phone. The lists are replaced whole, so what a colleague changed meanwhile is read first.

use fulcrum_cache::desk::{ContactEdit, Intent};
use fulcrum_cache::{Cause, ContactPatch};
use fulcrum_domain::ids::ContactId;
use fulcrum_domain::model::Phone;
use fulcrum_lever::{Contact, ContactUpdate};

use super::{Push, StepEnd, after_write, outcome};
use crate::picture::rederive;
use crate::pull::PullError;

impl Push {
    pub(super) async fn put_contact(
        &self,
        intent: &Intent,
        index: usize,
        id: &ContactId,
        edit: &ContactEdit,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let lever = self.lever();
        let before = lever.contact(id).await?;
        if before.is_anonymized {
            return Ok(StepEnd::NeedsReview(outcome::ANONYMIZED));
        }
        if holds(&before, edit) {
            self.keep_contact(before).await?;
            return Ok(StepEnd::Done);
        }
        if tried {
            return Ok(StepEnd::NotHappened);
        }
        let Some(update) = update(&before, edit) else {
            self.keep_contact(before).await?;
            return Ok(StepEnd::NeedsReview(outcome::CHANGED));
        };
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        match lever.update_contact(id, &update, &self.seat).await {
            Ok(after) => {
                let kept = holds(&after, edit);
                self.keep_contact(after).await?;
                Ok(if kept {
                    StepEnd::Done
                } else {
                    StepEnd::NeedsReview(outcome::NOT_KEPT)
                })
            }
            Err(error) => after_write(error),
        }
    }

    async fn keep_contact(&self, contact: Contact) -> Result<(), PullError> {
        let rules = self.pull.rules();
        let now_ms = self.clock.now_ms();
        self.pull
            .cache
            .write(Cause::Push, move |tx| {
                let id = contact.id.clone();
                tx.apply_contact(
                    &ContactPatch {
                        contact: contact.id,
                        name: contact.name,
                        headline: contact.headline,
                        location: contact.location,
                        emails: contact.emails,
                        phones: contact.phones,
                        links: None,
                    },
                    now_ms,
                )?;
                for opportunity in tx.opportunities_of_contact(&id)? {
                    rederive(tx, &opportunity, &rules, false, now_ms)?;
                }
                Ok(())
            })
            .await?;
        Ok(())
    }
}

fn holds(contact: &Contact, edit: &ContactEdit) -> bool {
    match edit {
        ContactEdit::Email { to, .. } => contact.emails.contains(to),
        ContactEdit::Phone { to, .. } => contact.phones.iter().any(|phone| phone.value == *to),
    }
}

/// The lists with the edit applied; `None` when what was to be replaced is not there any more. The new e-mail or phone goes
/// first: vendors use the first one.
fn update(contact: &Contact, edit: &ContactEdit) -> Option<ContactUpdate> {
    let mut update = ContactUpdate::default();
    match edit {
        ContactEdit::Email { from, to } => {
            let mut emails = contact.emails.clone();
            match from {
                Some(from) => {
                    let place = emails.iter().position(|email| email == from)?;
                    to.clone_into(emails.get_mut(place)?);
                }
                None => emails.insert(0, to.clone()),
            }
            update.emails = Some(emails);
        }
        ContactEdit::Phone { from, to } => {
            let mut phones = contact.phones.clone();
            match from {
                Some(from) => {
                    let phone = phones.iter_mut().find(|phone| phone.value == *from)?;
                    to.clone_into(&mut phone.value);
                }
                None => phones.insert(
                    0,
                    Phone {
                        kind: Some("mobile".to_owned()),
                        value: to.clone(),
                    },
                ),
            }
            update.phones = Some(phones);
        }
    }
    Some(update)
}
