//! What the vendor writes into Lever, so that a lost answer neither loses a write nor doubles a note.

use reqwest::Method;
use serde_json::{Value, json};

use super::MyInterview;
use crate::partner::lever_side::{REPEATS, Refused};

impl MyInterview {
    /// Adds (`addTags`) or removes (`removeTags`) one status tag, as the vendor's Lever user.
    pub(super) async fn tag(
        &self,
        verb: &str,
        opportunity: &str,
        tag: &str,
    ) -> Result<(), Refused> {
        self.put(opportunity, verb, &json!({ "tags": [tag] })).await
    }

    /// Adds a link to the contact, as the vendor's Lever user.
    pub(super) async fn link(&self, opportunity: &str, link: &str) -> Result<(), Refused> {
        self.put(opportunity, "addLinks", &json!({ "links": [link] }))
            .await
    }

    /// A write that does no harm when it is done twice.
    async fn put(&self, opportunity: &str, verb: &str, body: &Value) -> Result<(), Refused> {
        let query = [("perform_as", self.start.note_author.as_str())];
        let path = ["opportunities", opportunity, verb];
        let mut repeats = 0;
        loop {
            match self
                .lever
                .call(Method::POST, &path, &query, Some(body))
                .await
            {
                Err(Refused::Unknown) if repeats < REPEATS => repeats += 1,
                answer => return self.heard(answer).map(|_| ()),
            }
        }
    }

    /// As [`note`](Self::note), after a try whose outcome is unknown: written only where it is not there yet.
    pub(super) async fn note_once(&self, opportunity: &str, text: &str) -> Result<(), Refused> {
        let path = ["opportunities", opportunity, "notes"];
        let notes = self.lever.call(Method::GET, &path, &[], None).await;
        let notes = self.heard(notes)?;
        let mut texts = notes
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|note| note.pointer("/fields/0/value")?.as_str());
        if texts.any(|there| there == text) {
            return Ok(());
        }
        self.note(opportunity, text).await
    }

    /// Writes a note; as the vendor's Lever user unless that is switched off.
    pub(super) async fn note(&self, opportunity: &str, text: &str) -> Result<(), Refused> {
        let author = self.start.note_author.as_str();
        let author = self.switches().note_author.then_some(author);
        let written = self.lever.note(opportunity, text, author).await;
        self.heard(written)
    }
}
