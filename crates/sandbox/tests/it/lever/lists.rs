//! Paging, order and filters of lists.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, START, still};

/// Walks all pages. `encode` says what happens to the token on its way into the query.
async fn walk(bench: &Bench, path: &str, encode: fn(&str) -> String) -> Vec<Value> {
    let mut all = Vec::new();
    let mut offset = String::new();
    loop {
        let page = bench.get(&format!("{path}{offset}")).await;
        all.extend(page["data"].as_array().unwrap().iter().cloned());
        match page.get("next") {
            Some(next) => {
                assert_eq!(page["hasNext"], true);
                offset = format!("&offset={}", encode(next.as_str().unwrap()));
            }
            None => {
                assert_eq!(page["hasNext"], false);
                return all;
            }
        }
    }
}

fn as_is(token: &str) -> String {
    token.to_owned()
}

/// What an HTTP library does with a query value: the token goes over the wire encoded twice.
fn encoded_again(token: &str) -> String {
    token.replace('%', "%25")
}

fn ids(list: &[Value]) -> Vec<&str> {
    list.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_record_comes_once_in_order_of_rank_and_last_advance() {
    let bench = Bench::start().await;
    let once = walk(&bench, "/opportunities?limit=7", as_is).await;
    let twice = walk(&bench, "/opportunities?limit=7", encoded_again).await;
    assert_eq!(once, twice);
    assert_eq!(once.len(), 120);
    assert_eq!(ids(&once).into_iter().collect::<BTreeSet<_>>().len(), 120);
    let stages = bench.get("/disposition_stages").await["data"]["stages"].clone();
    let rank = |one: &Value| {
        let stage = stages
            .as_array()
            .unwrap()
            .iter()
            .find(|stage| stage["id"] == one["stage"]);
        stage.unwrap()["rank"].as_f64().unwrap()
    };
    for pair in once.windows(2) {
        let (a, b) = (rank(&pair[0]), rank(&pair[1]));
        assert!(
            a < b
                || (a == b
                    && pair[0]["lastAdvancedAt"].as_i64() >= pair[1]["lastAdvancedAt"].as_i64())
        );
    }
}

#[tokio::test]
async fn the_token_names_the_first_record_of_the_next_page() {
    let bench = Bench::start().await;
    let page = bench.get("/opportunities?limit=5").await;
    let token = page["next"].as_str().unwrap();
    let next = bench
        .get(&format!("/opportunities?limit=5&offset={token}"))
        .await;
    let first = next["data"][0].clone();
    assert!(token.starts_with("%5B1%2C"), "{token}");
    assert!(token.contains(first["id"].as_str().unwrap()));
    assert!(token.contains(&first["lastAdvancedAt"].to_string()));
}

#[tokio::test]
async fn a_record_that_moves_between_pages_is_missed_or_met_twice() {
    let bench = Bench::start().await;
    let all = walk(&bench, "/opportunities?limit=100", as_is).await;
    let first = bench.get("/opportunities?limit=40").await;
    let token = first["next"].as_str().unwrap().to_owned();
    // The last one goes to the top of the first stage (page one was read already); the first one goes to the end.
    let (early, late) = (ids(&all)[0].to_owned(), ids(&all)[119].to_owned());
    bench.jump(1_000);
    bench
        .put(
            &format!("/opportunities/{late}/stage"),
            json!({ "stage": "lead-new" }),
        )
        .await;
    bench
        .put(
            &format!("/opportunities/{early}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    let rest = walk(
        &bench,
        &format!("/opportunities?limit=100&offset={token}"),
        as_is,
    )
    .await;
    assert!(!ids(&rest).contains(&late.as_str()), "missed");
    assert!(ids(&rest).contains(&early.as_str()), "met twice");
    // A closing pass over what changed since the start finds both.
    let closing = bench
        .get(&format!("/opportunities?updated_at_start={START}"))
        .await;
    let found: BTreeSet<_> = ids(closing["data"].as_array().unwrap())
        .into_iter()
        .collect();
    assert_eq!(found, BTreeSet::from([early.as_str(), late.as_str()]));
}

#[tokio::test]
async fn filters_mean_or_within_a_key_and_and_between_keys() {
    let bench = Bench::start().await;
    let all = walk(&bench, "/opportunities?limit=100", as_is).await;
    let posting = bench.posting("Backend Engineer, Payments").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let expanded = walk(
        &bench,
        "/opportunities?limit=100&expand=applications",
        as_is,
    )
    .await;
    let count = |test: &dyn Fn(&Value) -> bool| expanded.iter().filter(|one| test(one)).count();
    let has_tag = |one: &Value, tag: &str| one["tags"].as_array().unwrap().contains(&json!(tag));
    let on_posting = |one: &Value, archived: bool| {
        one["applications"][0]["posting"] == json!(posting)
            && one["applications"][0]["archived"].is_object() == archived
    };
    let middle = all
        .iter()
        .filter_map(|one| one["updatedAt"].as_i64())
        .max()
        .unwrap()
        - 20 * 86_400_000;
    let person = &all[0];
    let cases: Vec<(String, usize)> = vec![
        (
            "stage_id=lead-new&stage_id=offer".into(),
            count(&|one| one["stage"] == "lead-new" || one["stage"] == "offer"),
        ),
        (
            "stage_id=lead-new&archived=false".into(),
            count(&|one| one["stage"] == "lead-new" && one["archived"].is_null()),
        ),
        (
            "archived=true".into(),
            count(&|one| one["archived"].is_object()),
        ),
        (
            "tag=JobTwine".into(),
            count(&|one| has_tag(one, "JobTwine")),
        ),
        ("tag=jobtwine".into(), 0),
        (
            "tag=JobTwine&tag=Relocation".into(),
            count(&|one| has_tag(one, "JobTwine") || has_tag(one, "Relocation")),
        ),
        (
            format!("posting_id={posting}"),
            count(&|one| on_posting(one, false)),
        ),
        (
            format!("archived_posting_id={posting}"),
            count(&|one| on_posting(one, true)),
        ),
        (
            format!("updated_at_start={middle}"),
            count(&|one| one["updatedAt"].as_i64().is_some_and(|at| at >= middle)),
        ),
        (
            format!("updated_at_end={middle}"),
            count(&|one| one["updatedAt"].as_i64().is_some_and(|at| at <= middle)),
        ),
        (
            format!("contact_id={}", person["contact"].as_str().unwrap()),
            count(&|one| one["contact"] == person["contact"]),
        ),
        (
            "origin=agency&origin=university".into(),
            count(&|one| one["origin"] == "agency" || one["origin"] == "university"),
        ),
        (
            "source=Referral".into(),
            count(&|one| one["sources"] == json!(["Referral"])),
        ),
        (
            "location=unspecified".into(),
            count(&|one| one.get("opportunityLocation").is_none()),
        ),
        (
            "snoozed=true".into(),
            count(&|one| one["snoozedUntil"].is_i64()),
        ),
        ("confidentiality=confidential".into(), 0),
        ("confidentiality=all".into(), 120),
    ];
    for (query, wanted) in &cases {
        let found = walk(&bench, &format!("/opportunities?limit=50&{query}"), as_is).await;
        assert_eq!(found.len(), *wanted, "{query}");
    }
    // The table would show nothing if the world had none of these.
    assert!(
        cases.iter().filter(|(_, wanted)| *wanted > 0).count() >= 13,
        "{cases:?}"
    );
    let with_null = all.iter().filter(|one| one["updatedAt"].is_null()).count();
    let ever = walk(&bench, "/opportunities?limit=50&updated_at_start=0", as_is).await;
    assert!(with_null > 0);
    assert_eq!(
        ever.len(),
        120 - with_null,
        "rows with a null updatedAt are in no range"
    );
}

#[tokio::test]
async fn an_address_is_found_whatever_its_case() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let found = bench.get("/opportunities?email=ZOE@Example.com").await;
    assert_eq!(ids(found["data"].as_array().unwrap()), [id]);
}

#[tokio::test]
async fn deleted_ones_leave_the_list_and_stand_in_their_own() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    assert_eq!(
        bench.get("/opportunities/deleted").await,
        json!({ "data": [], "hasNext": false })
    );
    bench.jump(5_000);
    bench
        .console(&format!("/opportunities/{id}/delete"), json!({}))
        .await;
    assert_eq!(
        bench
            .call(Method::GET, &format!("/opportunities/{id}"), None)
            .await
            .0,
        404
    );
    let gone = bench
        .get(&format!(
            "/opportunities/deleted?deleted_at_start={}",
            START + 5_000
        ))
        .await;
    assert_eq!(gone["data"][0]["id"], json!(id));
    assert_eq!(gone["data"][0]["deletedAt"], json!(START + 5_000));
    let later = bench
        .get(&format!(
            "/opportunities/deleted?deleted_at_start={}",
            START + 5_001
        ))
        .await;
    assert_eq!(later["data"], json!([]));
}

