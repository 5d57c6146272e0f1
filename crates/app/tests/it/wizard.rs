//! The admin's steps without a window: stages that are proposed and waited for, facts that are confirmed, a team's file,
//! the vendor's keys, and what a role may do.

use std::path::Path;
use std::sync::Arc;

use fulcrum_app::domain::ids::{StageId, UserId};
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{
    BoardQuery, LeverPage, Phase, ProblemCode, Scope, Setup, Stated, StatedFact, StatedRound,
    VendorKeys,
};
use fulcrum_app::{App, AppConfig, TrainingFile};
use fulcrum_sandbox::serve::{self, Running};
use fulcrum_vault::MemoryStore;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bench::{quick, until, world};

/// An account in which nothing is chosen yet: the training file pins no stage, no author and no host.
struct Fresh {
    sandbox: Running,
    folder: TempDir,
    secrets: Arc<MemoryStore>,
    app: App,
}

async fn start(sandbox: &Running, folder: &Path, secrets: &Arc<MemoryStore>) -> App {
    let mut info = sandbox.info.clone();
    info["seat"] = json!(null);
    info["api_key"] = json!("");
    for field in [
        "trigger_stage_id",
        "neutral_stage_id",
        "templates_file",
        "review_host",
        "note_author",
    ] {
        info["myinterview"][field] = json!(null);
    }
    info["myinterview"]["vendor_profile"] = json!("off");
    info["jobtwine"] = json!(null);
    let file = TrainingFile::parse(&info.to_string()).unwrap();
    App::start(AppConfig {
        secrets: secrets.clone(),
        downloads_dir: Some(folder.join("downloads")),
        ..quick(AppConfig::new(folder.to_owned()).training(file))
    })
    .await
}

impl Fresh {
    async fn new() -> Self {
        let sandbox = serve::start(world()).await.unwrap();
        let folder = TempDir::new().unwrap();
        let secrets = Arc::new(MemoryStore::default());
        let app = start(&sandbox, folder.path(), &secrets).await;
        let fresh = Self {
            sandbox,
            folder,
            secrets,
            app,
        };
        fresh.sit(&fresh.app, "super admin").await;
        fresh
    }

    /// Connects somebody with this role.
    async fn sit(&self, app: &App, role: &str) -> UserId {
        let users = app.check_key(&self.sandbox.api_key).await.unwrap();
        let user = users.iter().find(|user| user.role == role);
        let user = user
            .unwrap_or_else(|| panic!("nobody is {role}: {users:?}"))
            .id
            .clone();
        let session = app.choose_seat(&user).await.unwrap();
        assert_eq!(session.phase, Phase::Ready);
        app.sync_once().await.unwrap();
        user
    }

    /// A colleague's program beside this one, on the same account.
    async fn colleague(&self) -> (App, TempDir) {
        let folder = TempDir::new().unwrap();
        let app = start(
            &self.sandbox,
            folder.path(),
            &Arc::new(MemoryStore::default()),
        )
        .await;
        (app, folder)
    }

    async fn console(&self, path: &str, body: Value) -> Value {
        let answer = reqwest::Client::builder()
            .no_proxy()
            .build()
            .unwrap()
            .post(format!("{}{path}", self.sandbox.console))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or_default()
    }

    async fn setup(&self) -> Setup {
        self.app.setup().await.unwrap()
    }

    async fn rename(&self, stage: &StageId, name: &str) {
        self.console(&format!("/stages/{stage}/text"), json!({ "text": name }))
            .await;
    }
}

fn named(setup: &Setup, name: &str) -> StageId {
    let stage = setup.stages.iter().find(|stage| stage.name == name);
    stage
        .unwrap_or_else(|| panic!("no {name}: {setup:?}"))
        .id
        .clone()
}

