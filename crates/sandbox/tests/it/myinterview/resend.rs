//! M14: out of the trigger stage and back in.

use serde_json::json;

use super::bench::{Bench, PATIENCE};

async fn again(bench: &Bench, id: &str) {
    bench.leave(id).await;
    bench.enter(id).await;
}

async fn until_sent(bench: &Bench, id: &str, times: u64) {
    for _ in 0..PATIENCE {
        if bench
            .attempts(id)
            .await
            .last()
            .is_some_and(|attempt| attempt["sent"] == times)
        {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("not sent {times} times: {:?}", bench.attempts(id).await);
}

/// After a failure that was repaired, the candidate is invited, once.
#[tokio::test]
async fn a_repaired_failure_is_invited() {
    let bench = Bench::start().await;
    bench.tag_posting(&["myInterview:lever demo"]).await;
    let id = bench.reachable().await;
    bench.enter(&id).await;
    bench.until(&id, "failed").await;
    bench.tag_posting(&["myInterview:Lever Demo"]).await;
    again(&bench, &id).await;
    let attempt = bench.until(&id, "invited").await;
    assert_eq!(attempt["attempt"], 2);
    bench.tagged(&id).await;
    assert_eq!(bench.mail(&id, "invite").await.len(), 1);
    assert_eq!(bench.notes(&id).await.len(), 1);
}

/// While the invitation is open, the same link goes out again, to the address now on file.
#[tokio::test]
async fn an_open_invitation_keeps_its_link() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let tag = bench.tagged(&id).await;
    let link = bench.attempts(&id).await[0]["link"].clone();
    bench.put_emails(&id, &["new@example.com"]).await;
    bench.remove_tag(&id, &tag).await;
    again(&bench, &id).await;
    until_sent(&bench, &id, 2).await;
    bench.until_tags(&id, &[&tag]).await;
    let attempts = bench.attempts(&id).await;
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0]["link"], link);
    let mail = bench.mail(&id, "invite").await;
    assert_eq!(mail.len(), 2);
    assert_eq!(mail[1]["to"], "new@example.com");
    assert!(
        mail[1]["body"]
            .as_str()
            .unwrap()
            .contains(link.as_str().unwrap())
    );
}

/// An expired one gets a new link, and the tag stays single whatever its spelling.
#[tokio::test]
async fn an_expired_invitation_is_replaced() {
    let bench = Bench::start().await;
    bench.switch(json!({ "invited_spelling": 0 })).await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "expire").await, 200);
    assert_eq!(bench.attempts(&id).await[0]["state"], "expired");
    assert_eq!(bench.act(&id, "complete").await, 400);
    bench.switch(json!({ "invited_spelling": 1 })).await;
    again(&bench, &id).await;
    bench.until(&id, "invited").await;
    bench.until_tags(&id, &["myInterview: Invite sent"]).await;
    let attempts = bench.attempts(&id).await;
    assert_eq!(attempts.len(), 2);
    assert_ne!(attempts[0]["link"], attempts[1]["link"]);
    assert_eq!(attempts[0]["state"], "expired");
}

/// The deadline comes on the sandbox's clock.
#[tokio::test]
async fn a_week_later_an_invitation_has_expired() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    bench.jump_hours(7 * 24 - 1).await;
    assert_eq!(bench.attempts(&id).await[0]["state"], "invited");
    bench.jump_hours(2).await;
    assert_eq!(bench.attempts(&id).await[0]["state"], "expired");
}

/// A completed candidate is left alone, unless the account has it otherwise.
#[tokio::test]
async fn a_completed_candidate_is_not_invited_again() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    let tag = bench.tagged(&id).await;
    again(&bench, &id).await;
    bench.quiet().await;
    assert_eq!(bench.attempts(&id).await.len(), 1);
    assert_eq!(bench.mail(&id, "invite").await.len(), 1);
    assert_eq!(bench.status_tags(&id).await, [tag]);

    bench
        .switch(json!({ "reinvite_completed": true, "invited_spelling": 0 }))
        .await;
    again(&bench, &id).await;
    bench.until(&id, "invited").await;
    bench.until_tags(&id, &["MyInterview: Invite Sent"]).await;
    assert_eq!(bench.mail(&id, "invite").await.len(), 2);
}