#[tokio::test]
async fn tags_are_counted_with_archived_ones_and_sorted_without_regard_to_case() {
    let bench = Bench::start().await;
    let all = walk(&bench, "/opportunities?limit=100", as_is).await;
    let tags = walk(&bench, "/tags?limit=10", as_is).await;
    let texts: Vec<String> = tags
        .iter()
        .map(|tag| tag["text"].as_str().unwrap().to_lowercase())
        .collect();
    assert!(texts.is_sorted());
    for tag in &tags {
        let carriers = all
            .iter()
            .filter(|one| one["tags"].as_array().unwrap().contains(&tag["text"]))
            .count();
        assert_eq!(tag["count"], json!(carriers), "{tag}");
    }
}

#[tokio::test]
async fn users_are_active_ones_unless_asked_and_filtered_by_role_and_address() {
    let bench = Bench::start().await;
    let active = bench.get("/users").await["data"]
        .as_array()
        .unwrap()
        .clone();
    let all = bench.get("/users?includeDeactivated=true").await["data"]
        .as_array()
        .unwrap()
        .clone();
    assert!(all.len() > active.len());
    // As a published connector writes it.
    assert_eq!(
        bench.get("/users?includeDeactivated=True").await["data"],
        json!(all)
    );
    assert!(active.iter().all(|user| user["deactivatedAt"].is_null()));
    assert!(
        all.windows(2)
            .all(|pair| pair[0]["createdAt"].as_i64() >= pair[1]["createdAt"].as_i64())
    );
    let admins = bench
        .get("/users?accessRole[]=super%20admin&accessRole[]=admin")
        .await;
    let wanted = active
        .iter()
        .filter(|user| user["accessRole"] == "super admin" || user["accessRole"] == "admin")
        .count();
    assert_eq!(admins["data"].as_array().unwrap().len(), wanted);
    let email = active[3]["email"].as_str().unwrap();
    assert_eq!(
        bench.get(&format!("/users?email={email}")).await["data"],
        json!([active[3]])
    );
}

