//! A test candidate goes through the whole chain, and nobody else does.

use fulcrum_app::domain::dry_run::NAME;
use fulcrum_app::domain::ids::{OpportunityId, PostingId};
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{
    Card, DryRunArrival, DryRunChoice, DryRunLine, DryRunOutcome, DryRunPart, DryRunPhase,
    DryRunShown, DryRunStanding, InboxTab, ProblemCode,
};
use fulcrum_sandbox::settings::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, until, world};

pub(crate) const EMAIL: &str = "admin.of.this@example.com";
pub(crate) const BOTH: [Vendor; 2] = [Vendor::MyInterview, Vendor::JobTwine];
pub(crate) const TAGS: [&str; 2] = ["myInterview:Lever Demo", "JobTwine"];
/// More than the vendor's clock and the program's can differ by.
pub(crate) const SLACK_MS: i64 = 60_000;

pub(crate) fn settings(silence: &str, profile: bool) -> Settings {
    let mut settings = world();
    let switches = json!({ "silence": silence });
    settings.myinterview = settings.myinterview.patched(&switches).unwrap();
    let mut switches = json!({ "silence": silence, "poll_seconds": 1 });
    if !profile {
        // A wording that is read.
        switches["wording"] = json!(0);
    }
    settings.jobtwine = settings.jobtwine.patched(&switches).unwrap();
    settings
}

/// A posting with these tags, whose rounds JobTwine has, known to the program.
pub(crate) async fn prepared(bench: &Bench, tags: &[&str]) -> PostingId {
    let posting = bench.posting(tags).await;
    bench.console("/jobtwine/poll", json!({})).await;
    if tags.contains(&"JobTwine") {
        bench
            .console(
                &format!("/jobtwine/jobs/{posting}/rounds"),
                json!({ "rounds": [{ "name": "Coding" }] }),
            )
            .await;
    }
    let id = PostingId::from(posting.as_str());
    until("the posting's tags are read", async || {
        bench.app.sync_now().await.unwrap();
        let page = bench.app.dry_run().await.unwrap();
        page.postings
            .iter()
            .any(|one| one.id == id && one.vendors.len() == tags.len())
    })
    .await;
    id
}

pub(crate) async fn choice(bench: &Bench, posting: &PostingId, vendors: &[Vendor]) -> DryRunChoice {
    let page = bench.app.dry_run().await.unwrap();
    DryRunChoice {
        posting: posting.clone(),
        vendors: vendors.to_vec(),
        although_blocked: Vec::new(),
        email: EMAIL.to_owned(),
        phone: None,
        reason: page.reasons[0].id.clone(),
        keep_open: false,
    }
}

pub(crate) async fn run(bench: &Bench) -> DryRunShown {
    bench.app.dry_run().await.unwrap().run.unwrap()
}

pub(crate) async fn ended(bench: &Bench) -> DryRunShown {
    until("the run has ended", async || {
        run(bench).await.ended_at_ms.is_some()
    })
    .await;
    run(bench).await
}

pub(crate) fn part(run: &DryRunShown, vendor: Vendor) -> &DryRunPart {
    run.parts.iter().find(|part| part.vendor == vendor).unwrap()
}

pub(crate) fn link<'a>(part: &'a DryRunPart, name: &str) -> &'a DryRunLine {
    let found = part.links.iter().find(|line| line.link == name);
    found.unwrap_or_else(|| panic!("no {name} in {part:?}"))
}

/// Opportunities with the test candidate's name, as Lever has them now.
pub(crate) async fn candidates(bench: &Bench) -> Vec<Value> {
    let tag = "Fulcrum%20test";
    let found = bench
        .lever(Method::GET, &format!("/opportunities?tag={tag}&limit=100"))
        .await;
    found["data"].as_array().unwrap().clone()
}

/// Exactly one, and it is archived with the reason that was chosen.
pub(crate) async fn one_archived(bench: &Bench, choice: &DryRunChoice) -> Value {
    let found = candidates(bench).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let one = found[0].clone();
    assert_eq!(one["archived"]["reason"], choice.reason.as_str(), "{one}");
    assert_eq!(
        (&one["name"], &one["emails"]),
        (&json!(NAME), &json!([EMAIL]))
    );
    one
}

async fn card(bench: &Bench, id: &OpportunityId) -> Card {
    bench.app.candidate(id).await.unwrap().card
}

