//! Notes of our own making: no vendor's wording was ever seen, so these differ from each other as much as they can.

use super::{NoteReading, PatternError, Patterns, read};
use crate::evidence::{Confidence, Fact, FailureCode};
use crate::ids::UserId;
use crate::model::{Note, NoteField};
use crate::vendor::{Vendor, VendorSetup, introduce};

mod corpus;
mod jobtwine;
mod unseen;

const VENDOR: &str = "user-of-the-vendor";
const LINK: &str = "https://start.myinterview.com/review/5f0a";

fn setup() -> VendorSetup {
    VendorSetup {
        note_authors: vec![VENDOR.into()],
        hosts: vec![
            "start.myinterview.com".to_owned(),
            "127.0.0.1:4100".to_owned(),
        ],
        ..VendorSetup::unset(Vendor::MyInterview)
    }
}

fn field(text: &str, author: Option<&str>) -> NoteField {
    NoteField {
        value: text.to_owned(),
        author: author.map(UserId::from),
        created_at_ms: 1,
        score: None,
    }
}

fn note(text: &str, author: Option<&str>) -> Note {
    Note {
        id: "note".into(),
        opportunity: "opportunity".into(),
        author: author.map(UserId::from),
        secret: false,
        created_at_ms: 1,
        deleted_at_ms: None,
        fields: vec![field(text, author)],
    }
}

fn read_text(text: &str, author: Option<&str>) -> NoteReading {
    read(&note(text, author), &setup(), &Patterns::builtin().unwrap())
}

/// The reading in a word, for tables.
fn told(text: &str) -> String {
    match read_text(text, Some(VENDOR)) {
        NoteReading::NotVendor => "not the vendor's".to_owned(),
        NoteReading::Unread { .. } => "unread".to_owned(),
        NoteReading::Read { facts, .. } => facts
            .iter()
            .map(|fact| match fact {
                Fact::Completed => "completed".to_owned(),
                Fact::ReviewLink { .. } => "link".to_owned(),
                Fact::Expired => "expired".to_owned(),
                Fact::InviteFailed { code } => serde_json::to_value(code)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned(),
                other => format!("{other:?}"),
            })
            .collect::<Vec<_>>()
            .join(" + "),
    }
}

fn assert_all(expected: &str, texts: &[&str]) {
    let wrong: Vec<String> = texts
        .iter()
        .map(|text| (text, told(text)))
        .filter(|(_, found)| found != expected)
        .map(|(text, found)| format!("{found}: {text}"))
        .collect();
    assert!(wrong.is_empty(), "not {expected}:\n{}", wrong.join("\n"));
}

#[test]
fn words_alone_never_make_a_note_the_vendors() {
    for text in [
        "myInterview: invite not sent - the candidate has no email address.",
        "Interview completed! Watch it at https://start.myinterview.com.evil.example/x",
        "Interview completed: https://start.myinterview.com@evil.example/x",
        "Interview completed: http://start.myinterview.com/x",
        "Interview completed: https://start.myinterview.com:8443/x",
        "Interview completed: https://127.0.0.1/x",
    ] {
        for author in [None, Some("a-recruiter")] {
            assert_eq!(read_text(text, author), NoteReading::NotVendor, "{text}");
        }
    }
}

#[test]
fn a_pinned_author_or_an_unsigned_note_with_a_pinned_link_is_proven() {
    let text = format!("The candidate completed the interview: {LINK}.");
    let expected = |confidence| NoteReading::Read {
        facts: vec![
            Fact::Completed,
            Fact::ReviewLink {
                url: LINK.to_owned(),
            },
        ],
        confidence,
    };
    assert_eq!(read_text(&text, Some(VENDOR)), expected(Confidence::Proven));
    assert_eq!(read_text(&text, None), expected(Confidence::Proven));
    assert_eq!(
        read_text(&text, Some("a-recruiter")),
        expected(Confidence::Inferred)
    );
    let training = "Interview completed: http://127.0.0.1:4100/watch/7";
    assert!(matches!(
        read_text(training, None),
        NoteReading::Read { .. }
    ));
}