#[tokio::test]
async fn candidates_of_old_read_what_opportunities_read() {
    let bench = Bench::start().await;
    let page = bench.get("/opportunities?limit=5&archived=false").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 5);
    assert_eq!(
        bench.get("/candidates?limit=5&archived=false").await,
        page,
        "with the same tokens"
    );
    let id = page["data"][0]["id"].as_str().unwrap();
    for below in ["", "/notes", "/interviews"] {
        assert_eq!(
            bench.get(&format!("/candidates/{id}{below}")).await,
            bench.get(&format!("/opportunities/{id}{below}")).await
        );
    }
}

#[tokio::test]
async fn a_big_world_is_walked_whole() {
    let mut settings = still();
    settings.opportunities = 2_000;
    let bench = Bench::with(settings).await;
    let all = walk(&bench, "/opportunities?limit=100", as_is).await;
    assert_eq!(ids(&all).into_iter().collect::<BTreeSet<_>>().len(), 2_000);
}

#[tokio::test]
async fn confidential_ones_are_missing_unless_asked_for_with_the_grant() {
    let mut settings = still();
    settings.switches.confidential_postings = 4;
    let mut bench = Bench::with(settings).await;
    let total = async |bench: &Bench, query: &str| {
        walk(bench, &format!("/opportunities?limit=100&{query}"), as_is)
            .await
            .len()
    };
    let open = total(&bench, "archived=false").await + total(&bench, "archived=true").await;
    let hidden = walk(
        &bench,
        "/opportunities?limit=100&confidentiality=confidential",
        as_is,
    )
    .await;
    assert!(!hidden.is_empty());
    assert_eq!(open + hidden.len(), 120);
    assert_eq!(total(&bench, "confidentiality=all").await, 120);
    assert_eq!(
        bench.get("/postings").await["data"]
            .as_array()
            .unwrap()
            .len(),
        20
    );
    let key = bench.console("/keys", json!({})).await;
    bench.use_key(key["api_key"].as_str().unwrap());
    let one = format!("/opportunities/{}", ids(&hidden)[0]);
    assert_eq!(bench.call(Method::GET, &one, None).await.0, 403);
    assert_eq!(
        bench
            .call(Method::GET, "/opportunities?confidentiality=all", None)
            .await
            .0,
        403
    );
    assert_eq!(total(&bench, "").await, open);
}
