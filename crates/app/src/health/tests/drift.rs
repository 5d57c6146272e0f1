//! Each kind of drift is noticed within five minutes of a running program, told once, and closed when it is mended.

use fulcrum_domain::health::Standing;
use fulcrum_domain::vendor::Vendor;
use serde_json::json;

use super::place::{NOTICED_WITHIN_MS, Place};
use crate::view::Drift;

/// After `change`: noticed in time and told once, then quiet for an hour.
fn noticed(place: &mut Place, check: &str, change: impl FnOnce(&mut Place)) -> Drift {
    assert_eq!(place.told(), Vec::new(), "something was told before");
    assert_eq!(place.drift(check), None, "{check}");
    let began = place.now_ms();
    change(place);
    place.wait(NOTICED_WITHIN_MS - (place.now_ms() - began));
    let drift = place
        .drift(check)
        .unwrap_or_else(|| panic!("{check} was not noticed: {:#?}", place.health().drift));
    assert!(drift.at_ms - began <= NOTICED_WITHIN_MS);
    assert_eq!(drift.mended_at_ms, None);
    let told = place.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].body.contains(&drift.subject), "{told:?}");
    place.wait(1_800_000);
    assert_eq!(place.told(), Vec::new(), "told twice");
    drift
}

/// After `change`: closed with its time, and nothing is told of it.
fn mended(place: &mut Place, check: &str, change: impl FnOnce(&mut Place)) {
    let began = place.now_ms();
    change(place);
    place.wait(NOTICED_WITHIN_MS);
    let drift = place.drift(check).unwrap();
    let at = drift
        .mended_at_ms
        .unwrap_or_else(|| panic!("{check} is still open: {:#?}", place.health()));
    assert!(
        (began..=began + NOTICED_WITHIN_MS).contains(&at),
        "{drift:?}"
    );
    assert_eq!(place.told(), Vec::new());
}

fn rename(place: &Place, id: &str, text: &str) {
    place.press(&format!("stages/{id}/text"), json!({ "text": text }));
}

#[test]
fn a_set_up_that_works_is_quiet_for_hours() {
    let mut place = Place::begin();
    place.wait(3 * 3_600_000);
    assert_eq!(place.told(), Vec::new());
    assert_eq!(place.health().drift, Vec::new());
    for check in [
        "token",
        "clock",
        "budget",
        "stage.jobtwine",
        "stage.myinterview",
        "permission.notes_read",
    ] {
        assert_eq!(place.standing(check), Some(Standing::Verified), "{check}");
    }
}

#[test]
fn a_renamed_stage() {
    let mut place = Place::begin();
    let id = place.stage(Vendor::JobTwine);
    let drift = noticed(&mut place, "stage.jobtwine", |place| {
        rename(place, &id, "Job Twine");
    });
    assert!(
        drift.was.contains("“JobTwine”") && drift.is.contains("“Job Twine”"),
        "{drift:?}"
    );
    assert_eq!(drift.standing, Standing::Broken);
    mended(&mut place, "stage.jobtwine", |place| {
        rename(place, &id, "JobTwine");
    });
    // myInterview is told the stage on its own side: another name is pointed out, and no more.
    let id = place.stage(Vendor::MyInterview);
    let drift = noticed(&mut place, "stage.myinterview", |place| {
        rename(place, &id, "Videos");
    });
    assert_eq!(drift.standing, Standing::Warn);
}

#[test]
fn a_moved_stage() {
    let mut place = Place::begin();
    let id = place.stage(Vendor::JobTwine);
    let carry = |place: &Place, to_end: bool| {
        place.simulation.sandbox.lever.act(|world, _| {
            let at = world
                .stages
                .iter()
                .position(|stage| stage.id.as_str() == id)
                .unwrap();
            let stage = world.stages.remove(at);
            let to = if to_end {
                world.stages.len()
            } else {
                at.saturating_sub(3)
            };
            world.stages.insert(to, stage);
        });
    };
    let before: Vec<String> = place.simulation.sandbox.lever.look(|world| {
        world
            .stages
            .iter()
            .map(|stage| stage.id.to_string())
            .collect()
    });
    let drift = noticed(&mut place, "stage.jobtwine", |place| carry(place, false));
    assert_eq!(drift.standing, Standing::Warn);
    mended(&mut place, "stage.jobtwine", |place| {
        place.simulation.sandbox.lever.act(|world, _| {
            world
                .stages
                .sort_by_key(|stage| before.iter().position(|one| *one == stage.id.as_str()));
        });
    });
}

