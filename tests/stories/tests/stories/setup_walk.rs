//! An admin who has never been here connects Lever and both vendors, in companies of three kinds; a colleague then needs two
//! decisions.

use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::setup_scene::{Admin, step, templates_of};

/// What a person needs for a key, for pointing and clicking, and for a decision, s.
const KEY_S: f64 = 0.28;
const POINT_S: f64 = 1.1;
const DECISION_S: f64 = 1.35;

/// Brings an element into sight, as turning the wheel does.
const INTO_SIGHT: &str =
    "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' }); return true";

/// What a walk asks of a person: computed from its own steps, not measured.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    keys: u32,
    points: u32,
    decisions: u32,
}

impl Pace {
    fn seconds(&self) -> f64 {
        let times = |n: u32, each: f64| f64::from(n) * each;
        times(self.keys, KEY_S) + times(self.points, POINT_S) + times(self.decisions, DECISION_S)
    }
}

impl Admin {
    /// One key pins what was found.
    pub(crate) async fn pin_what_is_proposed(&self, pace: &mut Pace) {
        self.window
            .wait_for_text(&hook("stage-pin"), "the proposal", |text| !text.is_empty())
            .await
            .unwrap();
        pace.decisions += 1;
        self.press(pace, "p").await;
        self.window
            .wait_until_gone(&hook("stage-pin"))
            .await
            .unwrap();
    }

    /// Chooses myInterview's stage from the list.
    async fn choose_stage(&self, pace: &mut Pace, stage: &str) {
        pace.decisions += 1;
        pace.points += 2;
        self.window
            .choose(&hook("setup-trigger"), stage)
            .await
            .unwrap();
        let part = format!("{}[data-vendor='myinterview']", hook("vendor-stage"));
        self.window
            .wait_for_text(&part, "the pin", |text| {
                text.contains("is pinned by its id")
            })
            .await
            .unwrap();
    }

    /// The first posting by a key, all others that need no decision by another.
    async fn mend_postings(&self, pace: &mut Pace, posting: &str) {
        let row = format!("{}[data-id='{posting}'] th", hook("posting-row"));
        self.window
            .wait_for_text(&row, "the posting", |text| !text.is_empty())
            .await
            .unwrap();
        pace.decisions += 1;
        self.point(pace, &row).await;
        let lint = format!("{}[data-posting='{posting}']", hook("linter"));
        self.window
            .wait_for_text(&lint, "what is wrong with it", |_| true)
            .await
            .unwrap();
        self.press(pace, "f").await;
        self.window
            .wait_for_text(&hook("lint-said"), "the comparison", |text| {
                text.contains("nothing but the tags had changed")
            })
            .await
            .unwrap();
        pace.decisions += 1;
        self.window
            .wait_for_text(&hook("fix-all-open"), "what can be mended", |_| true)
            .await
            .unwrap();
        self.point(pace, &hook("fix-all")).await;
        self.window
            .wait_for_text(&hook("tag-run-state"), "the end of the run", |text| {
                text.contains("Done.")
            })
            .await
            .unwrap();
    }

    /// Gives the step of templates a file and waits until it was read.
    pub(crate) async fn import(&self, file: &str) {
        self.go("templates").await;
        self.give_file("setup-templates-file", file, "templates.csv")
            .await;
        self.window
            .wait_for_text(&hook("templates-read"), "what was read", |text| {
                text.contains("templates read")
            })
            .await
            .unwrap();
    }

    pub(crate) async fn press(&self, pace: &mut Pace, keys: &str) {
        pace.keys += u32::try_from(keys.chars().count()).unwrap();
        self.window.keys(keys).await.unwrap();
    }

    async fn point(&self, pace: &mut Pace, selector: &str) {
        pace.points += 1;
        self.window.click(selector).await.unwrap();
    }

    /// Pastes a key, sees what it may do, and says who sits here.
    pub(crate) async fn connect(&self, pace: &mut Pace, key: &str, seat: &str) {
        // Two keys paste whatever the clipboard holds; the field has the focus already.
        pace.keys += 2;
        pace.decisions += 1;
        self.window
            .type_into(&hook("connect-key"), key)
            .await
            .unwrap();
        self.press(pace, "\u{e007}").await;
        pace.decisions += 1;
        let choice = format!("{}[data-id='{seat}']", hook("seat-choice"));
        self.window
            .wait_for_text(&choice, "who sits here", |text| !text.is_empty())
            .await
            .unwrap();
        // The list is longer than the window: the wheel is one more reach for the pointer.
        pace.points += 1;
        self.window
            .run(INTO_SIGHT, vec![json!(choice)])
            .await
            .unwrap();
        self.point(pace, &choice).await;
        self.until_live().await;
    }
}

