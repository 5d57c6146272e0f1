//! The dry run in the real window: an admin sends a test candidate through the chain, and every link says how it is known.

use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::{card, hook, part};
use serde_json::{Value, json};

use crate::stage::{MISSPELT, WELL_TAGGED, setting};

const NAME: &str = "Fulcrum test – please ignore";
const MYINTERVIEW: &str = "myinterview";
const JOBTWINE: &str = "jobtwine";

/// A company whose vendors always answer, and whose posting has rounds at JobTwine.
async fn prepared(company: &Sandbox) -> fulcrum_stories::error::Result<()> {
    company.set_vendor(&json!({ "silence": "never" })).await?;
    let experts = json!({ "silence": "never", "wording": 0, "poll_seconds": 1 });
    company.set_experts(&experts).await?;
    company.act("jobtwine/poll", &json!({})).await?;
    let posting = company.posting(WELL_TAGGED).await?;
    let rounds = json!({ "rounds": [{ "name": "Coding", "minutes": 60 }] });
    company
        .act(&format!("jobtwine/jobs/{posting}/rounds"), &rounds)
        .await?;
    Ok(())
}

async fn arrive(seed: u64, evidence: Evidence) -> Recruiter {
    Recruiter::arrive(&setting(seed, evidence), async |company| {
        prepared(company).await
    })
    .await
    .unwrap()
}

async fn open_page(at: &Recruiter) {
    at.window.click(&hook("nav-setup")).await.unwrap();
    let step = format!("{}[data-step='dryRun'] button", hook("setup-step"));
    at.window.click(&step).await.unwrap();
}

/// Opens the page, chooses posting and reason, and asks what will happen; returns the reason.
async fn ask(at: &Recruiter, posting: &str) -> String {
    let window = &at.window;
    open_page(at).await;
    let posting = at.company.posting(posting).await.unwrap();
    window
        .choose(&hook("dryrun-posting"), &posting)
        .await
        .unwrap();
    let reasons = at.company.lever("archive_reasons").await.unwrap();
    let reason = reasons
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["status"] == "active" && one["type"] == "non-hired")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    window
        .choose(&hook("dryrun-reason"), &reason)
        .await
        .unwrap();
    reason
}

async fn see_plan(at: &Recruiter, wanted: &[&str]) {
    at.window.click(&hook("dryrun-plan")).await.unwrap();
    at.window
        .wait_for_text(&hook("dryrun-confirm"), "what will happen", |text| {
            wanted.iter().all(|words| text.contains(words))
        })
        .await
        .unwrap();
}

async fn picture(at: &Recruiter, name: &str) {
    at.window.painted().await.unwrap();
    at.desktop.picture_where_asked_for(name).unwrap();
}

fn link_of(vendor: &str, link: &str, standing: &str) -> String {
    format!(
        "{}[data-vendor='{vendor}'] {}[data-link='{link}'][data-standing='{standing}']",
        hook("dryrun-part"),
        hook("dryrun-link")
    )
}

async fn stands(at: &Recruiter, vendor: &str, link: &str, standing: &str) -> String {
    let found = link_of(vendor, link, standing);
    let what = format!("{link} of {vendor} as {standing}");
    at.window
        .wait_for_text(&found, &what, |_| true)
        .await
        .unwrap()
}

async fn outcome(at: &Recruiter, vendor: &str, outcome: &str) {
    let found = format!(
        "{}[data-vendor='{vendor}'][data-outcome='{outcome}']",
        hook("dryrun-part")
    );
    at.window
        .wait_for_text(&found, &format!("{vendor} as {outcome}"), |_| true)
        .await
        .unwrap();
}

async fn ended(at: &Recruiter) {
    let over = format!("{}[data-phase='ended']", hook("dryrun-run"));
    at.window
        .wait_for_text(&over, "the end of the run", |text| {
            text.contains("The dry run is over. The test candidate is archived.")
        })
        .await
        .unwrap();
}

/// The test candidates, as Lever has them.
async fn candidates(at: &Recruiter) -> Vec<Value> {
    let found = at
        .company
        .lever("opportunities?tag=Fulcrum%20test&limit=100")
        .await
        .unwrap();
    found.as_array().unwrap().clone()
}

