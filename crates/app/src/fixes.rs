//! Fixes that contact nobody: a posting's tag, an e-mail, a phone. The person waits for the answer.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{
    Base, Change, ContactEdit, Intent, IntentKind, IntentState, Step, StepKind,
};
use fulcrum_domain::contact::{international, plausible_email};
use fulcrum_domain::ids::{OpportunityId, PostingId};
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::tags::TagEdit;

use crate::app::App;
use crate::dock::why;
use crate::failure;
use crate::moves::new_id;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::setup::write_one;
use crate::view::Problem;

/// Longest tag, e-mail or phone that is sent.
const LONGEST: usize = 254;

impl App {
    /// Replaces one tag of a posting, or adds one with `from` absent. As [`App::mend_posting`], which writes it.
    ///
    /// # Errors
    /// `Conflict` when the posting has changed; `MissingPermission`; `NotFound`; what keeps Lever from answering.
    pub async fn fix_posting_tag(
        &self,
        posting: &PostingId,
        from: Option<&str>,
        to: &str,
    ) -> Result<(), Problem> {
        let ready = self.editor()?;
        if to.trim().is_empty() || to.len() > LONGEST || to.contains(['\n', '\r']) {
            return Err(Trouble::BadInput {
                why: "A tag is one line of text.",
            }
            .into());
        }
        let edit = TagEdit::replace(from, to);
        write_one(&ready, posting, Change::Edit { edit }, None).await
    }

    /// Puts this e-mail first on the contact; a stored one that is no address is replaced.
    ///
    /// # Errors
    /// `BadInput` when it is no address; otherwise as [`App::fix_posting_tag`].
    pub async fn set_email(&self, id: &OpportunityId, email: &str) -> Result<(), Problem> {
        let ready = self.writer()?;
        let email = email.trim();
        if email.len() > LONGEST || !plausible_email(email) {
            return Err(Trouble::BadInput {
                why: "An e-mail address has a name, an @ and a domain with a dot.",
            }
            .into());
        }
        let candidate = held(&ready, id).await?;
        let from = candidate
            .emails
            .iter()
            .find(|stored| !plausible_email(stored))
            .cloned();
        let edit = ContactEdit::Email {
            from,
            to: email.to_owned(),
        };
        put_contact(&ready, &candidate, edit).await
    }

    /// Replaces the contact's first phone that is not in full international format, or adds this one.
    ///
    /// # Errors
    /// `BadInput` when it holds no number; otherwise as [`App::fix_posting_tag`].
    pub async fn set_phone(&self, id: &OpportunityId, phone: &str) -> Result<(), Problem> {
        let ready = self.writer()?;
        let phone = phone.trim();
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        if phone.len() > 40 || digits < 5 || phone.contains(['\n', '\r']) {
            return Err(Trouble::BadInput {
                why: "A phone number has at least five digits.",
            }
            .into());
        }
        let candidate = held(&ready, id).await?;
        let from = candidate
            .phones
            .iter()
            .map(|stored| stored.value.clone())
            .find(|stored| !international(stored));
        let edit = ContactEdit::Phone {
            from,
            to: phone.to_owned(),
        };
        put_contact(&ready, &candidate, edit).await
    }
}

async fn held(ready: &Ready, id: &OpportunityId) -> Result<Opportunity, Problem> {
    let id = id.clone();
    ready
        .cache
        .read(move |tx| tx.opportunity(&id))
        .await
        .map_err(failure::cache)?
        .ok_or_else(|| Trouble::NotFound { what: "candidate" }.into())
}

async fn put_contact(
    ready: &Ready,
    candidate: &Opportunity,
    edit: ContactEdit,
) -> Result<(), Problem> {
    let step = StepKind::PutContact {
        contact: candidate.contact.clone(),
        edit,
    };
    let intent = fix(ready, candidate, IntentKind::Contact, step)?;
    carry_out(ready, intent).await
}

fn fix(
    ready: &Ready,
    candidate: &Opportunity,
    kind: IntentKind,
    step: StepKind,
) -> Result<Intent, Problem> {
    Ok(Intent {
        id: new_id()?,
        kind,
        opportunity: candidate.id.clone(),
        posting: None,
        steps: vec![Step::waiting(step)],
        base: Base {
            stage: candidate.stage.clone(),
            last_advanced_at_ms: candidate.last_advanced_at_ms,
        },
        created_at_ms: ready.now_ms(),
        hold_until_ms: None,
        valid_until_ms: None,
        contacts_candidate: false,
        overridden: Vec::new(),
        state: IntentState::Open,
        outcome: None,
    })
}

/// Carries it out while the person waits. What could not be tried is let go: nobody should find a posting changed hours
/// later.
async fn carry_out(ready: &Ready, intent: Intent) -> Result<(), Problem> {
    let id = intent.id.clone();
    ready
        .desk
        .write(Cause::Person, move |tx| tx.insert_intent(&intent))
        .await
        .map_err(failure::desk)?;
    let let_go = async |state: IntentState| {
        let id = id.clone();
        ready
            .desk
            .write(Cause::Person, move |tx| tx.close_intent(&id, state, None))
            .await
            .map_err(failure::desk)
    };
    match ready.engine.carry_out(&id).await {
        Ok(Some(done)) if done.state == IntentState::Done => Ok(()),
        Ok(Some(done)) if done.state == IntentState::NeedsReview => {
            let_go(IntentState::Failed).await?;
            Err(why(&done, "the value shown here", None).into())
        }
        // Handed to Lever, and no answer: the engine looks until it knows.
        Ok(_) => Err(Trouble::Unreachable {
            host: ready.host.clone(),
        }
        .into()),
        Err(trouble) => {
            let_go(IntentState::Cancelled).await?;
            Err(failure::sync(&trouble, &ready.host).into())
        }
    }
}