const FILE: &str = "template_id,template_name\n6530f0c2a1b2c3d4e5f60701,Lever Demo\n\
                    6530f0c2a1b2c3d4e5f60702,Lever Demo\n6530f0c2a1b2c3d4e5f60703,Backend – first\n\
                    6530f0c2a1b2c3d4e5f60704,Nurse\n,nameless\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stage_is_proposed_by_its_name_waited_for_and_pinned_by_its_id() {
    let fresh = Fresh::new().await;
    let setup = fresh.setup().await;
    let stage = named(&setup, "myInterview");
    assert_eq!(setup.trigger_stage, None);
    assert_eq!(setup.proposed_trigger, Some(stage.clone()));

    // Somebody gives it another name: nothing looks like it any more.
    fresh.rename(&stage, "Robot chat").await;
    let setup = fresh.app.look_for_stages().await.unwrap();
    assert_eq!(setup.proposed_trigger, None, "{setup:?}");
    assert!(setup.stages.iter().any(|one| one.name == "Robot chat"));

    // An admin makes one, and it is there at the next look, in the pipeline's order.
    let made = fresh
        .console(
            "/stages",
            json!({ "text": "Video Interview", "after": stage }),
        )
        .await;
    let made: StageId = made["id"].as_str().unwrap().into();
    let setup = fresh.app.look_for_stages().await.unwrap();
    assert_eq!(setup.proposed_trigger, Some(made.clone()));
    let order: Vec<&StageId> = setup.stages.iter().map(|one| &one.id).collect();
    let at = order.iter().position(|id| **id == stage).unwrap();
    assert_eq!(order[at + 1], &made);
    let neutral = setup.proposed_neutral.unwrap();
    assert!(order.iter().position(|id| **id == neutral).unwrap() < at + 1);

    fresh
        .app
        .choose_trigger_stage(Vendor::MyInterview, &made)
        .await
        .unwrap();
    fresh
        .app
        .choose_neutral_stage(Vendor::MyInterview, &neutral)
        .await
        .unwrap();
    // A new name changes nothing about what is pinned.
    fresh.rename(&made, "One-way video").await;
    let setup = fresh.app.look_for_stages().await.unwrap();
    assert_eq!(setup.trigger_stage, Some(made));
    assert_eq!(setup.proposed_trigger, None);
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_vendors_stage_is_pinned_as_soon_as_it_appears() {
    let fresh = Fresh::new().await;
    let found = fresh.app.jobtwine_setup().await.unwrap();
    let stage = found.stage.id.unwrap();
    assert_eq!(found.stage.name.as_deref(), Some("JobTwine"));
    let open = fresh.app.lever_page(LeverPage::Stages).unwrap();
    assert!(open.starts_with("http://127.0.0.1:"), "{open}");

    // A second program meets the account while the stage has another name.
    fresh.rename(&stage, "Experts").await;
    let (other, _folder) = fresh.colleague().await;
    fresh.sit(&other, "admin").await;
    let found = other.jobtwine_setup().await.unwrap();
    assert_eq!(found.stage.id, None, "{:?}", found.stage);
    fresh.rename(&stage, "JobTwine").await;
    other.look_for_stages().await.unwrap();
    let found = other.jobtwine_setup().await.unwrap();
    assert_eq!(found.stage.id, Some(stage));
    other.shutdown().await;
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_confirmed_has_a_date_and_a_name_and_survives_a_restart() {
    let mut fresh = Fresh::new().await;
    let said = |stated: &[Stated]| -> Vec<(StatedFact, String)> {
        stated
            .iter()
            .map(|one| (one.fact, one.value.clone()))
            .collect()
    };
    let before = fresh.app.stated().await.unwrap();
    assert_eq!(before, []);
    for (fact, value) in [
        (StatedFact::JobTwineConnected, "yes"),
        (StatedFact::MyInterviewReminders, "on"),
        (StatedFact::MyInterviewReminders, "off"),
        (StatedFact::MyInterviewBranding, "yes"),
    ] {
        fresh.app.state_fact(fact, Some(value)).await.unwrap();
    }
    let wrong = fresh
        .app
        .state_fact(StatedFact::MyInterviewBranding, Some("perhaps"))
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ProblemCode::BadInput);
    fresh
        .app
        .state_fact(StatedFact::MyInterviewBranding, None)
        .await
        .unwrap();
    fresh.app.set_setup_place("webhooks").await.unwrap();

    let seat = fresh.app.session().seat.unwrap();
    fresh.app.shutdown().await;
    fresh.app = start(&fresh.sandbox, fresh.folder.path(), &fresh.secrets).await;
    let stated = fresh.app.stated().await.unwrap();
    assert_eq!(
        said(&stated),
        [
            (StatedFact::MyInterviewReminders, "off".to_owned()),
            (StatedFact::JobTwineConnected, "yes".to_owned()),
        ]
    );
    assert!(stated.iter().all(|one| one.by.as_ref() == Some(&seat.name)));
    assert!(stated.iter().all(|one| one.at_ms > 1_700_000_000_000));
    let place = fresh.app.setup_place().await.unwrap();
    assert_eq!(place.as_deref(), Some("webhooks"));
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_vendors_file_says_what_was_read_and_which_names_mislead() {
    let fresh = Fresh::new().await;
    let read = fresh.app.import_templates(FILE.as_bytes()).await.unwrap();
    assert_eq!((read.templates, read.skipped_rows), (4, 1));
    assert_eq!(read.id_column.as_deref(), Some("template_id"));
    assert_eq!(read.name_column.as_deref(), Some("template_name"));
    let known = fresh.app.templates().await.unwrap();
    let lines: Vec<(&str, bool, Option<&str>)> = known
        .lines
        .iter()
        .map(|line| (line.tag.as_str(), line.shares_name, line.trap.as_deref()))
        .collect();
    assert_eq!(
        lines,
        [
            ("myInterview:6530f0c2a1b2c3d4e5f60701", true, None),
            ("myInterview:6530f0c2a1b2c3d4e5f60702", true, None),
            (
                "myInterview:6530f0c2a1b2c3d4e5f60703",
                false,
                Some("typographic")
            ),
            ("myInterview:Nurse", false, None),
        ]
    );
    assert!(!known.stale);
    let spreadsheet = fresh.app.import_templates(b"PK\x03\x04").await.unwrap_err();
    assert!(spreadsheet.cause.contains("spreadsheet"));
    let still = fresh.app.templates().await.unwrap();
    assert_eq!(
        still.lines.len(),
        4,
        "a file that cannot be read takes nothing away"
    );
    fresh.app.shutdown().await;
}

/// Everything that a team shares, decided.
async fn decided(fresh: &Fresh) {
    let app = &fresh.app;
    let setup = fresh.setup().await;
    let stage = setup.proposed_trigger.clone().unwrap();
    app.choose_trigger_stage(Vendor::MyInterview, &stage)
        .await
        .unwrap();
    let neutral = named(&setup, "Recruiter screen");
    for vendor in [Vendor::MyInterview, Vendor::JobTwine] {
        app.choose_neutral_stage(vendor, &neutral).await.unwrap();
    }
    app.jobtwine_setup().await.unwrap();
    app.import_templates(FILE.as_bytes()).await.unwrap();
    app.pin_host(Vendor::MyInterview, "review.example.com")
        .await
        .unwrap();
    app.pin_author(Vendor::JobTwine, &setup.users[0].id)
        .await
        .unwrap();
    let experts = app.jobtwine_setup().await.unwrap();
    let two = || StatedRound {
        name: "Coding".to_owned(),
        minutes: Some(60),
    };
    for posting in &experts.postings {
        app.state_rounds(&posting.id, Some(vec![two(), two()]))
            .await
            .unwrap();
    }
    app.state_fact(StatedFact::MyInterviewMessages, Some("yes"))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recruiter_brings_the_key_and_says_who_they_are() {
    let fresh = Fresh::new().await;
    decided(&fresh).await;
    let text = fresh.app.team_file_text().await.unwrap();
    assert!(!text.contains(&fresh.sandbox.api_key), "no secret");
    let emails: Vec<String> = fresh
        .setup()
        .await
        .users
        .into_iter()
        .map(|user| user.email)
        .collect();
    assert!(
        emails.iter().all(|email| !text.contains(email)),
        "nobody's address"
    );
    let written = fresh.app.export_team_file().await.unwrap();
    let path = fresh.folder.path().join("downloads").join(&written.name);
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .contains("fulcrum_team")
    );

    let (recruiter, _folder) = fresh.colleague().await;
    let waiting = recruiter.take_team_file(text.as_bytes()).await.unwrap();
    assert!(!waiting.taken && !waiting.compared);
    assert_eq!((waiting.stages, waiting.templates), (3, 4));
    fresh.sit(&recruiter, "team member").await;

    let taken = recruiter.team_file().await.unwrap().unwrap();
    assert!(taken.taken && taken.compared, "{taken:?}");
    assert!(taken.unknown_stages.is_empty() && taken.unknown_users.is_empty());
    assert!(taken.unknown_postings.is_empty(), "{taken:?}");
    let (theirs, ours) = (recruiter.setup().await.unwrap(), fresh.setup().await);
    assert_eq!(theirs.trigger_stage, ours.trigger_stage);
    assert_eq!(theirs.neutral_stage, ours.neutral_stage);
    assert_eq!((theirs.templates, &theirs.hosts), (4, &ours.hosts));
    let (theirs, ours) = (
        recruiter.jobtwine_setup().await.unwrap(),
        fresh.app.jobtwine_setup().await.unwrap(),
    );
    assert_eq!(theirs.stage, ours.stage);
    assert_eq!(theirs.authors, ours.authors);
    assert!(!ours.postings.is_empty());
    assert!(theirs.postings.iter().all(|one| one.stated.is_some()));
    let said = recruiter.stated().await.unwrap();
    assert_eq!(said.len(), 1);
    let admin = fresh.app.session().seat.unwrap().name;
    assert_eq!(
        said[0].by.as_ref(),
        Some(&admin),
        "the admin said so, not the recruiter"
    );
    recruiter.shutdown().await;
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_that_this_account_does_not_have_are_said_and_left_out() {
    let fresh = Fresh::new().await;
    decided(&fresh).await;
    let mut file: Value = serde_json::from_str(&fresh.app.team_file_text().await.unwrap()).unwrap();
    file["myinterview"]["neutral_stage"] = json!({ "id": "elsewhere", "name": "Their screen" });
    file["jobtwine"]["note_authors"] = json!(["stranger"]);
    file["jobtwine"]["rounds"]["no-such-posting"] =
        json!({ "rounds": 1, "stated_at_ms": 1_790_000_000_000_i64 });

    let (recruiter, _folder) = fresh.colleague().await;
    recruiter
        .take_team_file(file.to_string().as_bytes())
        .await
        .unwrap();
    fresh.sit(&recruiter, "admin").await;
    let taken = recruiter.team_file().await.unwrap().unwrap();
    assert!(taken.taken);
    assert_eq!(taken.unknown_stages[0].name, "Their screen");
    assert_eq!(taken.unknown_users, ["stranger".into()]);
    assert_eq!(taken.unknown_postings, ["no-such-posting".into()]);
    let setup = recruiter.setup().await.unwrap();
    assert!(setup.trigger_stage.is_some());
    assert_eq!(setup.neutral_stage, None);

    // A file of another account altogether takes nothing, and does not lock anybody out.
    for vendor in ["myinterview", "jobtwine"] {
        for stage in ["trigger_stage", "neutral_stage"] {
            file[vendor][stage] = json!({ "id": format!("{vendor}-{stage}"), "name": "Theirs" });
        }
    }
    let told = recruiter
        .take_team_file(file.to_string().as_bytes())
        .await
        .unwrap();
    assert!(!told.taken);
    assert_eq!(told.unknown_stages.len(), 4);
    assert_eq!(
        recruiter.setup().await.unwrap().trigger_stage,
        setup.trigger_stage
    );

    let hostile = recruiter
        .take_team_file(b"{\"fulcrum_team\":9}")
        .await
        .unwrap_err();
    assert_eq!(hostile.code, ProblemCode::BadInput);
    assert!(hostile.way_out.contains("Update Fulcrum"));
    recruiter.shutdown().await;
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_nobody_wants_any_more_is_let_go_of() {
    let fresh = Fresh::new().await;
    decided(&fresh).await;
    let text = fresh.app.team_file_text().await.unwrap();
    let (recruiter, _folder) = fresh.colleague().await;
    recruiter.take_team_file(text.as_bytes()).await.unwrap();
    assert!(recruiter.team_file().await.unwrap().is_some());
    recruiter.drop_team_file();
    fresh.sit(&recruiter, "admin").await;
    assert_eq!(recruiter.team_file().await.unwrap(), None);
    assert_eq!(recruiter.setup().await.unwrap().trigger_stage, None);
    recruiter.shutdown().await;
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_only_reads_reads_and_does_nothing_else() {
    let fresh = Fresh::new().await;
    let (reader, _folder) = fresh.colleague().await;
    fresh.sit(&reader, "interviewer").await;
    let rights = reader.session().seat.unwrap().rights;
    assert!(!rights.writes && !rights.postings && !rights.admin);
    until("somebody is on the board", async || {
        reader.sync_status().await.unwrap().opportunities > 0
    })
    .await;
    let setup = reader.setup().await.unwrap();
    let everybody = BoardQuery {
        scope: Scope::All,
        ..BoardQuery::default()
    };
    let mut found = None;
    for stage in &setup.stages {
        let column = reader.column(&everybody, &stage.id, 0, 50).await.unwrap();
        found = column
            .cards
            .into_iter()
            .next()
            .map(|card| card.id)
            .or(found);
    }
    let id = found.unwrap();
    let refused = reader
        .move_card(&id, &setup.stages[0].id, false)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ProblemCode::MissingPermission);
    assert!(refused.cause.contains("interviewer"));
    assert!(reader.add_tag(&id, "x").await.is_err());
    assert!(reader.set_vendor_access("{}", None).await.is_err());
    assert!(
        reader.candidate(&id).await.is_ok(),
        "reading is what it may do"
    );
    reader.shutdown().await;
    fresh.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_and_a_profile_let_the_vendor_answer_until_they_are_forgotten() {
    let fresh = Fresh::new().await;
    let before = fresh.app.vendor_access().await.unwrap();
    assert!(!before.keys && !before.in_use && !before.profile_kept);
    let wrong = fresh
        .app
        .set_vendor_access("{ \"vendor\": \"somebody\" }", None)
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ProblemCode::BadInput);

    let vendor = &fresh.sandbox.info["myinterview"];
    let text = |name: &str| vendor["credentials"][name].as_str().unwrap().to_owned();
    let keys = VendorKeys {
        access_key: text("access_key"),
        secret: text("secret"),
        company_id: text("company_id"),
    };
    let half = VendorKeys {
        secret: String::new(),
        ..keys.clone()
    };
    let profile = vendor["profile"].to_string();
    assert!(
        fresh
            .app
            .set_vendor_access(&profile, Some(half))
            .await
            .is_err()
    );
    let session = fresh
        .app
        .set_vendor_access(&profile, Some(keys.clone()))
        .await
        .unwrap();
    assert_eq!(session.phase, Phase::Ready);
    let access = fresh.app.vendor_access().await.unwrap();
    assert!(access.keys && access.in_use && access.profile_kept);
    assert!(!format!("{access:?}{keys:?}").contains(&text("secret")));
    let setup = fresh.setup().await;
    assert_eq!(setup.templates_source.as_deref(), Some("api"));

    let session = fresh.app.forget_vendor_access().await.unwrap();
    assert_eq!(session.phase, Phase::Ready);
    let after = fresh.app.vendor_access().await.unwrap();
    assert!(!after.keys && !after.in_use && !after.profile_kept);
    fresh.app.shutdown().await;
}
