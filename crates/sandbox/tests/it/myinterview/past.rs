//! Interviews that began before the sandbox did.

use std::collections::BTreeMap;

use fulcrum_sandbox::settings::Settings;

use super::bench::Bench;

/// What Lever shows of each agrees with what the vendor keeps, for several seeds.
#[tokio::test]
async fn the_past_is_consistent() {
    for seed in [1, 2, 3] {
        let settings = Settings {
            seed,
            opportunities: 400,
            ..Settings::default()
        };
        let bench = Bench::with(settings).await;
        let interviews = bench.vendor().await["interviews"].take();
        let interviews = interviews.as_array().unwrap();
        let mut states: BTreeMap<String, u32> = BTreeMap::new();
        for one in interviews {
            let id = one["opportunity"].as_str().unwrap();
            let state = one["state"].as_str().unwrap();
            *states.entry(state.to_owned()).or_default() += 1;
            let tags = bench.status_tags(id).await;
            let kept: Vec<_> = one["tag"].as_str().map(str::to_owned).into_iter().collect();
            assert_eq!(tags, kept, "{id}");
            let author = bench.info("note_author");
            let notes = bench.notes(id).await;
            let by_vendor: Vec<_> = notes.iter().filter(|note| note["user"] == author).collect();
            assert_eq!(
                by_vendor.len(),
                usize::from(matches!(state, "completed" | "failed")),
                "{state}"
            );
            if state == "completed" {
                let review = one["review"].as_str().unwrap();
                assert!(
                    by_vendor[0]["fields"][0]["value"]
                        .as_str()
                        .unwrap()
                        .contains(review)
                );
                assert_eq!(bench.http.get(review).send().await.unwrap().status(), 200);
                let links = bench.opportunity(id).await["links"].take();
                assert!(links.as_array().unwrap().iter().any(|link| link == review));
            }
        }
        for state in ["completed", "expired", "failed"] {
            assert!(
                states.get(state).is_some_and(|count| *count > 0),
                "{seed}: {states:?}"
            );
        }
        // One job per posting, and every invited person's job is known.
        let jobs = bench.vendor().await["jobs"].take();
        let postings: std::collections::BTreeSet<_> = jobs
            .as_array()
            .unwrap()
            .iter()
            .map(|job| job["external_id"].as_str().unwrap())
            .collect();
        assert_eq!(postings.len(), jobs.as_array().unwrap().len());
        for one in interviews.iter().filter(|one| !one["invited_at"].is_null()) {
            assert!(
                jobs.as_array()
                    .unwrap()
                    .iter()
                    .any(|job| job["job_id"] == one["job"])
            );
        }
    }
}

/// An open invitation of the past can be finished like any other.
#[tokio::test]
async fn an_open_past_invitation_goes_on() {
    let bench = Bench::with(Settings {
        seed: 4,
        opportunities: 600,
        ..Settings::default()
    })
    .await;
    let interviews = bench.vendor().await["interviews"].take();
    let open = interviews
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["state"] == "invited" && one["hidden"] == false);
    let open = open.unwrap();
    let id = open["opportunity"].as_str().unwrap();
    assert_eq!(
        bench
            .http
            .get(open["link"].as_str().unwrap())
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(bench.act(id, "complete").await, 200);
    bench.until(id, "completed").await;
    let tags = bench.status_tags(id).await;
    assert_eq!(tags.len(), 1);
    assert!(tags[0].contains("omplete"));
}