#[test]
fn a_recruiter_who_quotes_the_vendor_proves_nothing() {
    let quoting = format!(
        "Asked support about this one:\n> myInterview: the candidate completed the interview.\n> {LINK}\nNo answer yet."
    );
    assert_eq!(
        read_text(&quoting, Some("a-recruiter")),
        NoteReading::NotVendor
    );
    assert_eq!(
        read_text(
            "The myInterview note said \"invite not sent, no email address\" so I called the candidate.",
            Some("a-recruiter")
        ),
        NoteReading::NotVendor
    );
    let pasted = format!("He still has not completed the interview, I sent him {LINK} again.");
    assert_eq!(
        read_text(&pasted, Some("a-recruiter")),
        NoteReading::Unread {
            url: Some(LINK.to_owned()),
            confidence: Confidence::Inferred
        }
    );
}

#[test]
fn another_vendors_words_are_not_guessed_at() {
    let experts = VendorSetup {
        vendor: Vendor::JobTwine,
        ..setup()
    };
    assert!(matches!(
        read(
            &note(
                "All questions of the one-way video were answered.",
                Some(VENDOR)
            ),
            &experts,
            &Patterns::builtin().unwrap()
        ),
        NoteReading::Unread { .. }
    ));
}

/// Both vendors pinned: who wrote outweighs where a link leads, and one Lever user who lends its name to both is told apart
/// by the links.
#[test]
fn a_note_is_never_counted_for_two_vendors() {
    let read_both = |text: &str, author: &str, experts_author: &str, experts_host: &str| {
        let mut setups = vec![
            setup(),
            VendorSetup {
                note_authors: vec![experts_author.into()],
                hosts: vec![experts_host.to_owned()],
                ..VendorSetup::unset(Vendor::JobTwine)
            },
        ];
        introduce(&mut setups);
        let patterns = Patterns::builtin().unwrap();
        let note = note(text, Some(author));
        setups
            .iter()
            .filter(|setup| read(&note, setup, &patterns) != NoteReading::NotVendor)
            .map(|setup| setup.vendor)
            .collect::<Vec<_>>()
    };
    let shared_host = "start.myinterview.com";
    let text = format!("Something happened, see {LINK}");
    assert_eq!(
        read_both(&text, "experts", "experts", shared_host),
        [Vendor::JobTwine],
        "a link to a host that both use"
    );
    assert_eq!(
        read_both(&text, VENDOR, "experts", shared_host),
        [Vendor::MyInterview]
    );
    assert_eq!(
        read_both(&text, VENDOR, VENDOR, "app.jobtwine.com"),
        [Vendor::MyInterview],
        "one user for both, a link to one of them"
    );
    assert_eq!(
        read_both(
            "See https://app.jobtwine.com/i/7",
            VENDOR,
            VENDOR,
            "app.jobtwine.com"
        ),
        [Vendor::JobTwine]
    );
}

#[test]
fn each_text_of_a_thread_is_its_own_authors() {
    let mut thread = note("Sent to video screening today.", Some("a-recruiter"));
    thread.fields.push(field(
        "The invitation was not sent: template \"Lever demo\" was not found.",
        Some(VENDOR),
    ));
    thread
        .fields
        .push(field("Interview completed, great!", Some("a-recruiter")));
    assert_eq!(
        read(&thread, &setup(), &Patterns::builtin().unwrap()),
        NoteReading::Read {
            facts: vec![Fact::InviteFailed {
                code: FailureCode::TemplateNotFound
            }],
            confidence: Confidence::Proven
        }
    );
    thread.deleted_at_ms = Some(2);
    assert_eq!(
        read(&thread, &setup(), &Patterns::builtin().unwrap()),
        NoteReading::NotVendor
    );
}

#[test]
fn the_link_is_found_whatever_stands_around_it() {
    for (text, url) in [
        (format!("Interview completed ({LINK})."), LINK.to_owned()),
        (
            format!("Interview completed <{LINK}>, enjoy!"),
            LINK.to_owned(),
        ),
        (
            format!("Interview completed [watch]({LINK})"),
            LINK.to_owned(),
        ),
        (
            format!("Interview completed. Help: https://help.example.org Video: {LINK}?t=1&u=(2)"),
            format!("{LINK}?t=1&u=(2)"),
        ),
    ] {
        let NoteReading::Read { facts, .. } = read_text(&text, Some(VENDOR)) else {
            panic!("unread: {text}");
        };
        assert!(facts.contains(&Fact::ReviewLink { url }), "{facts:?}");
    }
}

