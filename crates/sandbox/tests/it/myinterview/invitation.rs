//! Job, mail, SMS and the tag that says "invited".

use std::collections::BTreeSet;

use fulcrum_sandbox::myinterview::status_tag::INVITED;
use futures::future::join_all;
use serde_json::json;

use super::bench::Bench;

/// M7: the first candidate of a posting creates its job, once, also when twelve first candidates come at once.
#[tokio::test]
async fn racing_first_candidates_make_one_job() {
    let bench = Bench::start().await;
    let mut people = Vec::new();
    for _ in 0..12 {
        people.push(bench.reachable().await);
    }
    assert!(bench.vendor().await["jobs"].as_array().unwrap().is_empty());
    join_all(people.iter().map(|id| bench.enter(id))).await;
    let mut jobs = BTreeSet::new();
    for id in &people {
        jobs.insert(
            bench.until(id, "invited").await["job"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let kept = bench.vendor().await["jobs"].take();
    assert_eq!(kept.as_array().unwrap().len(), 1, "{kept}");
    assert_eq!(kept[0]["external_id"], bench.posting.as_str());
    assert_eq!(
        jobs.into_iter().collect::<Vec<_>>(),
        [kept[0]["job_id"].as_str().unwrap()]
    );
}

/// M8: mail always, SMS when the number is international; the link is in both.
#[tokio::test]
async fn mail_and_sms_carry_the_link() {
    let bench = Bench::start().await;
    let id = bench
        .candidate(
            &["ana@example.com", "second@example.com"],
            &["(555) 010-0100", "+49 30 901820"],
        )
        .await;
    bench.enter(&id).await;
    let attempt = bench.until(&id, "invited").await;
    let link = attempt["link"].as_str().unwrap();
    let mail = bench.mail(&id, "invite").await;
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0]["to"], "ana@example.com");
    assert!(mail[0]["body"].as_str().unwrap().contains(link));
    let sms = bench.sms(&id).await;
    assert_eq!(sms.len(), 1);
    assert_eq!(sms[0]["to"], "+4930901820");
    assert!(sms[0]["body"].as_str().unwrap().contains(link));
    assert_eq!(
        (&attempt["mail"], &attempt["sms"]),
        (&mail[0]["to"], &sms[0]["to"])
    );
}

/// M16: no SMS to a national number, and no note about it.
#[tokio::test]
async fn a_national_number_gets_no_sms_and_no_note() {
    let bench = Bench::start().await;
    for phones in [&["(555) 010-0100"] as &[&str], &["0049 30 901820"], &[]] {
        let id = bench.candidate(&["ana@example.com"], phones).await;
        bench.enter(&id).await;
        bench.until(&id, "invited").await;
        bench.tagged(&id).await;
        assert_eq!(bench.mail(&id, "invite").await.len(), 1);
        assert!(bench.sms(&id).await.is_empty(), "{phones:?}");
        assert!(bench.notes(&id).await.is_empty());
    }
}

/// M10: every spelling of the article can be chosen; left to chance, all of them come up.
#[tokio::test]
async fn every_spelling_of_invited_is_written() {
    let bench = Bench::start().await;
    for (number, spelling) in INVITED.iter().enumerate() {
        bench.switch(json!({ "invited_spelling": number })).await;
        let id = bench.invited().await;
        assert_eq!(bench.status_tags(&id).await, [*spelling]);
    }
    bench.switch(json!({ "invited_spelling": null })).await;
    let mut seen = BTreeSet::new();
    for _ in 0..24 {
        let id = bench.invited().await;
        seen.insert(bench.tagged(&id).await);
    }
    assert_eq!(seen, INVITED.iter().map(|tag| (*tag).to_owned()).collect());
}

/// Tags are written as the vendor's Lever user, and only once.
#[tokio::test]
async fn one_tag_write_as_the_vendors_user() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let writes = bench
        .requests(&format!("/opportunities/{id}/addTags"))
        .await;
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert!(
        writes[0].ends_with(&format!("perform_as={}", bench.info("note_author"))),
        "{writes:?}"
    );
}
