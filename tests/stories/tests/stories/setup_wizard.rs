//! What can stand in an admin's way on the way through the set-up, and that each of it has a way out.

use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::setup_scene::{Admin, templates_of};
use crate::setup_walk::{Pace, own_name, published, tag};

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
    let posting = published(&admin).await.into_iter().next().unwrap();
    tag(&admin, &posting, &[&format!("myInterview:{GONE}")]).await;
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
