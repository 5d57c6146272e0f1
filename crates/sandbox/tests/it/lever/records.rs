//! What was there before the start: in realistic shares, the same for the same seed, and untouched by what happens later.

use fulcrum_sandbox::settings::Settings;
use serde_json::{Value, json};

use super::bench::{Bench, START, still};

async fn everybody(bench: &Bench) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut offset = String::new();
    loop {
        let page = bench
            .get(&format!("/opportunities?expand=applications{offset}"))
            .await;
        rows.extend(page["data"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => offset = format!("&offset={next}"),
            None => return rows,
        }
    }
}

async fn count(bench: &Bench, one: &Value, what: &str) -> usize {
    let path = format!("/opportunities/{}/{what}", one["id"].as_str().unwrap());
    bench.get(&path).await["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn shares_are_those_of_an_account_in_use() {
    let bench = Bench::with(Settings {
        opportunities: 400,
        ..still()
    })
    .await;
    let all = everybody(&bench).await;
    // Of those with the property: how many, and how many of them have the record.
    let mut tally = [[0_usize; 2]; 5];
    for one in &all {
        let entered = |stage: &str| {
            one["stageChanges"]
                .as_array()
                .unwrap()
                .iter()
                .any(|change| change["toStageId"] == stage)
        };
        let rows = [
            (one["origin"] == "applied", "resumes"),
            (one["origin"] == "referred", "referrals"),
            (entered("offer"), "offers"),
            (true, "files"),
            (true, "forms"),
        ];
        for (tally, (is, what)) in tally.iter_mut().zip(rows) {
            if is {
                tally[0] += 1;
                tally[1] += usize::from(count(&bench, one, what).await > 0);
            } else if what == "referrals" || what == "offers" {
                assert_eq!(count(&bench, one, what).await, 0, "{what}");
            }
        }
    }
    let share = |row: [usize; 2]| row[1] * 100 / row[0].max(1);
    let ranges = [88..=100, 75..=100, 60..=100, 12..=34, 3..=16];
    for (place, range) in ranges.into_iter().enumerate() {
        assert!(tally[place][0] >= 10, "{tally:?}");
        assert!(range.contains(&share(tally[place])), "{place}: {tally:?}");
    }
    let surveys = bench.get("/eeo/responses/pii?created_at_start=0").await["data"]
        .as_array()
        .unwrap()
        .len();
    let applied = all
        .iter()
        .filter(|one| one["applications"][0]["type"] == "posting")
        .count();
    assert!(
        (20..=50).contains(&(surveys * 100 / applied)),
        "{surveys} of {applied}"
    );
}

#[tokio::test]
async fn who_was_interviewed_has_feedback_and_nobody_before() {
    let bench = Bench::with(Settings {
        opportunities: 400,
        ..still()
    })
    .await;
    let mut held = [0, 0];
    for one in everybody(&bench).await {
        let id = one["id"].as_str().unwrap();
        let forms = bench.get(&format!("/opportunities/{id}/feedback")).await;
        let interviews = bench.get(&format!("/opportunities/{id}/interviews")).await;
        for interview in interviews["data"].as_array().unwrap() {
            let end = interview["date"].as_i64().unwrap()
                + interview["duration"].as_i64().unwrap() * 60_000;
            let ours = interview["feedbackForms"].as_array().unwrap();
            if end > START || !interview["canceledAt"].is_null() {
                assert_eq!(ours.len(), 0, "{interview}");
            } else if end < START - 86_400_000 {
                held[0] += 1;
                held[1] += usize::from(!ours.is_empty());
            }
        }
        for form in forms["data"].as_array().unwrap() {
            assert!(form["createdAt"].as_i64().unwrap() < START);
            assert_eq!(form["panel"].is_null(), form["interview"].is_null());
        }
    }
    assert!(
        held[0] > 10 && held[1] * 100 / held[0] >= 55 && held[1] < held[0],
        "{held:?}"
    );
}

#[tokio::test]
async fn the_same_seed_has_the_same_records_whatever_happens_meanwhile() {
    let (one, other) = (Bench::start().await, Bench::start().await);
    let all = everybody(&one).await;
    let reason = one.get("/archive_reasons").await["data"][0]["id"].clone();
    for (place, person) in all.iter().enumerate() {
        let path = format!("/opportunities/{}", person["id"].as_str().unwrap());
        // In the second world, everybody is moved, and some are archived, before anything is read.
        other.jump(1_000);
        other
            .put(&format!("{path}/stage"), json!({ "stage": "offer" }))
            .await;
        if place % 3 == 0 {
            other
                .put(&format!("{path}/archived"), json!({ "reason": reason }))
                .await;
        }
        for what in [
            "resumes",
            "files",
            "file_actions",
            "referrals",
            "forms",
            "feedback",
        ] {
            let path = format!("{path}/{what}");
            assert_eq!(one.get(&path).await, other.get(&path).await, "{path}");
        }
    }
    // Nobody gets an offer by being moved.
    let new = other.person().await;
    other
        .put(
            &format!("/opportunities/{new}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    for what in [
        "offers",
        "resumes",
        "files",
        "feedback",
        "forms",
        "referrals",
    ] {
        assert_eq!(
            other.get(&format!("/opportunities/{new}/{what}")).await["data"],
            json!([]),
            "{what}"
        );
    }
}

#[tokio::test]
async fn an_anonymised_person_loses_their_papers_and_keeps_their_notes() {
    let bench = Bench::start().await;
    let all = everybody(&bench).await;
    let mut done = false;
    for one in &all {
        let id = one["id"].as_str().unwrap();
        if count(&bench, one, "resumes").await > 0 && count(&bench, one, "notes").await > 0 {
            bench
                .console(&format!("/opportunities/{id}/anonymize"), json!({}))
                .await;
            for what in ["resumes", "files", "offers"] {
                assert_eq!(count(&bench, one, what).await, 0, "{what}");
            }
            assert!(count(&bench, one, "notes").await > 0);
            let shown = bench
                .get(&format!("/opportunities/{id}?expand=applications"))
                .await["data"]
                .clone();
            assert_eq!(
                (&shown["name"], &shown["isAnonymized"]),
                (&json!(""), &json!(true))
            );
            assert!(
                shown["applications"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|one| one["name"].is_null() && one["email"].is_null())
            );
            done = true;
            break;
        }
    }
    assert!(done, "nobody with both");
}

#[tokio::test]
async fn a_file_is_a_story_can_be_downloaded_and_leaves_its_history() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let seat = bench.seat();
    bench.jump(1_000);
    let part = reqwest::multipart::Part::bytes(b"hello".to_vec()).file_name("hello.TXT");
    let form = reqwest::multipart::Form::new().part("file", part);
    let (status, file) = bench
        .send(
            &format!("/opportunities/{id}/files?perform_as={seat}"),
            form,
        )
        .await;
    assert_eq!(status, 200, "{file}");
    let file = &file["data"];
    assert_eq!(
        (&file["ext"], &file["size"], &file["status"]),
        (&json!(".txt"), &json!(5), &json!("processed"))
    );
    let one = bench.opportunity(&id).await;
    assert_eq!(
        (&one["lastInteractionAt"], &one["updatedAt"]),
        (&json!(START + 1_000), &json!(START + 1_001))
    );
    let path = format!("/opportunities/{id}/files/{}", file["id"].as_str().unwrap());
    let url = format!("{}{path}/download", bench.running.api_base);
    let answer = bench
        .http
        .get(url)
        .basic_auth(&bench.running.api_key, Some(""))
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    assert_eq!(answer.bytes().await.unwrap(), &b"hello"[..]);
    let (status, _) = bench
        .call(
            reqwest::Method::DELETE,
            &format!("{path}?perform_as={seat}"),
            None,
        )
        .await;
    assert_eq!(status, 204);
    assert_eq!(bench.call(reqwest::Method::GET, &path, None).await.0, 404);
    let actions = bench
        .get(&format!("/opportunities/{id}/file_actions"))
        .await;
    let mut kinds: Vec<&str> = actions["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["type"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["file-added", "file-remove"]);
    // Not read by Lever: kept, and not handed out.
    let part = reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.key");
    let form = reqwest::multipart::Form::new().part("file", part);
    let (_, file) = bench
        .send(
            &format!("/opportunities/{id}/files?perform_as={seat}"),
            form,
        )
        .await;
    let path = format!(
        "/opportunities/{id}/files/{}/download",
        file["data"]["id"].as_str().unwrap()
    );
    assert_eq!(bench.call(reqwest::Method::GET, &path, None).await.0, 422);
}

#[tokio::test]
async fn a_file_of_more_than_thirty_megabytes_is_refused() {
    let bench = Bench::start().await;
    for (size, wanted) in [(30 * 1024 * 1024, 200), (30 * 1024 * 1024 + 1, 413)] {
        let part = reqwest::multipart::Part::bytes(vec![b'x'; size]).file_name("x.pdf");
        let form = reqwest::multipart::Form::new().part("file", part);
        let (status, _) = bench.send("/uploads", form).await;
        assert_eq!(status, wanted, "{size}");
    }
}
