//! The vendor whose experts hold interviews, as the stories look at it and play it: through the console, behind the
//! recruiter's back.

use reqwest::Method;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::sandbox::Sandbox;
use crate::wait;

impl Sandbox {
    /// Changes how the vendor behaves where its articles leave it open.
    ///
    /// # Errors
    /// [`Error::Console`] when there is no such switch.
    pub async fn set_experts(&self, switches: &Value) -> Result<()> {
        self.act("jobtwine/switches", switches).await.map(drop)
    }

    /// Tags a posting for the vendor, besides its other tags, lets the vendor see that, and enters the job's rounds there, each with a name and its
    /// minutes.
    ///
    /// # Errors
    /// [`Error::Console`] when there is no such posting.
    pub async fn share_posting(&self, posting: &str, rounds: &[(&str, u32)]) -> Result<()> {
        let held = self.lever(&format!("postings/{posting}")).await?;
        let mut tags: Vec<&str> = held
            .get("tags")
            .and_then(Value::as_array)
            .map(|tags| tags.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        tags.push("JobTwine");
        self.act(
            &format!("postings/{posting}/tags"),
            &json!({ "tags": tags }),
        )
        .await?;
        self.act("jobtwine/poll", &json!({})).await?;
        let rounds: Vec<Value> = rounds
            .iter()
            .map(|(name, minutes)| json!({ "name": name, "minutes": minutes }))
            .collect();
        let path = format!("jobtwine/jobs/{posting}/rounds");
        self.act(&path, &json!({ "rounds": rounds })).await?;
        Ok(())
    }

    /// Plays a part in the latest interview of a candidacy: `slots`, `claim`, `refuse`, `hold`, `feedback` and so on.
    ///
    /// # Errors
    /// [`Error::Console`] when the interview is not at that point.
    pub async fn expert(&self, opportunity: &str, action: &str, told: Value) -> Result<Value> {
        self.act(&format!("jobtwine/{opportunity}/{action}"), &told)
            .await
    }

    /// The vendor's hidden state of the latest interview of a candidacy.
    ///
    /// # Errors
    /// [`Error::Wrong`] while there is none.
    pub async fn expert_interview(&self, opportunity: &str) -> Result<Value> {
        let all = self.about("/jobtwine/interviews", opportunity).await?;
        all.last()
            .cloned()
            .ok_or_else(|| Error::Wrong(format!("the vendor knows no interview of {opportunity}")))
    }

    /// Waits until the vendor's hidden state of the latest interview is `state`.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with the state it stays in.
    pub async fn wait_for_expert(&self, opportunity: &str, state: &str) -> Result<Value> {
        wait::until(&format!("the vendor to have {state}"), async || {
            let interview = self.expert_interview(opportunity).await?;
            wait::hold(
                interview.get("state").is_some_and(|now| now == state),
                || format!("its state is {:?}", interview.get("state")),
            )?;
            Ok(interview)
        })
        .await
    }

    /// The vendor's mails to a candidate for one purpose (`invite`, `slots_again`, `scheduled` and so on), oldest first.
    ///
    /// # Errors
    /// [`Error::Console`] when it does not answer.
    pub async fn expert_mails(&self, opportunity: &str, purpose: &str) -> Result<Vec<Value>> {
        let mut mails = self.about("/jobtwine/outbox/mail", opportunity).await?;
        mails.retain(|mail| mail.get("purpose").is_some_and(|one| one == purpose));
        Ok(mails)
    }

    /// The texts of a candidacy's notes, as Lever has them now, newest first.
    ///
    /// # Errors
    /// [`Error::Console`] when there is no such candidacy.
    pub async fn notes_of(&self, opportunity: &str) -> Result<Vec<String>> {
        let path = format!("opportunities/{opportunity}/notes?limit=100");
        let notes = self.lever(&path).await?;
        let text = |note: &Value| {
            let text = note.pointer("/fields/0/value").and_then(Value::as_str);
            text.map(str::to_owned)
        };
        Ok(notes
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(text)
            .collect())
    }

    /// Somebody writes a note in Lever.
    ///
    /// # Errors
    /// [`Error::Console`] when Lever refuses.
    pub async fn write_note(&self, opportunity: &str, author: &str, text: &str) -> Result<()> {
        let path = format!("opportunities/{opportunity}/notes?perform_as={author}");
        self.ask_lever(Method::POST, &path, Some(&json!({ "value": text })))
            .await?;
        Ok(())
    }

    async fn about(&self, list: &str, opportunity: &str) -> Result<Vec<Value>> {
        let state = self.read("state.json").await?;
        let all = state.pointer(list).and_then(Value::as_array);
        let about = |item: &&Value| item.get("opportunity").is_some_and(|id| id == opportunity);
        Ok(all.into_iter().flatten().filter(about).cloned().collect())
    }
}
