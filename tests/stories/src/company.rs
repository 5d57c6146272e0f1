//! The invented company as the stories look at it: Lever through its own API, the vendor's hidden state and the outboxes
//! through the console. Independent of the app, so that what the window says can be compared.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::sandbox::Sandbox;
use crate::wait;

/// Somebody a story adds to the company.
#[derive(Clone, Debug)]
pub struct Person<'a> {
    /// Whole name.
    pub name: &'a str,
    /// Address; `None`: none on file.
    pub email: Option<&'a str>,
    /// Telephone number as typed; `None`: none on file.
    pub phone: Option<&'a str>,
    /// Posting's id.
    pub posting: &'a str,
    /// Stage's id.
    pub stage: &'a str,
}

impl Sandbox {
    /// Reads a list of Lever's Data API with the sandbox's own key.
    ///
    /// # Errors
    /// [`Error::Console`] when it does not answer.
    pub async fn lever(&self, path: &str) -> Result<Value> {
        let mut body = self.ask_lever(Method::GET, path, None).await?;
        Ok(body.get_mut("data").map(Value::take).unwrap_or_default())
    }

    /// Asks Lever's Data API with the sandbox's own key; returns the whole answer. The app asks with the same key, and
    /// the rate is the key's: who is told "too many" waits and asks again, as any other good guest of the account does.
    ///
    /// # Errors
    /// [`Error::Console`] when Lever does not answer or refuses; [`Error::NotSeen`] when it never has room.
    pub async fn ask_lever(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value> {
        let address = format!("{}/{path}", self.fact("/api_base")?);
        let key = self.fact("/api_key")?;
        let client = reqwest::Client::new();
        let room = format!("Lever to have room for {path}");
        let answer = wait::until(&room, async || {
            let mut request = client.request(method.clone(), &address);
            if let Some(body) = body {
                request = request.json(body);
            }
            let answer = request.basic_auth(key, Some("")).send().await;
            let full = |answer: &Response| answer.status() == StatusCode::TOO_MANY_REQUESTS;
            wait::hold(!answer.as_ref().is_ok_and(full), || {
                "Lever says that there are too many requests".to_owned()
            })?;
            Ok(answer)
        })
        .await??;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// A stage's id by its name.
    ///
    /// # Errors
    /// [`Error::Wrong`] when there is no such stage.
    pub async fn stage(&self, name: &str) -> Result<String> {
        let stages = self.lever("stages").await?;
        let found = list(&stages)
            .iter()
            .find(|stage| stage.get("text").is_some_and(|text| text == name));
        text(found, "/id").ok_or_else(|| Error::Wrong(format!("the company has no stage {name}")))
    }

    /// The id of the first posting with that title.
    ///
    /// # Errors
    /// [`Error::Wrong`] when there is none.
    pub async fn posting(&self, title: &str) -> Result<String> {
        let postings = self.lever("postings?limit=100").await?;
        let found = list(&postings)
            .iter()
            .find(|posting| posting.get("text").is_some_and(|text| text == title));
        text(found, "/id")
            .ok_or_else(|| Error::Wrong(format!("the company has no posting {title}")))
    }

    /// A candidacy's tags, as Lever has them now.
    ///
    /// # Errors
    /// [`Error::Console`] when there is no such candidacy.
    pub async fn tags_of(&self, opportunity: &str) -> Result<Vec<String>> {
        let found = self.lever(&format!("opportunities/{opportunity}")).await?;
        let tags = found.get("tags").map(list).unwrap_or_default();
        Ok(tags
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    }

    /// The stage a candidacy is in, as Lever has it now.
    ///
    /// # Errors
    /// [`Error::Wrong`] when Lever's answer has none.
    pub async fn stage_of(&self, opportunity: &str) -> Result<String> {
        let found = self.lever(&format!("opportunities/{opportunity}")).await?;
        text(Some(&found), "/stage")
            .ok_or_else(|| Error::Wrong(format!("opportunity {opportunity} has no stage")))
    }

    /// Adds somebody, owned by the recruiter of the demo's seat; returns the opportunity's id.
    ///
    /// # Errors
    /// [`Error::Console`] when the console refuses.
    pub async fn add(&self, person: &Person<'_>) -> Result<String> {
        let phones: Vec<Value> = person
            .phone
            .iter()
            .map(|value| json!({ "type": "mobile", "value": value }))
            .collect();
        let body = json!({
            "name": person.name,
            "emails": person.email.iter().collect::<Vec<_>>(),
            "phones": phones,
            "posting": person.posting,
            "stage": person.stage,
            "owner": self.fact("/seat/user_id")?,
        });
        let added = self.act("opportunities", &body).await?;
        text(Some(&added), "/id")
            .ok_or_else(|| Error::Wrong(format!("the console answered without an id: {added}")))
    }

    /// The vendor's hidden state of the latest attempt at a candidacy.
    ///
    /// # Errors
    /// [`Error::Wrong`] while there is none.
    pub async fn interview(&self, opportunity: &str) -> Result<Value> {
        let state = self.read("state.json").await?;
        let interviews = state
            .pointer("/myinterview/interviews")
            .map(list)
            .unwrap_or_default();
        let found = interviews
            .iter()
            .rfind(|interview| about(interview, opportunity))
            .cloned();
        found.ok_or_else(|| Error::Wrong(format!("the vendor knows no interview of {opportunity}")))
    }

    /// Messages of one kind (`mail` or `sms`) that invited a candidate, oldest first.
    ///
    /// # Errors
    /// [`Error::Console`] when it does not answer.
    pub async fn invitations(&self, kind: &str, opportunity: &str) -> Result<Vec<Value>> {
        let state = self.read("state.json").await?;
        let all = state
            .pointer(&format!("/myinterview/outbox/{kind}"))
            .map(list)
            .unwrap_or_default();
        let invites = all.iter().filter(|message| {
            about(message, opportunity) && message.get("purpose").is_some_and(|p| p == "invite")
        });
        Ok(invites.cloned().collect())
    }

    /// Every request to Lever that wrote something below a path, oldest first.
    ///
    /// # Errors
    /// [`Error::Console`] when it does not answer.
    pub async fn writes(&self, path_part: &str) -> Result<Vec<Value>> {
        let log = self.read("requests.json").await?;
        let all = log
            .as_array()
            .or_else(|| log.get("requests").and_then(Value::as_array))
            .cloned()
            .unwrap_or_default();
        let wrote = |request: &Value| {
            request.get("method").is_some_and(|method| method != "GET")
                && text(Some(request), "/path").is_some_and(|path| path.contains(path_part))
        };
        Ok(all.into_iter().filter(wrote).collect())
    }

    /// The candidate hands the interview in.
    ///
    /// # Errors
    /// [`Error::Console`] when there is no open invitation.
    pub async fn complete(&self, opportunity: &str) -> Result<Value> {
        self.act(&format!("myinterview/{opportunity}/complete"), &json!({}))
            .await
    }

    /// Changes how the vendor behaves where its articles leave it open.
    ///
    /// # Errors
    /// [`Error::Console`] when there is no such switch.
    pub async fn set_vendor(&self, switches: &Value) -> Result<()> {
        let address = format!("{}/switches", self.fact("/myinterview/base")?);
        reqwest::Client::new()
            .post(address)
            .json(switches)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }

    /// How many interviews are in a state, over the whole company.
    ///
    /// # Errors
    /// [`Error::Console`] when it does not answer.
    pub async fn interviews_in(&self, state: &str) -> Result<usize> {
        let all = self.read("state.json").await?;
        let interviews = all
            .pointer("/myinterview/interviews")
            .map(list)
            .unwrap_or_default();
        Ok(interviews
            .iter()
            .filter(|one| one.get("state").is_some_and(|now| now == state))
            .count())
    }

    /// Waits until the vendor's hidden state of a candidacy is `state`.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with the state it stays in.
    pub async fn wait_for_interview(&self, opportunity: &str, state: &str) -> Result<Value> {
        wait::until(&format!("the vendor to have {state}"), async || {
            let interview = self.interview(opportunity).await?;
            wait::hold(
                interview.get("state").is_some_and(|now| now == state),
                || format!("its state is {:?}", interview.get("state")),
            )?;
            Ok(interview)
        })
        .await
    }
}

fn about(item: &Value, opportunity: &str) -> bool {
    item.get("opportunity").is_some_and(|id| id == opportunity)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[][..], Vec::as_slice)
}

fn text(value: Option<&Value>, pointer: &str) -> Option<String> {
    value
        .and_then(|value| value.pointer(pointer))
        .and_then(Value::as_str)
        .map(str::to_owned)
}
