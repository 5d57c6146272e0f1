//! What needs the recruiter: done by one key, put off until something happens, and the same numbers wherever they stand.

use fulcrum_stories::company::Person;
use fulcrum_stories::error::{Error, Result};
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::stage::{WELL_TAGGED, setting};

#[tokio::test]
async fn slots_wanted_are_done_and_come_back_with_a_vendor_profile() {
    slots_wanted_are_done_and_come_back(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn slots_wanted_are_done_and_come_back_from_lever_alone() {
    slots_wanted_are_done_and_come_back(Evidence::LeverAlone).await;
}

async fn slots_wanted_are_done_and_come_back(evidence: Evidence) {
    let (at, ids) = two_for_jobtwine(evidence).await;
    let [done, snoozed] = &ids;
    at.window.click(&hook("nav-inbox")).await.unwrap();
    for id in &ids {
        wait_for_item(&at, "needsYou", id).await.unwrap();
    }
    wait::until("both are unread everywhere", async || {
        same_numbers(&at, 2).await
    })
    .await
    .unwrap();

    // One key, and it is done.
    point_at(&at, done).await.unwrap();
    at.window.keys("e").await.unwrap();
    at.window
        .wait_until_gone(&item("needsYou", done))
        .await
        .unwrap();
    show_tab(&at, "doneToday").await.unwrap();
    wait_for_item(&at, "doneToday", done).await.unwrap();

    // Another is put off until somebody writes a note.
    show_tab(&at, "needsYou").await.unwrap();
    point_at(&at, snoozed).await.unwrap();
    wait::until("nothing is unread any more", async || {
        same_numbers(&at, 0).await
    })
    .await
    .unwrap();
    at.window.keys("h").await.unwrap();
    at.window
        .click(&format!("{}[data-value='note']", hook("snooze-choice")))
        .await
        .unwrap();
    at.window
        .wait_until_gone(&item("needsYou", snoozed))
        .await
        .unwrap();
    show_tab(&at, "snoozed").await.unwrap();
    wait_for_item(&at, "snoozed", snoozed).await.unwrap();

    // The next morning both lie where they lay.
    let at = at.come_back(evidence).await.unwrap();
    at.window.click(&hook("nav-inbox")).await.unwrap();
    show_tab(&at, "doneToday").await.unwrap();
    wait_for_item(&at, "doneToday", done).await.unwrap();
    show_tab(&at, "snoozed").await.unwrap();
    wait_for_item(&at, "snoozed", snoozed).await.unwrap();
    same_numbers(&at, 0).await.unwrap();

    // The note comes, and so does the item, as news.
    note_by_a_colleague(&at, snoozed).await.unwrap();
    show_tab(&at, "needsYou").await.unwrap();
    wait_for_item(&at, "needsYou", snoozed).await.unwrap();
    wait::until("it is news everywhere", async || same_numbers(&at, 1).await)
        .await
        .unwrap();

    // Enter opens the candidate beside the list, Escape leads back to it.
    point_at(&at, snoozed).await.unwrap();
    at.window.keys("\u{e007}").await.unwrap();
    at.panel_shows(snoozed).await.unwrap();
    let here = at.window.texts(&item("needsYou", snoozed)).await.unwrap();
    assert_eq!(here.len(), 1, "the list stays beside the panel");
    at.window.keys("\u{e00c}").await.unwrap();
    at.window.wait_until_gone(&hook("panel")).await.unwrap();
    at.window.close().await.unwrap();
}

/// The buttons of the native notification, pressed in the desktop's own daemon.
#[tokio::test]
async fn a_notification_snoozes_and_opens() {
    let (at, ids) = two_for_jobtwine(Evidence::VendorProfile).await;
    at.window.click(&hook("nav-inbox")).await.unwrap();
    for id in &ids {
        wait_for_item(&at, "needsYou", id).await.unwrap();
    }
    wait::until("a notification for each", async || {
        let all = at.desktop.notices().all();
        wait::hold(all.len() == 2, || format!("{all:?}"))
    })
    .await
    .unwrap();
    // Others need the recruiter since before this story.
    let needing = count(&at, "needsYou").await.unwrap();
    at.desktop.notices().press("Snooze 1 h").unwrap();
    wait::until("one of them is put off", async || {
        let counts = (count(&at, "needsYou").await?, count(&at, "snoozed").await?);
        wait::hold(counts == (needing - 1, 1), || {
            format!("{counts:?} after {needing}")
        })
    })
    .await
    .unwrap();
    show_tab(&at, "snoozed").await.unwrap();
    let rows = hook("inbox-item");
    let put_off = wait::until("the one that was put off", async || {
        let listed = at.window.attributes(&rows, "data-id").await?;
        wait::hold(listed.len() == 1, || format!("{listed:?}"))?;
        Ok(listed)
    })
    .await
    .unwrap();
    let other = ids.iter().find(|id| !put_off.contains(id)).unwrap();

    // A server without buttons leads there too: the click on the bubble, and the inbox itself.
    at.desktop.notices().click_newest().unwrap();
    wait::until("a card opens", async || {
        let shown = at.window.attributes(&hook("panel"), "data-id").await?;
        wait::hold(ids.contains(&shown.join("")), || format!("{shown:?}"))
    })
    .await
    .unwrap();
    at.window.click(&hook("nav-inbox")).await.unwrap();
    show_tab(&at, "needsYou").await.unwrap();
    point_at(&at, other).await.unwrap();
    at.window.keys("\u{e007}").await.unwrap();
    at.panel_shows(other).await.unwrap();
    at.window.close().await.unwrap();
}

/// Two candidates whose slots JobTwine wants, asked for by a move in Lever itself.
async fn two_for_jobtwine(evidence: Evidence) -> (Recruiter, [String; 2]) {
    let mut made = Vec::new();
    let at = Recruiter::arrive(&setting(23, evidence), async |company| {
        let switches = json!({ "silence": "never", "self_schedule": "never", "wording": 0 });
        company.act("jobtwine/switches", &switches).await?;
        let stage = company.stage("Recruiter screen").await?;
        let posting = company.posting(WELL_TAGGED).await?;
        company
            .act(
                &format!("postings/{posting}/tags"),
                &json!({ "tags": ["JobTwine", "myInterview:Lever Demo"] }),
            )
            .await?;
        company.act("jobtwine/poll", &json!({})).await?;
        company
            .act(
                &format!("jobtwine/jobs/{posting}/rounds"),
                &json!({ "rounds": [{ "name": "Coding" }] }),
            )
            .await?;
        for (name, email) in [
            ("Ximena Larkspur", "ximena@example.org"),
            ("ليلى عبد النور نجم الصحراء", "layla@example.org"),
        ] {
            let person = Person {
                name,
                email: Some(email),
                phone: Some("+447700900142"),
                posting: &posting,
                stage: &stage,
            };
            made.push(company.add(&person).await?);
        }
        Ok(())
    })
    .await
    .unwrap();
    let stage = at.company.stage("JobTwine").await.unwrap();
    for id in &made {
        at.company
            .act(
                &format!("opportunities/{id}/stage"),
                &json!({ "stage": stage }),
            )
            .await
            .unwrap();
    }
    let ids = made.try_into().unwrap();
    (at, ids)
}

fn item(tab: &str, opportunity: &str) -> String {
    format!(
        "{}[data-tab='{tab}'] {}[data-id='{opportunity}']",
        hook("inbox-list"),
        hook("inbox-item")
    )
}

async fn wait_for_item(at: &Recruiter, tab: &str, opportunity: &str) -> Result<String> {
    let what = format!("{opportunity} in {tab}");
    at.window
        .wait_for_text(&item(tab, opportunity), &what, |_| true)
        .await
}

async fn show_tab(at: &Recruiter, tab: &str) -> Result<()> {
    at.window.click(&hook(&format!("inbox-tab-{tab}"))).await?;
    let shown = format!("{}[data-tab='{tab}']", hook("inbox-list"));
    at.window
        .wait_for_text(&shown, "the tab", |_| true)
        .await
        .map(|_| ())
}

/// Clicks an item until the detail beside is its own: a row that moves under the pointer is aimed at again.
async fn point_at(at: &Recruiter, opportunity: &str) -> Result<()> {
    let row = item("needsYou", opportunity);
    wait::until("the item's detail", async || {
        at.window.click(&row).await?;
        let key = at.window.attributes(&row, "data-key").await?;
        let shown = at
            .window
            .attributes(&hook("inbox-detail"), "data-key")
            .await?;
        wait::hold(key == shown, || format!("{shown:?} instead of {key:?}"))
    })
    .await
}

async fn count(at: &Recruiter, tab: &str) -> Result<usize> {
    let text = at.window.text(&hook(&format!("inbox-count-{tab}"))).await?;
    text.trim()
        .parse()
        .map_err(|_| Error::Wrong(format!("{tab} counts “{text}”")))
}

/// The sidebar, the list and the window's title tell the same number of unread items; the tab tells the number of rows.
async fn same_numbers(at: &Recruiter, unread: usize) -> Result<()> {
    let badge = at
        .window
        .texts(&format!("{} [aria-hidden]", hook("inbox-badge")))
        .await?;
    let rows = at
        .window
        .attributes(
            &format!(
                "{}[data-tab='needsYou'] {}",
                hook("inbox-list"),
                hook("inbox-item")
            ),
            "data-unread",
        )
        .await?;
    let titles = titles(at)?;
    let named = if unread == 0 {
        "Fulcrum".to_owned()
    } else {
        format!("({unread}) Fulcrum")
    };
    wait::hold(titles.contains(&named), || {
        format!(
            "windows are called {titles:?}, the sidebar says {badge:?}, rows are unread: {rows:?}"
        )
    })?;
    let expected = if unread == 0 {
        Vec::new()
    } else {
        vec![unread.to_string()]
    };
    wait::hold(badge == expected, || format!("the sidebar says {badge:?}"))?;
    let list = at
        .window
        .attributes(&hook("inbox-list"), "data-tab")
        .await?;
    if list == ["needsYou"] {
        let marked = rows.iter().filter(|one| *one == "true").count();
        wait::hold(marked == unread, || format!("{marked} rows are marked"))?;
        let counted = count(at, "needsYou").await?;
        wait::hold(counted == rows.len(), || {
            format!("{counted} counted, {} rows", rows.len())
        })?;
    }
    Ok(())
}

/// What the window system calls the program's windows.
fn titles(at: &Recruiter) -> Result<Vec<String>> {
    let output = at
        .desktop
        .command("xdotool")
        .args([
            "search",
            "--onlyvisible",
            "--name",
            "Fulcrum",
            "getwindowname",
            "%@",
        ])
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// Somebody else writes a note in Lever.
async fn note_by_a_colleague(at: &Recruiter, opportunity: &str) -> Result<()> {
    let seat = at.company.fact("/seat/user_id")?;
    let users = at.company.lever("users?limit=100").await?;
    let colleague = users
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|user| user["id"].as_str())
        .find(|id| *id != seat)
        .ok_or_else(|| Error::Wrong("the company has one user".to_owned()))?;
    let address = format!(
        "{}/opportunities/{opportunity}/notes?perform_as={colleague}",
        at.company.fact("/api_base")?
    );
    reqwest::Client::new()
        .post(address)
        .basic_auth(at.company.fact("/api_key")?, Some(""))
        .json(&json!({ "value": "Call the hiring manager first." }))
        .send()
        .await?
        .error_for_status()?;
    Ok(())
}