#[test]
fn patterns_are_checked_before_they_are_used() {
    let load = |text: &str| Patterns::load(text).unwrap_err();
    assert!(matches!(load("<html>"), PatternError::Unreadable(_)));
    assert!(matches!(
        load(r#"{"version":1,"concepts":{"mood":["sad"]}}"#),
        PatternError::Unreadable(_)
    ));
    assert_eq!(
        load(r#"{"version":7,"concepts":{}}"#),
        PatternError::Version(7)
    );
    assert!(matches!(
        load(r#"{"version":1,"concepts":{"invite":["invit*"]}}"#),
        PatternError::ConceptsWithoutWords(_)
    ));
    let builtin = include_str!("../../patterns/myinterview.json");
    for bad in [
        "",
        "*",
        "ab*",
        "E-Mail",
        "é",
        "two  blanks",
        "one two three four five six",
    ] {
        let text = builtin.replacen("\"zero\"", &format!("\"{bad}\""), 1);
        assert_eq!(load(&text), PatternError::BadPattern(bad.to_owned()));
    }
}

#[test]
fn one_file_may_speak_of_either_vendor_or_of_both() {
    let concepts =
        |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["concepts"].clone();
    let mine = concepts(include_str!("../../patterns/myinterview.json"));
    let mut experts = concepts(include_str!("../../patterns/jobtwine.json"));
    experts["no_show"] = serde_json::json!(["poissa"]);
    let reads = |file: serde_json::Value| {
        let patterns = Patterns::load(&file.to_string()).unwrap();
        let setup = VendorSetup {
            vendor: Vendor::JobTwine,
            ..setup()
        };
        matches!(
            read(&note("Poissa!", Some(VENDOR)), &setup, &patterns),
            NoteReading::Read { .. }
        )
    };
    assert!(!reads(serde_json::json!({"version": 1, "concepts": mine})));
    assert!(reads(
        serde_json::json!({"version": 1, "vendor": "jobtwine", "concepts": experts})
    ));
    assert!(reads(serde_json::json!({"version": 1, "vendors": {
        "myinterview": {"concepts": mine}, "jobtwine": {"concepts": experts}
    }})));
    assert!(matches!(
        Patterns::load(r#"{"version":1,"vendors":{"karat":{"concepts":{}}}}"#),
        Err(PatternError::Unreadable(_))
    ));
    assert!(matches!(
        Patterns::load(r#"{"version":1}"#),
        Err(PatternError::Unreadable(_))
    ));
}

#[test]
fn another_pattern_text_changes_what_is_read() {
    let finnish = include_str!("../../patterns/myinterview.json")
        .replacen("\"done\": [", "\"done\": [\"suoritettu\", ", 1)
        .replacen("\"interview\": [", "\"interview\": [\"haastattelu\", ", 1);
    let text = format!("Haastattelu suoritettu: {LINK}");
    let reading = |patterns: &Patterns| read(&note(&text, Some(VENDOR)), &setup(), patterns);
    assert!(matches!(
        reading(&Patterns::builtin().unwrap()),
        NoteReading::Unread { .. }
    ));
    assert!(matches!(
        reading(&Patterns::load(&finnish).unwrap()),
        NoteReading::Read { .. }
    ));
}

proptest::proptest! {
    #[test]
    fn hostile_text_is_read_without_panic(text in "(\\PC|\\n|'|\"|not |email |:){0,80}") {
        let _ = read_text(&text, Some(VENDOR));
    }

    #[test]
    fn a_candidates_name_in_quotes_or_an_unknown_word_changes_nothing(word in "[b-df-hj-np-tv-z]{5,9}") {
        let text = format!("We could not invite {word}: there is no email address on file.");
        proptest::prop_assert_eq!(told(&text), "missing_email");
        let text = format!("Template \"{word}\" was not found, so the invitation was not sent.");
        proptest::prop_assert_eq!(told(&text), "template_not_found");
    }
}