#[test]
fn a_stage_that_is_gone() {
    let mut place = Place::begin();
    let id = place.stage(Vendor::MyInterview);
    let drift = noticed(&mut place, "stage.myinterview", |place| {
        place
            .simulation
            .sandbox
            .lever
            .act(|world, _| world.stages.retain(|stage| stage.id.as_str() != id));
    });
    assert_eq!(drift.standing, Standing::Broken);
    assert_eq!(place.standing("stage.myinterview"), Some(Standing::Broken));
}

#[test]
fn an_edited_tag() {
    let mut place = Place::begin();
    let (posting, tag) = place.posting();
    let check = format!("template.{posting}");
    let others: Vec<String> = place.simulation.sandbox.lever.look(|world| {
        let tags = &world.postings[posting.as_str()].tags;
        tags.iter()
            .map(ToString::to_string)
            .filter(|one| *one != tag)
            .collect()
    });
    let set = |place: &Place, tag: &str| {
        let tags: Vec<&str> = others.iter().map(String::as_str).chain([tag]).collect();
        place.press(&format!("postings/{posting}/tags"), json!({ "tags": tags }));
    };
    let wrong = format!("{tag}x");
    let drift = noticed(&mut place, &check, |place| set(place, &wrong));
    assert_eq!(drift.standing, Standing::Broken);
    assert!(
        drift.was.contains(&tag) && drift.is.contains(&wrong),
        "{drift:?}"
    );
    mended(&mut place, &check, |place| set(place, &tag));
    // Whoever closes the posting has no use for its tag.
    set(&place, &wrong);
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.told().len(), 1);
    mended(&mut place, &check, |place| {
        place.press(&format!("postings/{posting}"), json!({ "state": "closed" }));
    });
    assert_eq!(place.standing(&check), None);
}

#[test]
fn a_tag_that_was_written_here_is_no_change() {
    let mut place = Place::begin();
    let (posting, tag) = place.posting();
    let check = format!("template.{posting}");
    let other = place
        .templates()
        .into_iter()
        .map(|template| format!("myInterview:{}", template.name))
        .find(|other| *other != tag)
        .unwrap();
    let others: Vec<String> = place.simulation.sandbox.lever.look(|world| {
        let tags = &world.postings[posting.as_str()].tags;
        tags.iter().filter(|one| **one != tag).cloned().collect()
    });
    let set = |place: &Place, tag: &str| {
        let tags: Vec<&str> = others.iter().map(String::as_str).chain([tag]).collect();
        place.press(&format!("postings/{posting}/tags"), json!({ "tags": tags }));
    };
    // Of somebody else's hand the very same is told.
    noticed(&mut place, &check, |place| set(place, &other));
    mended(&mut place, &check, |place| set(place, &tag));
    let before = place.health().drift.len();
    place.write_tag(&posting, &tag, &other);
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.told(), Vec::new());
    assert_eq!(place.health().drift.len(), before);
    assert_eq!(place.standing(&check), Some(Standing::Verified));
    // From then on it is compared with what was written.
    set(&place, &tag);
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.told().len(), 1);
    let drift = place.drift(&check).unwrap();
    assert!(
        drift.was.contains(&other) && drift.is.contains(&tag),
        "{drift:?}"
    );
}

