//! Anything a team can share comes back as it was; nothing that anybody else made gets further than a sentence.

use std::collections::BTreeMap;

use fulcrum_domain::ids::{PostingId, StageId, TemplateId, UserId};
use fulcrum_domain::vendor::{
    CatalogueSource, StatedRounds, Template, TemplateCatalogue, Vendor, VendorSetup,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::file::{TeamFile, Wrong};
use crate::statements::{FACTS, Kept};
use crate::view::StatedFact;

const NOW: i64 = 1_795_000_000_000;

fn value_of(fact: StatedFact) -> &'static str {
    ["yes", "on", "stage-1"]
        .into_iter()
        .find(|value| fact.takes(value))
        .unwrap()
}

prop_compose! {
    fn id(kind: &'static str)(text in "[a-z0-9-]{1,36}") -> String {
        format!("{kind}-{text}")
    }
}

prop_compose! {
    fn template()(id in id("t"), name in "[^\\p{Cc}]{0,60}") -> Template {
        Template { id: TemplateId(id), name }
    }
}

prop_compose! {
    fn rounds()(
        rounds in 0_u32..=5,
        names in prop::collection::vec("[^\\p{Cc}]{0,30}", 5),
        minutes in prop::collection::vec(prop::option::of(5_u32..=480), 5),
        ago in 0_i64..10_000_000,
    ) -> StatedRounds {
        let n = usize::try_from(rounds).unwrap();
        StatedRounds {
            rounds,
            names: names[..n].to_vec(),
            minutes: minutes[..n].to_vec(),
            stated_at_ms: NOW - ago,
        }
    }
}

prop_compose! {
    fn setup(vendor: Vendor, stages: &'static str)(
        trigger in prop::option::of(id(stages)),
        neutral in prop::option::of(id("n")),
        authors in prop::collection::vec(id("u"), 0..4),
        hosts in prop::collection::btree_set("[a-z]{1,12}\\.example\\.com(:[1-9][0-9]{3})?", 0..4),
        templates in prop::option::of(prop::collection::vec(template(), 0..12)),
        stated in prop::collection::btree_map(id("p"), rounds(), 0..6),
        keeps in any::<bool>(),
    ) -> VendorSetup {
        VendorSetup {
            trigger_stage: trigger.map(StageId),
            neutral_stage: neutral.map(StageId),
            note_authors: authors.into_iter().map(UserId).collect(),
            hosts: hosts.into_iter().collect(),
            templates: templates.map(|templates| TemplateCatalogue {
                templates,
                as_of_ms: NOW - 1_000,
                source: CatalogueSource::File,
            }),
            stated_rounds: stated
                .into_iter()
                .map(|(id, rounds)| (PostingId(id), rounds))
                .collect(),
            keeps_interviews: keeps,
            ..VendorSetup::unset(vendor)
        }
    }
}

proptest! {
    #[test]
    fn what_is_exported_is_read_as_it_was(
        videos in setup(Vendor::MyInterview, "s"),
        experts in setup(Vendor::JobTwine, "j"),
        users in prop::collection::vec(id("u"), 0..6),
        facts in prop::sample::subsequence(FACTS.to_vec(), 0..FACTS.len()),
    ) {
        let stated: Vec<Kept> = facts
            .into_iter()
            .map(|(fact, word)| Kept {
                fact: word.to_owned(),
                value: value_of(fact).to_owned(),
                by: "u-1".into(),
                at_ms: NOW - 5,
            })
            .collect();
        let users = users.into_iter().map(UserId).collect();
        let file = TeamFile::new(
            NOW,
            "api.lever.co".to_owned(),
            users,
            &[videos, experts],
            stated,
            |id| format!("Stage {}", id.0),
        );
        let text = file.text().unwrap();
        prop_assert_eq!(TeamFile::read(text.as_bytes(), NOW).unwrap(), file);
    }

    #[test]
    fn no_text_at_all_makes_it_panic(text in "\\PC{0,200}", cut in any::<prop::sample::Index>()) {
        let _ = TeamFile::read(text.as_bytes(), NOW);
        let whole = sample().text().unwrap();
        // Without the blank at its end it is still whole.
        let bytes = whole.trim_end().as_bytes();
        let part = &bytes[..cut.index(bytes.len())];
        prop_assert!(TeamFile::read(part, NOW).is_err());
    }
}

/// A file as an admin exports it.
fn sample() -> TeamFile {
    let mut videos = VendorSetup::unset(Vendor::MyInterview);
    videos.trigger_stage = Some("0a1b-video".into());
    videos.neutral_stage = Some("lead-responded".into());
    videos.note_authors = vec!["user-vendor".into()];
    videos.hosts = vec!["review.myinterview.example".to_owned()];
    videos.templates = Some(TemplateCatalogue {
        templates: vec![
            Template {
                id: "tpl_5f3a9c".into(),
                name: "Lever Demo".to_owned(),
            },
            Template {
                id: "tpl_5f3a9d".into(),
                name: "Backend – first video ".to_owned(),
            },
        ],
        as_of_ms: 1_792_400_000_000,
        source: CatalogueSource::File,
    });
    let mut experts = VendorSetup::unset(Vendor::JobTwine);
    experts.trigger_stage = Some("0a1b-experts".into());
    experts.neutral_stage = Some("lead-responded".into());
    experts.hosts = vec!["app.jobtwine.example:8443".to_owned()];
    experts.stated_rounds = BTreeMap::from([(
        "posting-1".into(),
        StatedRounds {
            rounds: 2,
            names: vec!["Coding".to_owned(), "System design".to_owned()],
            minutes: vec![Some(90), None],
            stated_at_ms: 1_792_400_000_000,
        },
    )]);
    TeamFile::new(
        NOW,
        "api.lever.co".to_owned(),
        vec!["user-1".into(), "user-2".into()],
        &[videos, experts],
        vec![Kept {
            fact: StatedFact::MyInterviewReminders.word().to_owned(),
            value: "on".to_owned(),
            by: "user-1".into(),
            at_ms: 1_792_400_000_000,
        }],
        |id| format!("Stage {}", id.0),
    )
}