async fn green_to_the_end(profile: bool) {
    let bench = Bench::with(settings("never", profile), profile).await;
    let posting = prepared(&bench, &TAGS).await;
    let choice = choice(&bench, &posting, &BOTH).await;
    let before = bench.writes("").await.len();
    let plan = bench.app.dry_run_plan(&choice).await.unwrap();
    assert_eq!(plan.name, NAME);
    assert_eq!(
        plan.parts
            .iter()
            .map(|part| (part.vendor, part.emails))
            .collect::<Vec<_>>(),
        [(Vendor::MyInterview, true), (Vendor::JobTwine, true)],
        "{plan:?}"
    );
    assert_eq!(
        bench.writes("").await.len(),
        before,
        "a plan writes nothing"
    );

    bench.app.start_dry_run(&choice).await.unwrap();
    let again = bench.app.start_dry_run(&choice).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::BadInput);
    let run = ended(&bench).await;
    for vendor in BOTH {
        let part = part(&run, vendor);
        assert_eq!(part.outcome, DryRunOutcome::Passed, "{part:?}");
        for name in ["posting_tag", "stage_entered", "reacted", "invited"] {
            let line = link(part, name);
            assert_eq!(line.standing, DryRunStanding::Proven, "{line:?}");
            assert!(line.at_ms.or(line.seen_at_ms).is_some(), "{line:?}");
        }
        assert_eq!(link(part, "job_created").standing, DryRunStanding::Inferred);
        assert_eq!(link(part, "emailed").standing, DryRunStanding::Unseen);
    }
    assert_eq!(run.created.source.as_deref(), Some("answer"));
    assert_eq!(run.archived.standing, DryRunStanding::Proven);

    // Lever's own account of it: created, moved twice, archived; nobody else was touched.
    let one = one_archived(&bench, &choice).await;
    let id = OpportunityId::from(one["id"].as_str().unwrap());
    assert_eq!(run.opportunity.as_ref(), Some(&id));
    let seat = bench.seat();
    let written = bench.writes("").await;
    let mine = [
        format!("POST /v1/opportunities?perform_as={seat}"),
        format!("PUT /v1/opportunities/{id}/stage?perform_as={seat}"),
        format!("PUT /v1/opportunities/{id}/stage?perform_as={seat}"),
        format!("PUT /v1/opportunities/{id}/archived?perform_as={seat}"),
    ];
    let by_program: Vec<&String> = written[before..]
        .iter()
        .filter(|one| one.contains(&format!("perform_as={seat}")))
        .collect();
    assert_eq!(by_program.len(), mine.len(), "{by_program:?}");
    for (found, expected) in by_program.iter().zip(&mine) {
        assert!(
            found.contains(expected.split_once(" /v1").unwrap().1),
            "{found} {expected}"
        );
    }
    // The vendors have invited exactly this one.
    let interview = &bench.interviews(&id).await;
    assert_eq!(interview.len(), 1);
    assert!(!interview[0]["mail"].is_null());

    // Nobody real, and nobody's business: marked, in no inbox, told to nobody.
    assert!(card(&bench, &id).await.test);
    bench.quiet().await;
    for tab in [InboxTab::NeedsYou, InboxTab::Waiting] {
        let inbox = bench.app.inbox(tab, 100).await.unwrap();
        assert!(
            inbox.items.iter().all(|item| item.opportunity != id),
            "{inbox:?}"
        );
    }
    assert!(
        bench
            .heard
            .native()
            .iter()
            .all(|notice| notice.opportunity != id)
    );
    assert!(!bench.heard.codes().contains(&"archived".to_owned()));

    // What only the admin can see.
    let page = bench
        .app
        .dry_run_arrived(Vendor::JobTwine, DryRunArrival::Email)
        .await
        .unwrap();
    let run = page.run.unwrap();
    assert_eq!(
        link(part(&run, Vendor::JobTwine), "emailed").standing,
        DryRunStanding::Stated
    );
    assert!(
        page.proofs
            .iter()
            .all(|one| one.posting.is_some() && one.broken.is_none())
    );
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn green_to_the_end_with_a_vendor_profile() {
    green_to_the_end(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn green_to_the_end_from_levers_evidence_alone() {
    green_to_the_end(false).await;
}

/// It stays open to be tried, and slots are refused meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_stays_open_no_slot_can_be_given() {
    let bench = Bench::with(settings("never", true), true).await;
    let posting = prepared(&bench, &TAGS).await;
    let mut choice = choice(&bench, &posting, &BOTH).await;
    choice.keep_open = true;
    bench.app.start_dry_run(&choice).await.unwrap();
    until("everything is seen", async || {
        run(&bench).await.phase == DryRunPhase::StaysOpen
    })
    .await;
    let open = run(&bench).await;
    assert!(open.open_until_ms.is_some());
    let id = open.opportunity.unwrap();
    assert_eq!(candidates(&bench).await[0]["archived"], Value::Null);
    for refused in [
        bench.app.slot_desk(&id, "UTC").await.unwrap_err(),
        bench.app.slot_page(&id, true).await.unwrap_err(),
    ] {
        assert_eq!(refused.code, ProblemCode::BadInput);
        assert!(refused.cause.contains("paid expert"), "{refused:?}");
    }
    // The admin opens the e-mail and records a video: seen, and not waited for.
    bench.act(&id, "complete").await;
    until("it is ticked", async || {
        bench.app.sync_now().await.unwrap();
        link(part(&run(&bench).await, Vendor::MyInterview), "completed").standing
            == DryRunStanding::Proven
    })
    .await;
    bench.app.stop_dry_run().await.unwrap();
    let run = ended(&bench).await;
    assert!(
        run.parts
            .iter()
            .all(|part| part.outcome == DryRunOutcome::Passed)
    );
    one_archived(&bench, &choice).await;
    bench.app.shutdown().await;
}