#[test]
fn a_vendor_that_is_switched_off_is_not_looked_at() {
    let mut place = Place::begin();
    let id = place.stage(Vendor::JobTwine);
    noticed(&mut place, "stage.jobtwine", |place| {
        rename(place, &id, "Job Twine");
    });
    let of_jobtwine = |place: &Place| {
        let health = place.health();
        let checks = health.steps.into_iter().flat_map(|step| step.checks);
        checks
            .filter(|check| check.vendor == Some(Vendor::JobTwine))
            .map(|check| (check.id, check.standing))
            .collect::<Vec<_>>()
    };
    assert!(of_jobtwine(&place).len() > 3, "{:?}", of_jobtwine(&place));
    let broken = place.health().problems;
    place.switch_off(Vendor::JobTwine, true);
    place.wait(NOTICED_WITHIN_MS);
    for (check, standing) in of_jobtwine(&place) {
        assert_eq!(
            (check.as_str(), standing),
            ("off.JobTwine", Standing::Stated)
        );
    }
    assert!(
        place
            .drift("stage.jobtwine")
            .unwrap()
            .mended_at_ms
            .is_some()
    );
    assert_eq!(place.health().problems, broken - 1);
    // What becomes of its stage concerns nobody.
    rename(&place, &id, "Experts");
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.told(), Vec::new());
    // Switched on again it is looked at as it is.
    place.switch_off(Vendor::JobTwine, false);
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.standing("stage.jobtwine"), Some(Standing::Broken));
}

#[test]
fn a_sign_in_that_comes_near_its_end() {
    // A year it lives, and thirty days before the end there is time to ask a Super Admin.
    const WARNED_AFTER_MS: i64 = (365 - 30) * 86_400_000;
    let mut place = Place::signed_in(WARNED_AFTER_MS - 600_000);
    assert_eq!(place.standing("token"), Some(Standing::Verified));
    place.wait(400_000);
    let drift = noticed(&mut place, "token", |place| place.wait(80_000));
    assert_eq!(
        (drift.standing, drift.is.as_str()),
        (Standing::Warn, "ends on 1 Apr")
    );
}

#[test]
fn a_template_that_was_renamed_or_is_gone() {
    let mut place = Place::begin();
    let (posting, tag) = place.posting();
    let check = format!("template.{posting}");
    let before = place.templates();
    let name = tag.trim_start_matches("myInterview:").to_owned();
    let drift = noticed(&mut place, &check, |place| {
        let mut renamed = before.clone();
        renamed
            .iter_mut()
            .find(|one| one.name == name)
            .unwrap()
            .name = "Another name".to_owned();
        place.import(&renamed);
    });
    assert_eq!(drift.standing, Standing::Broken);
    let health = place.health();
    let found = health
        .steps
        .iter()
        .flat_map(|step| &step.checks)
        .find(|one| one.id == check)
        .unwrap();
    assert!(
        found.finding.contains("is called “Another name” now"),
        "{found:?}"
    );
    let same = before.clone();
    mended(&mut place, &check, |place| place.import(&same));
    let others: Vec<_> = before.into_iter().filter(|one| one.name != name).collect();
    place.import(&others);
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.told().len(), 1);
}

#[test]
fn a_webhook_that_is_gone() {
    let mut place = Place::begin();
    let hooks = place
        .simulation
        .sandbox
        .lever
        .look(|world| world.webhooks.clone());
    let gone = hooks
        .iter()
        .find(|hook| hook.event == "candidateStageChange")
        .unwrap()
        .id
        .clone();
    noticed(&mut place, "webhooks.seen", |place| {
        place
            .simulation
            .sandbox
            .lever
            .act(|world, _| world.webhooks.retain(|hook| hook.id != gone));
    });
    mended(&mut place, "webhooks.seen", |place| {
        place
            .simulation
            .sandbox
            .lever
            .act(|world, _| world.webhooks = hooks);
    });
}

#[test]
fn a_key_that_was_revoked() {
    let mut place = Place::begin();
    let drift = noticed(&mut place, "token", |place| {
        let key = place.key.clone();
        place.press("keys/drop", json!({ "api_key": key }));
    });
    assert_eq!(drift.standing, Standing::Broken);
    // Everything else was not looked at: nothing is said about it.
    assert_eq!(place.health().drift.len(), 1, "{:#?}", place.health().drift);
}

