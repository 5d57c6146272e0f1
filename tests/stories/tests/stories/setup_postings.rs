//! Tags of postings, mended by an admin: one by a key, compared whole, then the rest together, and all of it taken back; and
//! an account in which the first change comes back with more changed than its tags.

use std::collections::BTreeMap;

use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::stage::setting;

/// What stands wrongly on some postings, from a case that nobody can decide alone to three that anybody can.
const WRONG: [&[&str]; 4] = [
    &["Hot", "myInterview:lever demo"],
    &["myInterview:Lever Demo "],
    &["Jobtwine", "myInterview:Lever Demo"],
    &["myInterview:Lever Demo", "myInterview:lever demo"],
];

/// Postings as Lever has them, by id.
type Postings = BTreeMap<String, Value>;

/// The window on the set-up, with these postings mistagged and all others right. Ids in the order of [`WRONG`].
async fn arrive(seed: u64, damage: Option<&Value>) -> (Recruiter, Vec<String>, Postings) {
    let mut begun = None;
    let at = Recruiter::arrive(&setting(seed, Evidence::LeverAlone), async |company| {
        let all = company.lever("postings?limit=100").await?;
        let published: Vec<String> = list(&all)
            .iter()
            .filter(|posting| posting["state"] == "published")
            .map(|posting| posting["id"].as_str().unwrap().to_owned())
            .collect();
        for posting in list(&all) {
            let id = posting["id"].as_str().unwrap();
            let wrong = published
                .iter()
                .position(|one| *one == id)
                .and_then(|at| WRONG.get(at));
            let tags = wrong.map_or_else(|| json!(["Hot"]), |tags| json!(tags));
            company
                .act(&format!("postings/{id}/tags"), &json!({ "tags": tags }))
                .await?;
        }
        if let Some(damage) = damage {
            company.act("posting_damage", damage).await?;
        }
        begun = Some((published, postings(company).await?));
        Ok(())
    })
    .await
    .unwrap();
    let (ids, before) = begun.unwrap();
    at.window.click(&hook("nav-setup")).await.unwrap();
    at.window
        .click("[data-testid=setup-step][data-step=postings] button")
        .await
        .unwrap();
    at.window
        .wait_for_text(&hook("lint-place"), "the first problem", |text| {
            text.contains("of 4")
        })
        .await
        .unwrap();
    at.window.click(&hook("postings-problems")).await.unwrap();
    wait::until("the problems alone", async || {
        let rows = at
            .window
            .attributes(&hook("posting-row"), "data-id")
            .await?;
        wait::hold(rows.len() == WRONG.len(), || format!("{} rows", rows.len()))
    })
    .await
    .unwrap();
    (at, ids.into_iter().take(WRONG.len()).collect(), before)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[][..], Vec::as_slice)
}

async fn postings(company: &Sandbox) -> fulcrum_stories::error::Result<Postings> {
    let all = company.lever("postings?limit=100").await?;
    let by_id = |one: &Value| (one["id"].as_str().unwrap().to_owned(), one.clone());
    Ok(list(&all).iter().map(by_id).collect())
}

fn apart_from_tags(posting: &Value) -> Value {
    let mut rest = posting.clone();
    for changing in ["tags", "updatedAt"] {
        rest.as_object_mut().unwrap().remove(changing);
    }
    rest
}

/// Waits until Lever has these tags on a posting, and nothing else of it is otherwise than before.
async fn until_tagged(at: &Recruiter, before: &Postings, id: &str, tags: &Value) {
    wait::until("the posting's tags in Lever", async || {
        let now = postings(&at.company).await?;
        let posting = &now[id];
        wait::hold(posting["tags"] == *tags, || {
            format!("{id} has {}", posting["tags"])
        })?;
        wait::hold(
            apart_from_tags(posting) == apart_from_tags(&before[id]),
            || format!("{id} is otherwise: {posting}"),
        )
    })
    .await
    .unwrap();
}

fn row(id: &str) -> String {
    format!("{}[data-id='{id}']", hook("posting-row"))
}

async fn choose(at: &Recruiter, id: &str) {
    at.window.click(&format!("{} th", row(id))).await.unwrap();
    let lint = format!("{}[data-posting='{id}']", hook("linter"));
    at.window
        .wait_for_text(&lint, "the posting's tags", |_| true)
        .await
        .unwrap();
}