/// What a company is like that an admin sets up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Company {
    /// Stages are called as the vendors propose.
    Usual,
    /// myInterview's stage has a name of the company's own, so that it cannot be proposed. (JobTwine listens to its own title alone.)
    OwnName,
    /// Tags of three postings are misspelt.
    Misspelt,
}

/// A stage's name that says nothing about a vendor.
const OWN_NAME: &str = "Robot chat";

const MISSPELT: [&[&str]; 3] = [
    &["myInterview:lever demo"],
    &["myInterview:Lever Demo "],
    &["MyInterview:Lever Demo"],
];

/// A vendor's stage, by id, under a name that says nothing.
pub(crate) async fn own_name(admin: &Admin, stage: &str, name: &str) -> String {
    let id = admin.company.stage(stage).await.unwrap();
    admin.rename(&id, name).await;
    id
}

/// Published postings, by id.
pub(crate) async fn published(admin: &Admin) -> Vec<String> {
    let all = admin.company.lever("postings?limit=100").await.unwrap();
    let postings = all.as_array().unwrap().iter();
    postings
        .filter(|posting| posting["state"] == "published")
        .map(|posting| posting["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Gives a posting these tags and no others.
pub(crate) async fn tag(admin: &Admin, posting: &str, tags: &[&str]) {
    admin
        .company
        .act(
            &format!("postings/{posting}/tags"),
            &json!({ "tags": tags }),
        )
        .await
        .unwrap();
}

/// Misspells tags of the first postings; the id of the first one.
async fn misspelt(admin: &Admin) -> String {
    let published = published(admin).await;
    for (id, tags) in published.iter().zip(MISSPELT) {
        tag(admin, id, tags).await;
    }
    published.into_iter().next().unwrap()
}

/// From the first sight of the program to a set-up of which every step was seen.
async fn walk(admin: &Admin, company: Company) -> Pace {
    let video = match company {
        Company::OwnName => Some(own_name(admin, "myInterview", OWN_NAME).await),
        Company::Usual | Company::Misspelt => None,
    };
    let wrong = match company {
        Company::Misspelt => Some(misspelt(admin).await),
        Company::Usual | Company::OwnName => None,
    };
    let mut pace = Pace::default();
    admin
        .window
        .wait_for_text(&hook("connect-basic"), "who has no API", |text| {
            text.contains("Lever Basic has no Data API")
        })
        .await
        .unwrap();
    let (key, seat) = (admin.key(), admin.seat());
    admin.connect(&mut pace, &key, &seat).await;

    // The board works already, and reads only.
    admin
        .window
        .wait_for_text(&hook("card"), "a card before the set-up", |text| {
            !text.is_empty()
        })
        .await
        .unwrap();
    admin.press(&mut pace, "gh").await;
    admin
        .window
        .wait_for_text(&step("connect"), "the first step", |text| !text.is_empty())
        .await
        .unwrap();

    // Stages: one key pins what was found, one click chooses what a resend passes through.
    admin
        .point(&mut pace, &format!("{} button", step("stages")))
        .await;
    // JobTwine's stage is found by its title.
    match &video {
        None => admin.pin_what_is_proposed(&mut pace).await,
        Some(stage) => admin.choose_stage(&mut pace, stage).await,
    }
    pace.decisions += 1;
    admin.point(&mut pace, &hook("neutral-both")).await;
    admin
        .window
        .wait_for_text(&hook("neutral-line"), "the neutral stage", |text| {
            text.contains("passes through")
        })
        .await
        .unwrap();
    admin.stands("stages", &["verified"]).await;

    // Webhooks: four things that only somebody who looked can say.
    admin
        .point(&mut pace, &format!("{} button", step("webhooks")))
        .await;
    pace.decisions += 4;
    admin.point(&mut pace, &hook("webhooks-all")).await;
    admin
        .window
        .wait_for_text(
            &format!("{}[data-fact='archiveChangeWebhook']", hook("said")),
            "the statement",
            |text| text.contains("On, said by"),
        )
        .await
        .unwrap();

    // Templates: the vendor's own file, then what only somebody who looked can say.
    admin
        .point(&mut pace, &format!("{} button", step("templates")))
        .await;
    pace.decisions += 1;
    pace.points += 2;
    let file = templates_of(&admin.company).await;
    admin
        .give_file("setup-templates-file", &file, "templates.csv")
        .await;
    admin
        .window
        .wait_for_text(&hook("templates-read"), "what was read", |text| {
            text.contains("templates read")
        })
        .await
        .unwrap();
    pace.decisions += 2;
    admin.point(&mut pace, &hook("confirm-all")).await;
    admin
        .window
        .wait_for_text(
            &format!("{}[data-fact='myInterviewTrigger']", hook("said")),
            "the vendor's own trigger",
            |text| {
                text.contains(if video.is_some() {
                    OWN_NAME
                } else {
                    "myInterview"
                })
            },
        )
        .await
        .unwrap();

    // Rounds: the same for every job. What they all lack is said once, so that the answer for all is at hand.
    admin
        .point(&mut pace, &format!("{} button", step("rounds")))
        .await;
    admin
        .window
        .wait_for_text(&hook("checks-below"), "what is open", |text| {
            text.contains("questions below have no answer yet")
        })
        .await
        .unwrap();
    pace.decisions += 1;
    pace.points += 2;
    admin
        .window
        .choose(&hook("rounds-each"), "2")
        .await
        .unwrap();
    admin.point(&mut pace, &hook("rounds-all-save")).await;
    admin
        .window
        .wait_until_gone(&hook("rounds-for-all"))
        .await
        .unwrap();

    // Postings: one is mended by a key and compared, then the others together.
    if let Some(posting) = &wrong {
        admin
            .point(&mut pace, &format!("{} button", step("postings")))
            .await;
        admin.mend_postings(&mut pace, posting).await;
    }

    for place in ["postings", "dryRun", "connect"] {
        admin
            .point(&mut pace, &format!("{} button", step(place)))
            .await;
        admin.detail(place).await;
    }
    for (place, standings) in [
        (
            "connect",
            &["verified", "observed", "stated", "unverifiable", "warn"][..],
        ),
        ("templates", &["verified", "stated", "unverifiable", "warn"]),
        ("rounds", &["stated", "unverifiable"]),
    ] {
        admin.stands(place, standings).await;
    }
    pace
}

#[tokio::test]
async fn an_admin_sets_everything_up_within_fifteen_decisions_and_five_minutes() {
    let mut decisions = Vec::new();
    for (seed, company) in [(66, Company::OwnName), (67, Company::Misspelt)] {
        let admin = Admin::arrive(seed).await;
        let pace = walk(&admin, company).await;
        assert!(
            pace.seconds() < 300.0,
            "{company:?}: {pace:?}, {} s",
            pace.seconds()
        );
        decisions.push(pace.decisions);
    }
    let admin = Admin::arrive(61).await;
    let pace = walk(&admin, Company::Usual).await;
    assert!(pace.seconds() < 300.0, "{pace:?}, {} s", pace.seconds());
    decisions.push(pace.decisions);
    decisions.sort_unstable();
    assert!(
        decisions.get(1).is_some_and(|median| *median <= 15),
        "{decisions:?}"
    );

    let key = admin.key();
    // What the admin exports makes a colleague's set-up two decisions.
    admin.window.click(&hook("team-export")).await.unwrap();
    admin
        .window
        .wait_for_text(&hook("team-exported"), "the file", |text| {
            text.contains("Fulcrum team")
        })
        .await
        .unwrap();
    let file = admin.team_file();
    assert!(!file.contains(&key), "no secret");
    let colleague = admin.colleague_arrives().await;
    let mut pace = Pace::default();
    colleague
        .give_file("team-file", &file, "Fulcrum team.json")
        .await;
    pace.points += 1;
    colleague
        .window
        .wait_for_text(&hook("team-summary"), "what the file holds", |text| {
            text.contains("3 stages")
        })
        .await
        .unwrap();
    let other = colleague.another_recruiter().await;
    colleague.connect(&mut pace, &key, &other).await;
    assert_eq!(pace.decisions, 2, "the key, and that it is me");
    colleague.open_setup().await;
    for place in ["stages", "templates", "rounds"] {
        colleague
            .stands(place, &["verified", "stated", "unverifiable", "warn"])
            .await;
    }
}
