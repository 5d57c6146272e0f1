//! Which template a posting gets, and the vendor's template file.

use serde_json::json;

use super::bench::Bench;

/// M4: the file holds every template, quoted where it must be; names repeat.
#[tokio::test]
async fn the_file_can_be_downloaded() {
    let bench = Bench::start().await;
    let answer = bench
        .http
        .get(bench.info("templates_file"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    let file = answer.text().await.unwrap();
    let rows: Vec<&str> = file.split("\r\n").collect();
    assert_eq!(rows[0], "template_id,name");
    assert!(rows.contains(&"6530f0c2a1b2c3d4e5f60701,Lever Demo"));
    assert!(rows.contains(&"6530f0c2a1b2c3d4e5f60704,\"Data Analyst, Graduate\""));
    assert!(rows.contains(&"6530f0c2a1b2c3d4e5f60706,\"Design \"\"Portfolio\"\" Talk\""));
    assert_eq!(
        rows.iter()
            .filter(|row| row.ends_with(",General Screening"))
            .count(),
        2
    );
    assert!(file.ends_with("\r\n"));
}

/// M5: id first, then exact name, special characters included.
#[tokio::test]
async fn an_id_or_an_exact_name_finds_the_template() {
    let bench = Bench::start().await;
    for (tag, template) in [
        ("myInterview:Lever Demo", "6530f0c2a1b2c3d4e5f60701"),
        (
            "myInterview:6530f0c2a1b2c3d4e5f60709",
            "6530f0c2a1b2c3d4e5f60709",
        ),
        (
            "myInterview:Design \"Portfolio\" Talk",
            "6530f0c2a1b2c3d4e5f60706",
        ),
        ("myInterview:Night Shift  Nurse", "6530f0c2a1b2c3d4e5f6070a"),
        ("myInterview:営業 一次面接", "6530f0c2a1b2c3d4e5f6070b"),
    ] {
        bench.tag_posting(&["remote", tag]).await;
        let id = bench.reachable().await;
        bench.enter(&id).await;
        let attempt = bench.until(&id, "invited").await;
        assert_eq!(attempt["template_id"], template, "{tag}");
        // The posting's job follows the tag.
        let jobs = bench.vendor().await["jobs"].take();
        assert_eq!(jobs.as_array().unwrap().len(), 1);
        assert_eq!(jobs[0]["template_id"], template);
    }
}

/// M6: a posting without the tag is ignored: no mail, no tag, no note.
#[tokio::test]
async fn an_untagged_posting_is_ignored() {
    let bench = Bench::start().await;
    for tags in [
        json!([]),
        json!(["Lever Demo"]),
        json!(["MyInterview:Lever Demo"]),
        json!(["myInterview"]),
    ] {
        let tags: Vec<&str> = tags
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| tag.as_str().unwrap())
            .collect();
        bench.tag_posting(&tags).await;
        let id = bench.reachable().await;
        bench.enter(&id).await;
        let attempt = bench.until(&id, "ignored").await;
        assert_eq!(attempt["code"], "no_tag", "{tags:?}");
        assert!(bench.notes(&id).await.is_empty());
        assert!(bench.status_tags(&id).await.is_empty());
        assert!(bench.mail(&id, "invite").await.is_empty());
    }
    assert!(bench.vendor().await["jobs"].as_array().unwrap().is_empty());
}
