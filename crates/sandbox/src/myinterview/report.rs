//! The completion webhook of the vendor's own API: a POST to one registered address. Only "a POST on video completion" and
//! the echoed job are documented; the rest of the body is ours.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use url::Url;

use super::MyInterview;
use super::envelope::Refusal;
use super::interview::Interview;
use super::rest::{Sent, Terms, Vendor, field, object};

/// PUT: `{url}`; an empty one takes the address away. HTTPS, or plain HTTP on the loopback address of a training machine.
pub(super) async fn set_webhook(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    sent: Sent,
) -> Response {
    let kept = object(sent).and_then(|body| {
        let url = field(&body, "url");
        if !url.is_empty() && !reachable(url) {
            return Err(Refusal::Invalid(vec![("url", "must be an https address")]));
        }
        let url = (!url.is_empty()).then(|| url.to_owned());
        vendor.store(&terms, |ledger| ledger.webhook.clone_from(&url));
        Ok(json!({ "url": url }))
    });
    vendor.answer(kept)
}

fn reachable(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| {
        url.scheme() == "https"
            || (url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "localhost")))
    })
}

impl MyInterview {
    /// Tells the registered address that an interview was handed in, as often as the switch says.
    pub(super) fn report(self: &Arc<Self>, interview: &Interview) {
        let Some(url) = self.ledger().webhook.clone() else {
            return;
        };
        let body: Value = json!({
            "event": "video.completed",
            "jobID": interview.job,
            "candidate": {
                "candidate_id": interview.id,
                "email": interview.mail,
                "username": interview.candidate,
            },
            "video": interview.video,
            "time": interview.completed_at.unwrap_or_default() / 1_000,
        });
        let (http, sends) = (self.http.clone(), self.switches().webhook_sends);
        self.spawn(async move {
            for _ in 0..sends {
                // Nobody repeats what did not arrive: no such rule is documented.
                let _ = http.post(&url).json(&body).send().await;
            }
        });
    }
}