#[tokio::test]
async fn one_is_fixed_and_compared_then_the_rest_and_all_is_taken_back() {
    let (at, ids, before) = arrive(41, None).await;
    let locked = at.window.text(&hook("fix-all-locked")).await.unwrap();
    assert!(
        locked.contains("Nothing was changed from here yet"),
        "{locked}"
    );

    // One by F: written with its state, read again, compared.
    choose(&at, &ids[0]).await;
    let marked = at
        .window
        .texts(&format!("{} mark", hook("lint-del")))
        .await
        .unwrap();
    assert_eq!(marked, ["l", "d"]);
    at.window.keys("f").await.unwrap();
    until_tagged(
        &at,
        &before,
        &ids[0],
        &json!(["Hot", "myInterview:Lever Demo"]),
    )
    .await;
    at.window
        .wait_for_text(&hook("lint-said"), "the comparison", |text| {
            text.contains("nothing but the tags had changed")
        })
        .await
        .unwrap();

    // The rest together; who needs a decision is left alone.
    at.window
        .wait_for_text(&hook("fix-all"), "what can be mended", |text| {
            text.contains("Fix 2 postings")
        })
        .await
        .unwrap();
    at.window.click(&hook("fix-all")).await.unwrap();
    until_tagged(&at, &before, &ids[1], &json!(["myInterview:Lever Demo"])).await;
    until_tagged(
        &at,
        &before,
        &ids[2],
        &json!(["JobTwine", "myInterview:Lever Demo"]),
    )
    .await;
    until_tagged(&at, &before, &ids[3], &json!(WRONG[3])).await;
    at.window
        .wait_for_text(&hook("tag-run-state"), "the end of the run", |text| {
            text.contains("Done.")
        })
        .await
        .unwrap();

    // Taken back, the run first and then the single one.
    at.window.click(&hook("tags-undo")).await.unwrap();
    until_tagged(&at, &before, &ids[2], &json!(WRONG[2])).await;
    until_tagged(&at, &before, &ids[1], &json!(WRONG[1])).await;
    at.window
        .wait_for_text(&hook("tag-run-state"), "the end of the undo", |text| {
            text.contains("Taken back.")
        })
        .await
        .unwrap();
    at.window.click(&hook("lint-undo")).await.unwrap();
    until_tagged(&at, &before, &ids[0], &json!(WRONG[0])).await;
    let mut writes = at.company.writes("postings/").await.unwrap();
    // Whether tags may be written is asked of a posting that does not exist.
    writes.retain(|one| !one["path"].as_str().unwrap().contains("/00000000-"));
    assert_eq!(writes.len(), 6, "each once, there and back: {writes:?}");
}

#[tokio::test]
async fn a_first_change_that_comes_back_changed_keeps_many_locked() {
    let (at, ids, before) = arrive(42, Some(&json!({ "updates": 1, "field": "locations" }))).await;
    choose(&at, &ids[0]).await;
    at.window.keys("f").await.unwrap();
    at.window
        .wait_for_text(&hook("problem"), "what changed besides", |text| {
            text.contains("categories.allLocations") && text.contains("put it back")
        })
        .await
        .unwrap();
    until_tagged(&at, &before, &ids[0], &json!(WRONG[0])).await;
    let locked = at
        .window
        .wait_for_text(&hook("fix-all-locked"), "why many are locked", |text| {
            text.contains("categories.allLocations")
        })
        .await
        .unwrap();
    assert!(locked.contains("Fix one posting"), "{locked}");
    let disabled = at
        .window
        .attributes(&format!("{}[disabled]", hook("fix-all")), "data-testid")
        .await
        .unwrap();
    assert_eq!(disabled, ["fix-all"]);

    // The way out: one that compares well opens it.
    choose(&at, &ids[1]).await;
    at.window.keys("f").await.unwrap();
    until_tagged(&at, &before, &ids[1], &json!(["myInterview:Lever Demo"])).await;
    at.window
        .wait_for_text(&hook("fix-all-open"), "many are open", |_| true)
        .await
        .unwrap();
    let writes = at
        .company
        .writes(&format!("postings/{}", ids[0]))
        .await
        .unwrap();
    assert_eq!(writes.len(), 2, "written, and put back: {writes:?}");
}
