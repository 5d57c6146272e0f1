//! An admin who has never been here connects Lever and both vendors; a colleague then needs two decisions.

use fulcrum_stories::wait;
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
struct Pace {
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
    async fn pin_what_is_proposed(&self, pace: &mut Pace) {
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
    async fn import(&self, file: &str) {
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

    async fn press(&self, pace: &mut Pace, keys: &str) {
        pace.keys += u32::try_from(keys.chars().count()).unwrap();
        self.window.keys(keys).await.unwrap();
    }

    async fn point(&self, pace: &mut Pace, selector: &str) {
        pace.points += 1;
        self.window.click(selector).await.unwrap();
    }

    /// Pastes a key, sees what it may do, and says who sits here.
    async fn connect(&self, pace: &mut Pace, key: &str, seat: &str) {
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
async fn own_name(admin: &Admin, stage: &str, name: &str) -> String {
    let id = admin.company.stage(stage).await.unwrap();
    admin.rename(&id, name).await;
    id
}

/// Misspells tags of the first postings; the id of the first one.
async fn misspelt(admin: &Admin) -> String {
    let all = admin.company.lever("postings?limit=100").await.unwrap();
    let published: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|posting| posting["state"] == "published")
        .map(|posting| posting["id"].as_str().unwrap())
        .collect();
    for (id, tags) in published.iter().zip(MISSPELT) {
        admin
            .company
            .act(&format!("postings/{id}/tags"), &json!({ "tags": tags }))
            .await
            .unwrap();
    }
    (*published.first().unwrap()).to_owned()
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

#[tokio::test]
async fn a_key_without_a_permission_is_told_what_it_lacks_and_who_can_give_it() {
    let admin = Admin::arrive(62).await;
    let made = admin
        .company
        .act(
            "keys",
            &json!({ "name": "thin", "without": ["stages:read"] }),
        )
        .await
        .unwrap();
    let thin = made["api_key"].as_str().unwrap().to_owned();
    admin
        .window
        .type_into(&hook("connect-key"), &thin)
        .await
        .unwrap();
    admin.window.keys("\u{e007}").await.unwrap();
    let said = admin
        .window
        .wait_for_text(
            &format!("{}[data-code='missingPermission']", hook("problem")),
            "the missing permission",
            |text| text.contains("stages:read"),
        )
        .await
        .unwrap();
    assert!(!said.contains(&thin));
    // All that it lacks, and who can give it, stands below.
    admin
        .window
        .wait_for_text(&hook("permission"), "who can give it", |text| {
            text.contains("Super Admin")
        })
        .await
        .unwrap();

    // With a whole key the way is open; nothing has to be started again.
    let mut pace = Pace::default();
    let (key, seat) = (admin.key(), admin.seat());
    admin.connect(&mut pace, &key, &seat).await;
    let log = std::fs::read_to_string(admin.desktop.log("window")).unwrap();
    assert!(
        !log.contains(&thin) && !log.contains(&key),
        "a key is in the log"
    );
}

#[tokio::test]
async fn killed_in_any_step_it_resumes_there_with_what_was_decided() {
    let mut admin = Admin::arrive(63).await;
    let (key, seat) = (admin.key(), admin.seat());
    // Before anybody said who sits here a key is nobody's: it is not kept, and asked for again.
    admin
        .window
        .type_into(&hook("connect-key"), &key)
        .await
        .unwrap();
    admin.press(&mut Pace::default(), "\u{e007}").await;
    admin
        .window
        .wait_for_text(&hook("seat-choice"), "who may sit here", |text| {
            !text.is_empty()
        })
        .await
        .unwrap();
    admin = admin.crash_and_return().await;
    admin.connect(&mut Pace::default(), &key, &seat).await;
    admin.open_setup().await;
    for place in [
        "connect",
        "stages",
        "webhooks",
        "templates",
        "rounds",
        "postings",
        "dryRun",
    ] {
        admin.go(place).await;
        if place == "webhooks" {
            let on = format!(
                "{}[data-fact='stageChangeWebhook'] {}",
                hook("fact"),
                hook("fact-on")
            );
            admin.window.click(&on).await.unwrap();
            admin.window.wait_until_gone(&on).await.unwrap();
        }
        admin = admin.crash_and_return().await;
        admin.until_live().await;
        admin.open_setup().await;
        admin.detail(place).await;
    }
    admin.go("webhooks").await;
    admin
        .window
        .wait_for_text(
            &format!("{}[data-fact='stageChangeWebhook']", hook("said")),
            "what was said before the kill",
            |text| text.contains("On, said by"),
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn a_stage_that_is_missing_is_waited_for_and_a_new_name_is_said() {
    let admin = Admin::arrive(64).await;
    let video = own_name(&admin, "myInterview", "Robot chat").await;
    let experts = own_name(&admin, "JobTwine", "Outside help").await;
    let (key, seat) = (admin.key(), admin.seat());
    admin.connect(&mut Pace::default(), &key, &seat).await;
    admin.open_setup().await;
    admin.go("stages").await;
    let waiting = format!("{}[data-waiting='true']", hook("vendor-stage"));
    wait::until("both stages to be waited for", async || {
        let found = admin.window.attributes(&waiting, "data-vendor").await?;
        wait::hold(found == ["myinterview", "jobtwine"], || {
            format!("{found:?}")
        })
    })
    .await
    .unwrap();
    let how = admin.window.text(&waiting).await.unwrap();
    assert!(
        how.contains("Super Admin") && how.contains("cannot make stages"),
        "{how}"
    );
    admin.picture("setup-waiting").await;

    // Somebody makes one and gives the other its name: both are noticed while the step is open.
    admin
        .company
        .act(
            "stages",
            &json!({ "text": "Video Interview", "after": video }),
        )
        .await
        .unwrap();
    admin.rename(&experts, "JobTwine").await;
    admin
        .window
        .wait_for_text(&hook("stage-pin"), "the stage that appeared", |text| {
            text.contains("Video Interview")
        })
        .await
        .unwrap();
    admin
        .window
        .wait_for_text(&hook("stage-renamed"), "the new name", |text| {
            text.contains("Outside help") && text.contains("JobTwine")
        })
        .await
        .unwrap();
    admin.window.keys("p").await.unwrap();
    let pinned = format!("{}[data-vendor='myinterview']", hook("vendor-stage"));
    admin
        .window
        .wait_for_text(&pinned, "the pin", |text| {
            text.contains("“Video Interview” is pinned by its id")
        })
        .await
        .unwrap();
    admin.window.wait_until_gone(&waiting).await.unwrap();
}

#[tokio::test]
async fn a_template_that_is_deleted_meanwhile_is_said_and_another_one_is_chosen() {
    const GONE: &str = "Lever Demo";
    let admin = Admin::arrive(68).await;
    let all = admin.company.lever("postings?limit=100").await.unwrap();
    let posting = all
        .as_array()
        .unwrap()
        .iter()
        .find(|posting| posting["state"] == "published")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let tags = json!({ "tags": [format!("myInterview:{GONE}")] });
    admin
        .company
        .act(&format!("postings/{posting}/tags"), &tags)
        .await
        .unwrap();
    let (key, seat) = (admin.key(), admin.seat());
    admin.connect(&mut Pace::default(), &key, &seat).await;
    admin.open_setup().await;
    admin.go("stages").await;
    admin.pin_what_is_proposed(&mut Pace::default()).await;
    let before = templates_of(&admin.company).await;
    admin.import(&before).await;
    admin.go("postings").await;
    let row = format!("{}[data-id='{posting}'] th", hook("posting-row"));
    let lint = format!("{}[data-posting='{posting}']", hook("linter"));
    admin.window.click(&row).await.unwrap();
    admin
        .window
        .wait_for_text(
            &format!("{lint} {}", hook("lint-good")),
            "a good tag",
            |_| true,
        )
        .await
        .unwrap();

    // Somebody deletes the template at myInterview, and the list is brought up to date.
    let after: Vec<&str> = before
        .lines()
        .filter(|line| !line.ends_with(&format!(",{GONE}")))
        .collect();
    assert_eq!(after.len() + 1, before.lines().count(), "{before}");
    admin.import(&after.join("\n")).await;
    admin.go("postings").await;
    admin
        .window
        .wait_for_text(&hook("check"), "the template that is gone", |text| {
            // How it was when it last worked is known where the watch has looked in between.
            text.contains(GONE) && text.contains("template for this posting")
        })
        .await
        .unwrap();
    admin.window.click(&row).await.unwrap();
    admin
        .window
        .wait_for_text(&format!("{lint} {}", hook("lint-why")), "why", |_| true)
        .await
        .unwrap();
    admin.picture("setup-template-gone").await;
    admin.window.click(&hook("lint-pick")).await.unwrap();
    admin.window.click(&hook("template-choice")).await.unwrap();
    admin
        .window
        .wait_for_text(&hook("lint-said"), "the comparison", |text| {
            text.contains("nothing but the tags had changed")
        })
        .await
        .unwrap();
    admin
        .window
        .wait_for_text(
            &format!("{lint} {}", hook("lint-good")),
            "a good tag",
            |_| true,
        )
        .await
        .unwrap();
    wait::until("the tag in Lever", async || {
        let now = admin.company.lever(&format!("postings/{posting}")).await?;
        let tags = now["tags"].as_array().map_or(&[][..], Vec::as_slice);
        let mended =
            tags.len() == 1 && tags.iter().all(|tag| tag != &format!("myInterview:{GONE}"));
        wait::hold(mended, || format!("{tags:?}"))
    })
    .await
    .unwrap();
}

/// What sticks out of the window, or of the step's own width.
const STICKS_OUT: &str = "const detail = document.querySelector('[data-testid=setup-detail]'); \
     const all = [...document.querySelectorAll('[data-testid=setup] *')]; \
     const out = all.filter(e => e.getBoundingClientRect().right > innerWidth + 1); \
     const edge = detail.getBoundingClientRect().left + detail.clientWidth + 1; \
     const wide = detail.scrollWidth > detail.clientWidth + 1 \
         ? [...detail.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > edge) : []; \
     return [...out, ...wide].slice(0, 3).map(e => e.outerHTML.slice(0, 160))";

#[tokio::test]
async fn every_step_fits_a_narrow_window_light_or_dark_with_very_long_names() {
    let admin = Admin::arrive(65).await;
    let screen = admin.company.stage("Recruiter screen").await.unwrap();
    let long = "Donaudampfschifffahrtsgesellschaftskapitänsauswahlgespräch ".repeat(2);
    admin.rename(&screen, long.trim()).await;
    let (key, seat) = (admin.key(), admin.seat());
    admin.connect(&mut Pace::default(), &key, &seat).await;
    admin.open_setup().await;
    admin.go("stages").await;
    admin.window.click(&hook("stage-pin")).await.unwrap();
    admin.window.click(&hook("neutral-both")).await.unwrap();
    admin.import(&templates_of(&admin.company).await).await;
    for theme in ["light", "dark"] {
        admin.window.click(&hook("settings-open")).await.unwrap();
        admin
            .window
            .click(&hook(&format!("theme-{theme}")))
            .await
            .unwrap();
        admin.window.keys("\u{e00c}").await.unwrap();
        for (width, height) in [(1360, 860), (960, 640)] {
            admin.window.resize(width, height).await.unwrap();
            for place in ["connect", "stages", "webhooks", "templates", "rounds"] {
                admin.go(place).await;
                admin.window.painted().await.unwrap();
                let out = admin.window.run(STICKS_OUT, Vec::new()).await.unwrap();
                assert_eq!(out, json!([]), "{place}, {theme}, {width} px");
                admin
                    .picture(&format!("setup-{place}-{theme}-{width}"))
                    .await;
            }
        }
    }
    admin.window.click(&hook("setup-changed")).await.unwrap();
    admin
        .window
        .wait_for_text(&hook("drift"), "what changed", |text| !text.is_empty())
        .await
        .unwrap();
    admin.picture("setup-drift").await;
}
