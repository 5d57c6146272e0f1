//! The day's writes from the card: a note that mentions a colleague, a tag, an archiving with a booked interview.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::{card_in, hook};
use serde_json::{Value, json};

use crate::stage::{WELL_TAGGED, setting};

const NAME: &str = "Wren Okonkwo-Halloran";

#[tokio::test]
async fn a_day_at_the_card_with_a_vendor_profile() {
    a_day_at_the_card(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn a_day_at_the_card_from_lever_alone() {
    a_day_at_the_card(Evidence::LeverAlone).await;
}

async fn a_day_at_the_card(evidence: Evidence) {
    let mut people = None;
    let at = Recruiter::arrive(&setting(31, evidence), async |company| {
        // Says everything, and no bad luck is invented.
        company
            .act(
                "jobtwine/switches",
                &json!({ "silence": "never", "first_claim": "succeeds" }),
            )
            .await?;
        let posting = company.posting(WELL_TAGGED).await?;
        company
            .act(
                &format!("postings/{posting}/tags"),
                &json!({ "tags": ["JobTwine"] }),
            )
            .await?;
        company.act("jobtwine/poll", &json!({})).await?;
        company
            .act(
                &format!("jobtwine/jobs/{posting}/rounds"),
                &json!({ "rounds": [{ "name": "Coding" }] }),
            )
            .await?;
        let screen = company.stage("Recruiter screen").await?;
        let experts = company.stage("JobTwine").await?;
        let wren = company
            .add(&Person {
                name: NAME,
                email: Some("wren@example.org"),
                phone: None,
                posting: &posting,
                stage: &screen,
            })
            .await?;
        people = Some((wren, experts));
        Ok(())
    })
    .await
    .unwrap();
    let (wren, experts) = people.unwrap();
    book_an_interview(&at, &wren, &experts).await;

    at.find_card(&experts, &wren).await.unwrap();
    at.open_panel(&experts, &wren).await.unwrap();
    at.window
        .wait_for_text(&hook("journey-link"), "the booked interview", |text| {
            text.contains("Scheduled") && !text.contains("Waiting")
        })
        .await
        .unwrap();

    // A note that mentions a colleague is completed, held, and then in Lever as typed.
    let colleague = colleague(&at).await;
    at.window.click(&hook("note-add")).await.unwrap();
    at.window
        .type_into(&hook("note-text"), &format!("@{}", &colleague[..3]))
        .await
        .unwrap();
    let offer = format!("[data-testid='mention'][data-username='{colleague}']");
    at.window.click(&offer).await.unwrap();
    at.window.keys("prefers mornings").await.unwrap();
    at.window.click(&hook("note-secret")).await.unwrap();
    at.window
        .wait_for_text(&hook("note-reaches"), "whom it reaches", |text| {
            text.contains("bell")
        })
        .await
        .unwrap();
    at.window.click(&hook("note-send")).await.unwrap();
    at.window
        .wait_for_text(&hook("dock-item"), "the note in the hold", |text| {
            text.contains(NAME) && text.contains("mentions")
        })
        .await
        .unwrap();
    at.window.click(&hook("send-now")).await.unwrap();
    let expected = format!("@{colleague} prefers mornings");
    let note = wait::until("the note in Lever", async || {
        let notes = at
            .company
            .lever(&format!("opportunities/{wren}/notes"))
            .await?;
        let found = notes.as_array().and_then(|notes| {
            notes
                .iter()
                .find(|note| note["fields"][0]["value"] == expected.as_str())
                .cloned()
        });
        wait::hold(found.is_some(), || format!("{notes}"))?;
        Ok(found.unwrap_or_default())
    })
    .await
    .unwrap();
    assert_eq!(note["secret"], true, "{note}");
    assert_eq!(note["user"], at.company.fact("/seat/user_id").unwrap());

    // A tag is added by keys and removed with its cross.
    at.window.click(&hook("tag-add")).await.unwrap();
    at.window
        .type_into(&hook("tag-text"), "speaks Welsh\u{E007}")
        .await
        .unwrap();
    let cross = "[data-testid='tag-remove'][data-tag='speaks Welsh']";
    at.window
        .wait_for_text("[data-testid='tag-line']", "the tag in the panel", |text| {
            text.contains("speaks Welsh")
        })
        .await
        .unwrap();
    until_tagged(&at, &wren, true).await;
    at.window.click(cross).await.unwrap();
    until_tagged(&at, &wren, false).await;

    archive_and_back(&at, &wren, &experts).await;
}

/// Warned, held, undone; then done; then back.
async fn archive_and_back(at: &Recruiter, wren: &str, experts: &str) {
    let writes = format!("{wren}/archived");
    at.window.click(&hook("archive")).await.unwrap();
    at.window
        .wait_for_text(&hook("left-open"), "the warning", |text| {
            text.contains("stays booked with JobTwine")
        })
        .await
        .unwrap();
    at.window.keys("\u{E015}").await.unwrap();
    at.window.click(&hook("archive-confirm")).await.unwrap();
    at.window
        .wait_for_text(&hook("dock-item"), "the archiving in the hold", |text| {
            text.contains("archive as")
        })
        .await
        .unwrap();
    at.window.click(&hook("dock-undo")).await.unwrap();
    at.window.wait_until_gone(&hook("dock-item")).await.unwrap();
    assert_eq!(
        at.company.writes(&writes).await.unwrap(),
        Vec::<Value>::new()
    );

    at.window.click(&hook("archive")).await.unwrap();
    let reasons = at.company.lever("archive_reasons").await.unwrap();
    let reason = reasons
        .as_array()
        .unwrap()
        .iter()
        .find(|reason| reason["status"] == "active" && reason["type"] == "non-hired")
        .cloned()
        .unwrap();
    let text = reason["text"].as_str().unwrap();
    at.window
        .type_into(&hook("archive-filter"), text)
        .await
        .unwrap();
    at.window.click(&hook("archive-confirm")).await.unwrap();
    at.window.click(&hook("send-now")).await.unwrap();
    until_archived(at, wren, Some(&reason["id"])).await;
    at.window
        .wait_for_text(&hook("archived"), "why it is archived", |shown| {
            shown.contains(text)
        })
        .await
        .unwrap();
    at.window
        .wait_until_gone(&card_in(experts, wren))
        .await
        .unwrap();
    assert_eq!(at.company.writes(&writes).await.unwrap().len(), 1);

    at.window.click(&hook("unarchive")).await.unwrap();
    at.window.click(&hook("send-now")).await.unwrap();
    until_archived(at, wren, None).await;
    at.find_card(experts, wren).await.unwrap();
    assert_eq!(at.company.writes(&writes).await.unwrap().len(), 2);
}

/// A colleague moves the candidate, who gives slots, and an expert takes one.
async fn book_an_interview(at: &Recruiter, wren: &str, experts: &str) {
    at.company
        .act(
            &format!("opportunities/{wren}/stage"),
            &json!({ "stage": experts }),
        )
        .await
        .unwrap();
    let state = at.company.read("state.json").await.unwrap();
    let now = state["now"].as_i64().unwrap();
    let slots: Vec<i64> = (1..4).map(|days| now + days * 24 * 3_600_000).collect();
    for (action, body) in [("slots", json!({ "slots": slots })), ("claim", json!({}))] {
        wait::until(action, async || {
            at.company
                .act(&format!("jobtwine/{wren}/{action}"), &body)
                .await
        })
        .await
        .unwrap();
    }
}

/// The user name of a colleague who is active.
async fn colleague(at: &Recruiter) -> String {
    let users = at.company.lever("users?limit=100").await.unwrap();
    let seat = at.company.fact("/seat/user_id").unwrap();
    users
        .as_array()
        .unwrap()
        .iter()
        .filter(|user| user["id"] != seat)
        .filter_map(|user| user["username"].as_str())
        .find(|name| name.is_ascii() && name.len() > 3)
        .unwrap()
        .to_owned()
}

async fn until_tagged(at: &Recruiter, opportunity: &str, there: bool) {
    wait::until("the tag in Lever", async || {
        let tags = at.company.tags_of(opportunity).await?;
        let found = tags.contains(&"speaks Welsh".to_owned());
        wait::hold(found == there, || format!("{tags:?}"))
    })
    .await
    .unwrap();
}

async fn until_archived(at: &Recruiter, opportunity: &str, reason: Option<&Value>) {
    wait::until("the mark in Lever", async || {
        let held = at
            .company
            .lever(&format!("opportunities/{opportunity}"))
            .await?;
        let mark = &held["archived"];
        let expected = reason.unwrap_or(&Value::Null);
        let found = if mark.is_null() {
            mark
        } else {
            &mark["reason"]
        };
        wait::hold(found == expected, || format!("{mark}"))
    })
    .await
    .unwrap();
}
