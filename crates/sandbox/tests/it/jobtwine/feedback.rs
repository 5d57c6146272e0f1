//! J11 and J12: feedback in a note, with secure links that really open.

use serde_json::{Value, json};

use super::bench::{Bench, HOUR};

/// The addresses in a text.
fn links(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || "<>(),".contains(c))
        .filter(|word| word.starts_with("http"))
        .map(|word| word.trim_end_matches('.'))
        .collect()
}

async fn told(bench: &Bench, outcome: &str) -> (Value, String) {
    let id = bench.scheduled().await;
    bench.act(&id, "hold", json!({})).await;
    assert_eq!(
        bench.until(&id, "pending_feedback").await["chip"],
        "Pending Feedback Review"
    );
    bench
        .act(&id, "feedback", json!({ "outcome": outcome }))
        .await;
    let one = bench.until(&id, "feedback_ready").await;
    let note = bench.until_said(&id, "feedback").await;
    let notes = bench.notes(&id).await;
    assert_eq!(notes.last().unwrap()["fields"][0]["value"], note.as_str());
    (one, note)
}

#[tokio::test]
async fn the_note_holds_outcome_sections_summary_and_links() {
    let bench = Bench::start().await;
    for (outcome, chip) in [
        ("strongly_recommended", "Strongly Recommended"),
        ("is_a_good_fit", "Is a Good Fit"),
        ("not_recommended", "Not Recommended"),
    ] {
        let (one, note) = told(&bench, outcome).await;
        assert_eq!(
            (&one["outcome"], &one["chip"]),
            (&json!(outcome), &json!(chip))
        );
        assert!(note.contains(chip), "{note}");
        let feedback = &one["feedback"];
        assert!(note.contains(feedback["summary"].as_str().unwrap()));
        let sections = feedback["sections"].as_array().unwrap();
        assert!((3..=5).contains(&sections.len()));
        for section in sections {
            assert!(note.contains(section["name"].as_str().unwrap()), "{note}");
        }
        assert_eq!(links(&note).len(), 2, "{note}");
    }
    // The pending note can be left out.
    bench.switch(json!({ "pending_note": false })).await;
    let id = bench.scheduled().await;
    bench.act(&id, "hold", json!({})).await;
    bench.until(&id, "pending_feedback").await;
    assert_eq!(bench.said(&id).await, ["slots_wanted", "scheduled"]);
}

/// Both files open, have a name and a length, and can be taken up again in the middle.
#[tokio::test]
async fn the_files_open_and_can_be_resumed() {
    let bench = Bench::start().await;
    let (_, note) = told(&bench, "is_a_good_fit").await;
    for link in links(&note) {
        let whole = bench.http.get(link).send().await.unwrap();
        assert_eq!(whole.status(), 200, "{link}");
        let header = |name: &str| whole.headers()[name].to_str().unwrap().to_owned();
        let (kind, name, length, tag) = (
            header("content-type"),
            header("content-disposition"),
            header("content-length"),
            header("etag"),
        );
        assert_eq!(header("accept-ranges"), "bytes");
        assert!(
            name.starts_with("attachment; filename=\"ana-prova-round-1-"),
            "{name}"
        );
        let bytes = whole.bytes().await.unwrap();
        assert_eq!(length, bytes.len().to_string());
        if kind == "application/pdf" {
            assert!(bytes.starts_with(b"%PDF-1.") && bytes.ends_with(b"%%EOF\n"));
        } else {
            assert_eq!(kind, "video/webm");
            assert_eq!(&bytes[..4], &[0x1a, 0x45, 0xdf, 0xa3]);
        }
        let half = bytes.len() / 2;
        let part = |range: String, if_range: String| {
            bench
                .http
                .get(link)
                .header("range", range)
                .header("if-range", if_range)
                .send()
        };
        let rest = part(format!("bytes={half}-"), tag.clone()).await.unwrap();
        assert_eq!(rest.status(), 206);
        let wanted = format!("bytes {half}-{}/{}", bytes.len() - 1, bytes.len());
        assert_eq!(rest.headers()["content-range"].to_str().unwrap(), wanted);
        assert_eq!(rest.bytes().await.unwrap(), bytes.slice(half..));
        let other = part(format!("bytes={half}-"), "\"another\"".to_owned())
            .await
            .unwrap();
        assert_eq!(
            (other.status().as_u16(), other.bytes().await.unwrap().len()),
            (200, bytes.len())
        );
        let behind = part(format!("bytes={}-", bytes.len()), tag).await.unwrap();
        assert_eq!(behind.status(), 416);
        let head = bench.http.head(link).send().await.unwrap();
        assert_eq!(head.headers()["content-length"].to_str().unwrap(), length);
    }
}

/// Links live as long as the switch says; a changed link is none; fresh ones come by the API.
#[tokio::test]
async fn links_expire_and_cannot_be_forged() {
    let bench = Bench::switched(json!({ "media_hours": 2 })).await;
    let (one, note) = told(&bench, "is_a_good_fit").await;
    let pair = links(&note);
    let forged = pair[0].replace("expires=", "expires=9");
    assert_eq!(bench.http.get(forged).send().await.unwrap().status(), 403);
    bench.jump(3 * HOUR).await;
    for (status, link) in [(410, pair[0]), (403, pair[1])] {
        bench.switch(json!({ "expired_status": status })).await;
        assert_eq!(bench.http.get(link).send().await.unwrap().status(), status);
    }
    let url = format!(
        "{}/candidates/{}/feedback",
        bench.info("api_base"),
        one["id"].as_str().unwrap()
    );
    let answer = bench
        .http
        .get(url)
        .bearer_auth(bench.info("api_key"))
        .send()
        .await
        .unwrap();
    let fresh: Value = answer.json().await.unwrap();
    assert_eq!(fresh["outcome_text"], "Is a Good Fit");
    for field in ["report_url", "video_url"] {
        let link = fresh[field].as_str().unwrap();
        assert_eq!(bench.http.get(link).send().await.unwrap().status(), 200);
    }
}