#[test]
fn a_clock_that_is_off() {
    let mut place = Place::begin();
    let drift = noticed(&mut place, "clock", |place| {
        place.press("faults", json!({ "clock_skew_ms": 400_000 }));
    });
    assert_eq!(
        (drift.standing, drift.is.as_str()),
        (Standing::Broken, "6 min behind Lever")
    );
    mended(&mut place, "clock", |place| {
        place.press("faults/clear", json!({}));
    });
}

#[test]
fn requests_that_somebody_else_uses_up() {
    let mut place = Place::begin();
    let drift = noticed(&mut place, "budget", |place| {
        place.press("faults", json!({ "too_many": 3 }));
    });
    assert_eq!(drift.standing, Standing::Warn);
    assert!(
        place.drift("budget").unwrap().mended_at_ms.is_some(),
        "an hour later it is over"
    );
}

#[test]
fn a_permission_that_is_refused() {
    let mut place = Place::begin();
    let drift = noticed(&mut place, "permission.archive_reasons_read", |place| {
        place.press(
            "faults/add",
            json!({ "fault": "refusal", "status": 403, "code": "Forbidden", "route": "GET /archive_reasons" }),
        );
    });
    assert_eq!(drift.standing, Standing::Broken);
    mended(&mut place, "permission.archive_reasons_read", |place| {
        place.press("faults/clear", json!({}));
    });
}

#[test]
fn a_vendor_that_fell_silent() {
    let mut place = Place::begin();
    let stage = place.stage(Vendor::MyInterview);
    let (posting, _) = place.posting();
    let from = place
        .simulation
        .sandbox
        .lever
        .look(|world| world.cast.neutral_stage.to_string());
    let moved = |place: &Place, name: &str| {
        let made = place.press(
            "opportunities",
            json!({ "name": name, "emails": [format!("{}@example.com", name.to_lowercase())], "phones": [], "posting": posting, "stage": from }),
        );
        let id = made["id"].as_str().unwrap().to_owned();
        place.wait(60_000);
        place.press(
            &format!("opportunities/{id}/stage"),
            json!({ "stage": stage }),
        );
    };
    moved(&place, "Ana");
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(
        place.standing("webhook.myinterview"),
        Some(Standing::Observed)
    );
    place.press("webhooks/all/off", json!({}));
    let made = place.press(
        "opportunities",
        json!({ "name": "Bea", "emails": ["bea@example.com"], "phones": [], "posting": posting, "stage": from }),
    );
    place.wait(60_000);
    let id = made["id"].as_str().unwrap().to_owned();
    let drift = noticed(&mut place, "webhook.myinterview", |place| {
        place.press(
            &format!("opportunities/{id}/stage"),
            json!({ "stage": stage }),
        );
    });
    assert_eq!(drift.is, "silent");
    place.press("webhooks/all/on", json!({}));
    moved(&place, "Cai");
    place.wait(NOTICED_WITHIN_MS);
    assert!(
        place
            .drift("webhook.myinterview")
            .unwrap()
            .mended_at_ms
            .is_some()
    );
}

#[test]
fn what_was_told_is_not_told_again_after_a_restart() {
    let mut place = Place::begin();
    let id = place.stage(Vendor::JobTwine);
    noticed(&mut place, "stage.jobtwine", |place| {
        rename(place, &id, "Job Twine");
    });
    place.end();
    place.start();
    place.wait(1_800_000);
    assert_eq!(place.told(), Vec::new());
    assert_eq!(place.drift("stage.jobtwine").unwrap().mended_at_ms, None);
    // What changed while it was closed is told once it runs again.
    place.end();
    let video = place
        .simulation
        .sandbox
        .lever
        .look(|world| world.cast.video_stage.to_string());
    rename(&place, &video, "Videos");
    place.start();
    place.wait(NOTICED_WITHIN_MS);
    assert_eq!(place.told().len(), 1);
}

#[test]
fn several_changes_at_once_are_one_notification() {
    let mut place = Place::begin();
    let (jobtwine, video) = (
        place.stage(Vendor::JobTwine),
        place.stage(Vendor::MyInterview),
    );
    rename(&place, &jobtwine, "Job Twine");
    rename(&place, &video, "Videos");
    place.wait(NOTICED_WITHIN_MS);
    let told = place.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].title, "2 things changed in the set-up");
}