/// Exactly one, archived with that reason, and written to at the seat's own address alone.
async fn one_archived(at: &Recruiter, reason: &str) -> Value {
    let found = candidates(at).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let one = found[0].clone();
    assert_eq!(
        (&one["name"], &one["archived"]["reason"]),
        (&json!(NAME), &json!(reason))
    );
    let created = at.company.writes("/opportunities?").await.unwrap();
    let by_program = created.iter().filter(|one| one["method"] == "POST");
    assert_eq!(by_program.count(), 1, "{created:?}");
    one
}

#[tokio::test]
async fn green_to_the_end_with_a_vendor_profile() {
    green_to_the_end(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn green_to_the_end_from_lever_alone() {
    green_to_the_end(Evidence::LeverAlone).await;
}

async fn green_to_the_end(evidence: Evidence) {
    let at = arrive(61, evidence).await;
    let reason = ask(&at, WELL_TAGGED).await;
    at.window.click(&hook("dryrun-keep")).await.unwrap();
    picture(&at, "dryrun-form.png").await;
    let wanted = [
        NAME,
        "Moves it into “myInterview”; myInterview will e-mail",
        "Moves it into “JobTwine”; JobTwine will e-mail",
        "Archives it with the reason",
        "and nobody else",
    ];
    see_plan(&at, &wanted).await;
    picture(&at, "dryrun-confirm.png").await;
    assert_eq!(candidates(&at).await, Vec::<Value>::new());

    at.window.click(&hook("dryrun-start")).await.unwrap();
    for vendor in [MYINTERVIEW, JOBTWINE] {
        outcome(&at, vendor, "passed").await;
        for link in ["posting_tag", "stage_entered", "reacted", "invited"] {
            stands(&at, vendor, link, "proven").await;
        }
        stands(&at, vendor, "emailed", "unseen").await;
    }
    let stays = format!("{}[data-phase='staysOpen']", hook("dryrun-run"));
    at.window
        .wait_for_text(&stays, "that it stays open", |text| {
            text.contains("Archived by itself at")
        })
        .await
        .unwrap();
    // Only the admin can see the e-mail.
    let arrived = part(&link_of(MYINTERVIEW, "emailed", "unseen"), "dryrun-arrived");
    at.window.click(&arrived).await.unwrap();
    stands(&at, MYINTERVIEW, "emailed", "stated").await;
    picture(&at, "dryrun-green.png").await;

    // On the board it is marked, and the inbox has nothing of it.
    let open = candidates(&at).await;
    let id = open[0]["id"].as_str().unwrap();
    assert_eq!(open[0]["archived"], Value::Null);
    at.window.click(&hook("nav-board")).await.unwrap();
    let jobtwine = at.company.stage("JobTwine").await.unwrap();
    at.find_card(&jobtwine, id).await.unwrap();
    at.window
        .wait_for_text(&part(&card(id), "card-test"), "the mark", |text| {
            text == "Test"
        })
        .await
        .unwrap();
    picture(&at, "dryrun-board.png").await;
    at.window.click(&hook("nav-inbox")).await.unwrap();
    let named = at.window.texts("body").await.unwrap().join(" ");
    assert!(!named.contains(NAME), "{named}");

    open_page(&at).await;
    at.window.click(&hook("dryrun-stop")).await.unwrap();
    ended(&at).await;
    let verified = format!(
        "{}[data-step='dryRun'][data-standing='verified']",
        hook("setup-step")
    );
    at.window
        .wait_for_text(&verified, "the step as verified", |text| {
            text.contains("was invited by")
        })
        .await
        .unwrap();
    let one = one_archived(&at, &reason).await;
    let id = one["id"].as_str().unwrap();
    let mails = at.company.invitations("mail", id).await.unwrap();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(
        at.company.expert_mails(id, "invite").await.unwrap().len(),
        1
    );
    assert_eq!(
        at.desktop.notices().all().len(),
        0,
        "nobody is told of a test"
    );
}

#[tokio::test]
async fn a_webhook_that_is_off_is_said_with_its_switch() {
    let at = arrive(62, Evidence::LeverAlone).await;
    at.company
        .act("webhooks/all/off", &json!({}))
        .await
        .unwrap();
    let reason = ask(&at, WELL_TAGGED).await;
    at.window
        .click(&hook("dryrun-vendor-jobtwine"))
        .await
        .unwrap();
    see_plan(&at, &[NAME, "myInterview will e-mail"]).await;
    at.window.click(&hook("dryrun-start")).await.unwrap();
    stands(&at, MYINTERVIEW, "stage_entered", "proven").await;
    let waiting = stands(&at, MYINTERVIEW, "reacted", "waiting").await;
    assert!(waiting.contains("By "), "{waiting}");
    picture(&at, "dryrun-waiting.png").await;
    // Two minutes are what the vendor is given.
    let broken = stands(&at, MYINTERVIEW, "reacted", "broken").await;
    for words in ["did not react", "Candidate stage change", "Super Admin"] {
        assert!(broken.contains(words), "{broken}");
    }
    ended(&at).await;
    picture(&at, "dryrun-broken.png").await;
    one_archived(&at, &reason).await;
}

#[tokio::test]
async fn a_wrong_template_is_said_before_and_by_the_vendor() {
    let at = arrive(63, Evidence::VendorProfile).await;
    let reason = ask(&at, MISSPELT).await;
    let experts = format!("{}:checked", hook("dryrun-vendor-jobtwine"));
    if !at.window.texts(&experts).await.unwrap().is_empty() {
        at.window.click(&experts).await.unwrap();
    }
    at.window.click(&hook("dryrun-plan")).await.unwrap();
    let finding = format!("{}[data-code='template_not_found']", hook("dryrun-finding"));
    at.window
        .wait_for_text(&finding, "the finding", |text| {
            text.contains("Did you mean")
        })
        .await
        .unwrap();
    picture(&at, "dryrun-blocked.png").await;
    let disabled = format!("{}:disabled", hook("dryrun-start"));
    assert_eq!(at.window.texts(&disabled).await.unwrap().len(), 1);
    at.window
        .click(&hook("dryrun-although-myinterview"))
        .await
        .unwrap();
    at.window.click(&hook("dryrun-start")).await.unwrap();
    let broken = stands(&at, MYINTERVIEW, "invited", "broken").await;
    assert!(broken.contains("knows no template"), "{broken}");
    ended(&at).await;
    one_archived(&at, &reason).await;
}

#[tokio::test]
async fn stopped_midway_the_candidate_is_archived() {
    let at = arrive(64, Evidence::LeverAlone).await;
    at.company
        .act("webhooks/all/off", &json!({}))
        .await
        .unwrap();
    let reason = ask(&at, WELL_TAGGED).await;
    see_plan(&at, &[NAME]).await;
    at.window.click(&hook("dryrun-start")).await.unwrap();
    stands(&at, MYINTERVIEW, "stage_entered", "proven").await;
    at.window.click(&hook("dryrun-stop")).await.unwrap();
    ended(&at).await;
    for vendor in [MYINTERVIEW, JOBTWINE] {
        outcome(&at, vendor, "cut").await;
    }
    let one = one_archived(&at, &reason).await;
    // Created, moved once, and never into the second vendor's stage.
    assert_eq!(one["stageChanges"].as_array().unwrap().len(), 2, "{one}");
}

#[tokio::test]
async fn killed_while_the_answer_to_the_creation_is_on_its_way_there_is_one_candidate() {
    let mut laid = None;
    let at = Recruiter::arrive(&setting(65, Evidence::LeverAlone), async |company| {
        prepared(company).await?;
        laid = Some(company.lay_cable()?);
        Ok(())
    })
    .await
    .unwrap();
    let mut cable = laid.unwrap();
    let reason = ask(&at, WELL_TAGGED).await;
    see_plan(&at, &[NAME]).await;
    cable.keep_answers_to_writes().await.unwrap();
    at.window.click(&hook("dryrun-start")).await.unwrap();
    wait::until("the candidate in Lever", async || {
        let found = candidates(&at).await;
        wait::hold(found.len() == 1, || format!("{found:?}"))
    })
    .await
    .unwrap();
    let at = at.crash_and_return(Evidence::LeverAlone).await.unwrap();
    cable.plug_in().await.unwrap();
    at.wait_until_live().await.unwrap();
    open_page(&at).await;
    // Found by its mark, gone on with, and finished.
    for vendor in [MYINTERVIEW, JOBTWINE] {
        outcome(&at, vendor, "passed").await;
    }
    ended(&at).await;
    let created = format!("{}[data-link='created']", hook("dryrun-link"));
    let said = at.window.text(&created).await.unwrap();
    assert!(said.contains("found by its mark"), "{said}");
    one_archived(&at, &reason).await;
}
