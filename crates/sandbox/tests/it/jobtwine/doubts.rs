//! Each ambiguity of the vendor's article, every way.

use serde_json::{Value, json};

use super::bench::{Bench, HOUR};

async fn again(bench: &Bench, id: &str) {
    bench.leave(id).await;
    bench.enter(id).await;
    bench.still().await;
}

/// The letters of tag and stage: strict as the article writes them, or lenient with a warning.
#[tokio::test]
async fn letters_count_unless_the_vendor_is_lenient() {
    let bench = Bench::start().await;
    let posting = bench.running.lever.look(|world| {
        let mut postings = world.postings.values();
        let plain = postings.find(|one| {
            one.state == "published" && !one.tags.iter().any(|tag| tag.contains("JobTwine"))
        });
        plain.unwrap().id.clone()
    });
    bench.tag_posting(&posting, &["jobtwine"]).await;
    bench.must("/jobtwine/poll", json!({})).await;
    let find = async || {
        let jobs = bench.vendor().await["jobs"].take();
        let mut jobs = jobs.as_array().unwrap().iter().cloned();
        jobs.find(|job| job["posting"] == posting.as_str())
    };
    assert_eq!(find().await, None);
    bench.switch(json!({ "letter_case": "lenient" })).await;
    bench.must("/jobtwine/poll", json!({})).await;
    let job = find().await.unwrap();
    assert!(job["warning"].as_str().unwrap().contains("jobtwine"));
    let (_, page) = bench.open(&format!("{}/jobs", bench.info("base"))).await;
    assert!(page.contains("not JobTwine"), "{page}");
    bench
        .rounds(&posting, json!([{ "name": "Screening" }]))
        .await;

    let stage = bench.info("stage_id");
    bench
        .must(
            &format!("/stages/{stage}/text"),
            json!({ "text": "JOBTWINE" }),
        )
        .await;
    bench.must("/jobtwine/poll", json!({})).await;
    let id = bench.create(json!({ "posting": posting })).await;
    bench.enter(&id).await;
    bench.until(&id, "pending_slots").await;
    bench.switch(json!({ "letter_case": "strict" })).await;
    bench.must("/jobtwine/poll", json!({})).await;
    assert_eq!(bench.vendor().await["stages"], json!([]));
}

/// Several rounds, one stage.
#[tokio::test]
async fn which_round_an_entry_starts_is_a_rule() {
    let bench = Bench::start().await;
    let finish = async |id: &str| {
        bench.act(id, "self_schedule", json!({})).await;
        bench.act(id, "hold", json!({})).await;
        bench.act(id, "feedback", json!({})).await;
        bench.still().await;
    };
    for (rule, alone, reentered) in [
        ("next_unfinished", 1, 2),
        ("first_only", 1, 1),
        ("consecutive", 2, 2),
    ] {
        bench
            .switch(json!({ "round_rule": rule, "on_leave": "keep" }))
            .await;
        let id = bench.asked().await;
        finish(&id).await;
        assert_eq!(bench.attempts(&id).await.len(), alone, "{rule}");
        again(&bench, &id).await;
        let attempts = bench.attempts(&id).await;
        assert_eq!(attempts.len(), reentered, "{rule}");
        let last = attempts.last().unwrap();
        assert_eq!(last["round"], reentered, "{rule}");
        if reentered == 2 {
            // One note with a link of its own, one mail.
            assert_ne!(attempts[0]["link"], last["link"]);
            let invites = bench.purposes(&id).await;
            let invites = invites.iter().filter(|purpose| *purpose == "invite");
            assert_eq!(invites.count(), 2, "{rule}");
            finish(&id).await;
            again(&bench, &id).await;
            assert_eq!(
                bench.attempts(&id).await.len(),
                2,
                "all rounds are finished"
            );
        }
    }
    // Whoever has left the stage is not asked for the next round by itself.
    let id = bench.scheduled().await;
    bench.leave(&id).await;
    bench.still().await;
    bench.act(&id, "hold", json!({})).await;
    bench.act(&id, "feedback", json!({})).await;
    bench.still().await;
    assert_eq!(bench.attempts(&id).await.len(), 1);
}

/// Candidates who come before the rounds.
#[tokio::test]
async fn without_rounds_one_waits_with_a_note_without_one_or_not_at_all() {
    let bench = Bench::start().await;
    for (rule, attempts, notes, asked) in [
        ("hold", 1, 1, true),
        ("hold_quietly", 1, 0, true),
        ("drop", 0, 0, false),
    ] {
        bench.rounds(&bench.posting, json!([])).await;
        bench.switch(json!({ "without_rounds": rule })).await;
        let id = bench.person().await;
        bench.enter(&id).await;
        let state = bench.still().await;
        let kept =
            |one: &&Value| one["opportunity"] == id.as_str() && one["state"] == "awaiting_rounds";
        let waiting = state["interviews"]
            .as_array()
            .unwrap()
            .iter()
            .filter(kept)
            .count();
        assert_eq!(waiting, attempts, "{rule}");
        assert_eq!(bench.notes(&id).await.len(), notes, "{rule}");
        assert!(bench.mail(&id).await.is_empty());
        bench
            .rounds(&bench.posting, json!([{ "name": "Screening" }]))
            .await;
        bench.still().await;
        assert_eq!(bench.mail(&id).await.len(), usize::from(asked), "{rule}");
        if !asked {
            assert_eq!(bench.attempts(&id).await[0]["code"], "no_rounds");
            again(&bench, &id).await;
            assert_eq!(bench.until(&id, "pending_slots").await["attempt"], 1);
        }
    }
}

