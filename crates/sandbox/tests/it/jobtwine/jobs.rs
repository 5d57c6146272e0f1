//! Jobs: pulled by tag, with rounds.

use serde_json::{Value, json};

use super::bench::Bench;

fn job<'a>(state: &'a Value, posting: &str) -> Option<&'a Value> {
    state["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|job| job["posting"] == posting)
}

/// J4: exactly the postings with exactly that tag, at the next look; a tag that goes leaves the job, no longer tagged.
#[tokio::test]
async fn postings_with_the_exact_tag_become_jobs_at_the_next_look() {
    let bench = Bench::start().await;
    let postings = bench.get("/postings?limit=100").await;
    let tagged = |posting: &Value| {
        posting["tags"]
            .as_array()
            .unwrap()
            .contains(&json!("JobTwine"))
    };
    let state = bench.vendor().await;
    let all = postings.as_array().unwrap();
    for posting in all {
        let known = job(&state, posting["id"].as_str().unwrap()).is_some();
        assert_eq!(known, tagged(posting), "{}", posting["text"]);
    }
    let mut others = all.iter().filter(|posting| !tagged(posting));
    let (right, wrong) = (&others.next().unwrap()["id"], &others.next().unwrap()["id"]);
    let (right, wrong) = (right.as_str().unwrap(), wrong.as_str().unwrap());
    bench.tag_posting(right, &["Remote", "JobTwine"]).await;
    bench.tag_posting(wrong, &["jobtwine", "JobTwine "]).await;
    assert!(job(&bench.vendor().await, right).is_none());
    bench.jump(61_000).await;
    let mut state = bench.vendor().await;
    for _ in 0..400 {
        if job(&state, right).is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        state = bench.vendor().await;
    }
    let pulled = job(&state, right).unwrap();
    assert_eq!(pulled["source"], "lever");
    assert_eq!(pulled["rounds"], json!([]));
    assert!(job(&state, wrong).is_none());
    let page = bench
        .http
        .get(format!("{}/jobs", bench.info("base")))
        .send()
        .await
        .unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("[Lever]") && page.contains("Add Round Information"));

    bench.tag_posting(right, &[]).await;
    bench.must("/jobtwine/poll", json!({})).await;
    assert_eq!(job(&bench.vendor().await, right).unwrap()["tagged"], false);
}

/// Most tagged postings of a generated world have one or two rounds, at least one has none; for several seeds.
#[tokio::test]
async fn a_world_comes_with_rounds() {
    for seed in [1, 2, 3, 4] {
        let mut settings = super::bench::settings();
        settings.seed = seed;
        let running = fulcrum_sandbox::serve::start(settings).await.unwrap();
        let state = running.jobtwine.state();
        let jobs = state["jobs"].as_array().unwrap();
        let counts: Vec<usize> = jobs
            .iter()
            .map(|job| job["rounds"].as_array().unwrap().len())
            .collect();
        assert_eq!(jobs.len(), 6);
        assert!(counts.iter().all(|count| *count <= 2), "{counts:?}");
        assert_eq!(
            counts.iter().filter(|count| **count == 0).count(),
            1,
            "{counts:?}"
        );
        running.stop();
    }
}

/// J5: without rounds a candidate waits, with one note; saved rounds start the interview.
#[tokio::test]
async fn without_rounds_candidates_wait_and_start_when_rounds_are_saved() {
    let bench = Bench::start().await;
    bench.rounds(&bench.posting, json!([])).await;
    let id = bench.person().await;
    bench.enter(&id).await;
    let waiting = bench.until(&id, "awaiting_rounds").await;
    assert!(waiting["link"].is_null());
    bench.leave(&id).await;
    bench.until(&id, "cancelled_by_client").await;
    assert_eq!(
        bench.notes(&id).await.len(),
        1,
        "only the one that asked for rounds"
    );

    let other = bench.person().await;
    bench.enter(&other).await;
    bench.until(&other, "awaiting_rounds").await;
    // Coming back changes nothing, and says nothing.
    bench.switch(json!({ "on_leave": "keep" })).await;
    bench.leave(&other).await;
    bench.enter(&other).await;
    assert!(bench.mail(&other).await.is_empty());
    bench
        .rounds(&bench.posting, json!([{ "name": "Only", "minutes": 30 }]))
        .await;
    let started = bench.until(&other, "pending_slots").await;
    assert_eq!(
        (started["round_name"].as_str(), started["minutes"].as_i64()),
        (Some("Only"), Some(30))
    );
    assert_eq!(
        bench.said(&other).await,
        ["awaiting_rounds", "slots_wanted"]
    );
    assert_eq!(bench.purposes(&other).await, ["invite"]);
    assert_eq!(bench.attempts(&other).await.len(), 1);
}

#[tokio::test]
async fn rounds_that_cannot_be_are_refused() {
    let bench = Bench::start().await;
    let path = format!("/jobtwine/jobs/{}/rounds", bench.posting);
    let round = json!({ "name": "A", "minutes": 60 });
    for rounds in [
        json!([round, round, round, round]),
        json!([{ "name": " ", "minutes": 60 }]),
        json!([{ "name": "A", "minutes": 5 }]),
        json!("two"),
    ] {
        assert_eq!(
            bench.console(&path, json!({ "rounds": rounds })).await.0,
            400
        );
    }
    let nowhere = bench
        .console("/jobtwine/jobs/none/rounds", json!({ "rounds": [] }))
        .await;
    assert_eq!(nowhere.0, 400);
}
