//! What opens in a browser.

use super::bench::Bench;

/// The candidate's link: opening it is "Clicked", Finish is "Completed"; afterwards it says so.
#[tokio::test]
async fn a_candidate_records_in_the_browser() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let shape = link
        .strip_prefix(&format!("{}/start/", bench.info("base")))
        .unwrap();
    let (path, number) = shape.split_once("?unique_id=").unwrap();
    assert_eq!(path.split('/').count(), 3);
    assert_eq!(
        (path.split('/').next().unwrap().len(), number.len()),
        (24, 36)
    );

    let page = bench
        .http
        .get(&link)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("<li>Why this role?</li>") && page.contains("Finish"),
        "{page}"
    );
    assert_eq!(bench.attempts(&id).await[0]["state"], "clicked");
    let thanks = bench.http.post(&link).send().await.unwrap();
    assert_eq!(thanks.status(), 200);
    bench.until(&id, "completed").await;
    assert_eq!(bench.notes(&id).await.len(), 1);
    let after = bench
        .http
        .get(&link)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(after.contains("Already submitted"));
    assert_eq!(bench.http.post(&link).send().await.unwrap().status(), 410);
}

/// A link without its number, or past its deadline, does not open.
#[tokio::test]
async fn wrong_and_late_links_do_not_open() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let (bare, _) = link.split_once('?').unwrap();
    assert_eq!(bench.http.get(bare).send().await.unwrap().status(), 404);
    assert_eq!(bench.http.post(bare).send().await.unwrap().status(), 404);
    assert_eq!(bench.act(&id, "expire").await, 200);
    assert_eq!(bench.http.get(&link).send().await.unwrap().status(), 410);
    assert_eq!(bench.http.post(&link).send().await.unwrap().status(), 410);
    assert_eq!(bench.attempts(&id).await[0]["state"], "expired");
}

/// The review page holds a video that plays for ten minutes.
#[tokio::test]
async fn the_review_page_plays_the_video() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    let attempt = bench.until(&id, "completed").await;
    let review = attempt["review"].as_str().unwrap();
    let host = bench.info("review_host");
    assert!(
        review.starts_with(&format!("http://{host}/myinterview/review/")),
        "{review}"
    );
    let page = bench
        .http
        .get(review)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let (_, rest) = page.split_once("<video").unwrap();
    let (_, rest) = rest.split_once("src=\"").unwrap();
    let (source, _) = rest.split_once('"').unwrap();
    let source = source.replace("&amp;", "&");
    let media = bench.http.get(&source).send().await.unwrap();
    assert_eq!(media.headers()["content-type"], "video/webm");
    let bytes = media.bytes().await.unwrap();
    assert_eq!(&bytes[..4], [0x1A, 0x45, 0xDF, 0xA3]); // EBML: the mark of a WebM file
    bench.jump_hours(1).await;
    assert_eq!(bench.http.get(&source).send().await.unwrap().status(), 403);
    let unknown = format!("{}/review/ffffffffffffffffffffffff", bench.info("base"));
    assert_eq!(bench.http.get(unknown).send().await.unwrap().status(), 404);
}