/// Entering again while slots are wanted.
#[tokio::test]
async fn entering_again_may_send_the_link_again() {
    let bench = Bench::switched(json!({ "on_leave": "keep", "reentry": "send_again" })).await;
    let id = bench.asked().await;
    let link = bench.attempts(&id).await[0]["link"].clone();
    again(&bench, &id).await;
    let attempts = bench.attempts(&id).await;
    assert_eq!((attempts.len(), &attempts[0]["sent"]), (1, &json!(2)));
    assert_eq!(attempts[0]["link"], link);
    assert_eq!(bench.purposes(&id).await, ["invite", "invite"]);
    assert_eq!(bench.said(&id).await, ["slots_wanted", "slots_wanted"]);
    // A date stands: nobody is asked again.
    bench.act(&id, "self_schedule", json!({})).await;
    again(&bench, &id).await;
    assert_eq!(bench.purposes(&id).await, ["invite", "invite", "scheduled"]);
}

/// One link for both, or one each: then the page knows who acts and does not ask.
#[tokio::test]
async fn candidate_and_recruiter_share_a_link_or_have_one_each() {
    let bench = Bench::start().await;
    for (rule, same) in [("shared", true), ("one_each", false)] {
        bench.switch(json!({ "slot_link": rule })).await;
        let id = bench.asked().await;
        let one = bench.attempts(&id).await.remove(0);
        let mailed = one["link"].as_str().unwrap();
        let note = bench.notes(&id).await[0]["fields"][0]["value"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(note.contains(mailed), same, "{note}");
        let noted = one["client_link"].as_str().unwrap_or(mailed);
        assert!(note.contains(noted), "{note}");
        let (status, page) = bench.open(noted).await;
        assert_eq!((status, page.contains("name=\"by\"")), (200, same));
        for (link, by, hours) in [(mailed, "candidate", 48), (noted, "client", 72)] {
            let slot = (bench.now().await + hours * HOUR) / 60_000 * 60_000;
            let slot = chrono::DateTime::from_timestamp_millis(slot).unwrap();
            let slot = slot.format("%Y-%m-%dT%H:%M").to_string();
            // What the page is told counts only where the link does not tell.
            let told = if same { by } else { "link" };
            let form = [
                ("action", "slots"),
                ("slot", &slot),
                ("zone", "UTC"),
                ("by", told),
            ];
            let answer = bench.http.post(link).form(&form).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            let given = bench.attempts(&id).await.remove(0);
            assert_eq!(given["state"], "slots_given");
            assert_eq!(given["slots_by"], by, "{rule}");
        }
    }
}

/// The tag is taken off while interviews are open.
#[tokio::test]
async fn a_tag_taken_off_finishes_or_cancels_what_is_open() {
    let bench = Bench::start().await;
    for (rule, state) in [("finish", "scheduled"), ("cancel", "cancelled_by_client")] {
        bench.switch(json!({ "on_untagged": rule })).await;
        bench.tag_posting(&bench.posting, &["JobTwine"]).await;
        bench.must("/jobtwine/poll", json!({})).await;
        let id = bench.scheduled().await;
        let held = bench.scheduled().await;
        bench.act(&held, "hold", json!({})).await;
        bench.tag_posting(&bench.posting, &["Remote"]).await;
        bench.must("/jobtwine/poll", json!({})).await;
        let end = bench.until(&id, state).await;
        if rule == "cancel" {
            assert_eq!(end["code"], "untagged");
            assert_eq!(bench.purposes(&id).await.last().unwrap(), "cancelled");
        }
        bench.act(&held, "feedback", json!({})).await;
        bench.until(&held, "feedback_ready").await;
        let late = bench.person().await;
        bench.enter(&late).await;
        bench.still().await;
        assert_eq!(bench.attempts(&late).await[0]["code"], "no_tag");
    }
}

/// "Secure links" expire or do not; recordings may be kept for some days only.
#[tokio::test]
async fn secure_links_expire_or_stay_and_recordings_may_go() {
    let bench = Bench::start().await;
    for (rule, later) in [("expire", 410), ("permanent", 200)] {
        bench
            .switch(json!({ "secure_links": rule, "media_hours": 24, "video_days": null }))
            .await;
        let id = bench.scheduled().await;
        bench.act(&id, "hold", json!({})).await;
        bench
            .act(&id, "feedback", json!({ "outcome": "is_a_good_fit" }))
            .await;
        let text = bench.until_said(&id, "feedback").await;
        let link = |file: &str| {
            let start = text.find("http").map(|_| text.split_whitespace()).unwrap();
            let words: Vec<&str> = start.filter(|word| word.contains(file)).collect();
            let word = words[0];
            let from = word.find("http").unwrap();
            let end =
                word[from..].find(|c: char| !(c.is_ascii_alphanumeric() || "/:.?=&-_".contains(c)));
            word[from..end.map_or(word.len(), |end| from + end)]
                .trim_end_matches('.')
                .to_owned()
        };
        let (report, video) = (link("feedback-report.pdf"), link("interview.webm"));
        assert_eq!(
            bench.http.get(&video).send().await.unwrap().status(),
            200,
            "{video}"
        );
        bench.jump(30 * HOUR).await;
        assert_eq!(
            bench.http.get(&report).send().await.unwrap().status(),
            later,
            "{rule}"
        );
        if later == 200 {
            bench.switch(json!({ "video_days": 1 })).await;
            assert_eq!(bench.http.get(&video).send().await.unwrap().status(), 410);
            assert_eq!(bench.http.get(&report).send().await.unwrap().status(), 200);
        }
    }
}