#[test]
fn the_file_is_what_the_documentation_shows() {
    let kept = include_str!("sample.json");
    assert_eq!(
        sample().text().unwrap(),
        kept,
        "crates/app/src/team/sample.json"
    );
}

fn changed(edit: impl FnOnce(&mut Value)) -> Result<TeamFile, Wrong> {
    let mut file: Value = serde_json::from_str(&sample().text().unwrap()).unwrap();
    edit(&mut file);
    TeamFile::read(file.to_string().as_bytes(), NOW)
}

#[test]
fn hostile_files_get_no_further_than_a_sentence() {
    let read = |text: &str| TeamFile::read(text.as_bytes(), NOW).unwrap_err();
    assert_eq!(read(""), Wrong::NotATeamFile);
    assert_eq!(read("{}"), Wrong::NotATeamFile);
    assert_eq!(read("[1,2]"), Wrong::NotATeamFile);
    assert_eq!(read(&"[".repeat(100_000)), Wrong::NotATeamFile);
    assert_eq!(read(r#"{"fulcrum_team":2,"anything":true}"#), Wrong::Newer);
    assert_eq!(read(r#"{"fulcrum_team":0}"#), Wrong::NotATeamFile);
    let twice = format!(
        "{{\"account\":\"x.example\",{}",
        &sample().text().unwrap()[1..]
    );
    assert_eq!(read(&twice), Wrong::NotATeamFile, "a field twice");
    assert_eq!(
        TeamFile::read(&[0xff, 0xfe, 0x7b], NOW).unwrap_err(),
        Wrong::NotText
    );
    assert_eq!(
        TeamFile::read(&vec![b' '; 5 * 1024 * 1024], NOW).unwrap_err(),
        Wrong::TooLarge
    );
    let wrong = |edit: &dyn Fn(&mut Value)| changed(edit).unwrap_err();
    assert_eq!(
        wrong(&|file| file["account"] = json!("api.lever.co/../x")),
        Wrong::NotATeamFile
    );
    for host in [
        "https://evil.example",
        "user@evil.example",
        "evil.example/path",
        "evil.example:443",
        "evil example",
        "",
        "javascript:alert(1)",
    ] {
        let found = wrong(&|file| file["jobtwine"]["hosts"] = json!([host]));
        assert_eq!(found, Wrong::Host, "{host:?}");
    }
    assert_eq!(
        wrong(&|file| file["jobtwine"]["trigger_stage"]["id"] = json!("0a1b-video")),
        Wrong::SameStage,
        "one stage for both vendors"
    );
    assert_eq!(
        wrong(&|file| file["jobtwine"]["neutral_stage"]["id"] = json!("0a1b-video")),
        Wrong::SameStage,
        "a resend would invite"
    );
    let rounds = |edit: &dyn Fn(&mut Value)| {
        wrong(&|file| edit(&mut file["jobtwine"]["rounds"]["posting-1"]))
    };
    assert_eq!(rounds(&|one| one["rounds"] = json!(6)), Wrong::Rounds);
    assert_eq!(
        rounds(&|one| one["rounds"] = json!(1)),
        Wrong::Rounds,
        "more names than rounds"
    );
    assert_eq!(rounds(&|one| one["minutes"] = json!([1])), Wrong::Rounds);
    assert_eq!(rounds(&|one| one["stated_at_ms"] = json!(-1)), Wrong::Time);
    assert_eq!(
        rounds(&|one| one["rounds"] = json!(-1)),
        Wrong::NotATeamFile
    );
    assert_eq!(
        wrong(&|file| file["users"] = json!(["a b"])),
        Wrong::Unreadable
    );
    assert_eq!(
        wrong(&|file| file["users"] = json!(["x".repeat(300)])),
        Wrong::TooLong
    );
    assert_eq!(
        wrong(&|file| file["users"] = json!(vec!["u"; 30_000])),
        Wrong::TooLong
    );
    assert_eq!(
        wrong(&|file| file["myinterview"]["templates"]["templates"][0]["name"] = json!("a\u{0}b")),
        Wrong::Unreadable
    );
    assert_eq!(
        wrong(&|file| file["stated"][0]["value"] = json!("maybe")),
        Wrong::Statement
    );
}

#[test]
fn what_a_newer_build_adds_is_left_out_and_nothing_stays_fresh_for_ever() {
    let read = changed(|file| {
        file["something_new"] = json!({ "a": 1 });
        let stated = file["stated"].as_array_mut().unwrap();
        stated.push(json!({ "fact": "new_fact", "value": "?", "by": "user-1", "at_ms": NOW }));
        file["myinterview"]["templates"]["as_of_ms"] = json!(i64::MAX);
        file["exported_at_ms"] = json!(i64::MAX);
        file["jobtwine"]["hosts"] = json!(["APP.jobtwine.example", "app.jobtwine.example"]);
    })
    .unwrap();
    assert_eq!(read.stated.len(), 1);
    assert_eq!(read.myinterview.templates.unwrap().as_of_ms, NOW);
    assert_eq!(read.exported_at_ms, NOW);
    assert_eq!(read.jobtwine.hosts, ["app.jobtwine.example"]);
}
