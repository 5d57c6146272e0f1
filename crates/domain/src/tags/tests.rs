use proptest::prelude::*;

use super::{
    LintReason, PostingConfiguration, TagClass, TagKind, TagStatus, TemplateMatch, classify,
    did_you_mean, jobtwine_tag, kind, lint_posting_tags, picker_text, posting_configuration,
    resolve_template,
};
use crate::sample::{catalogue, posting};
use crate::vendor::Vendor;

fn status(status: TagStatus) -> TagClass {
    TagClass::Status { status }
}

fn config(template: &str, prefix_exact: bool) -> TagClass {
    TagClass::Config {
        template: template.to_owned(),
        prefix_exact,
    }
}

/// The articles' spellings, and what lies around them.
#[test]
fn classifies_every_known_spelling() {
    for (tag, class) in [
        ("MyInterview: Invite Sent", status(TagStatus::Invited)),
        ("myInterview: Invite sent", status(TagStatus::Invited)),
        (
            "myInterview: Interview Completed",
            status(TagStatus::Completed),
        ),
        (
            "myInterview: Interview complete",
            status(TagStatus::Completed),
        ),
        ("MYINTERVIEW:invite   sent ", status(TagStatus::Invited)),
        (
            " myInterview :\u{a0}Interview\tComplete",
            status(TagStatus::Completed),
        ),
        ("myInterview:Lever Demo", config("Lever Demo", true)),
        ("myInterview: Lever Demo", config(" Lever Demo", true)),
        ("myInterview:Lever Demo ", config("Lever Demo ", true)),
        ("MyInterview:Lever Demo", config("Lever Demo", false)),
        ("myinterview:lever demo", config("lever demo", false)),
        (" myInterview:Lever Demo", config("Lever Demo", false)),
        (
            "myInterview:6530f0c2a1b2c3d4e5f60718",
            config("6530f0c2a1b2c3d4e5f60718", true),
        ),
        ("myInterview:", config("", true)),
        (
            "myInterview:Sales: second round",
            config("Sales: second round", true),
        ),
        (
            "myInterview: Invite Sent twice",
            config(" Invite Sent twice", true),
        ),
        ("myInterview", TagClass::Unrelated),
        ("myInterview – Invite Sent", TagClass::Unrelated),
        ("JobTwine", TagClass::JobTwine { exact: true }),
        ("jobtwine", TagClass::JobTwine { exact: false }),
        ("JobTwine ", TagClass::JobTwine { exact: false }),
        ("Jobtwine Backend", TagClass::Unrelated),
        ("Invite Sent", TagClass::Unrelated),
        ("", TagClass::Unrelated),
        (":", TagClass::Unrelated),
    ] {
        assert_eq!(classify(tag), class, "{tag:?}");
    }
}

#[test]
fn a_posting_has_one_configuration_or_a_problem() {
    let read = |tags: &[&str]| posting_configuration(&posting(tags).tags);
    assert_eq!(
        read(&["Remote", "JobTwine"]),
        PostingConfiguration::Untagged
    );
    assert_eq!(
        read(&["myInterview: Invite Sent"]),
        PostingConfiguration::Untagged
    );
    let PostingConfiguration::One { tag } = read(&["Remote", "MyInterview:Backend"]) else {
        panic!("one");
    };
    assert_eq!(
        (tag.stored.as_str(), tag.template.as_str(), tag.prefix_exact),
        ("MyInterview:Backend", "Backend", false)
    );
    let PostingConfiguration::Several { tags } = read(&["myInterview:A", "x", "myinterview:B"])
    else {
        panic!("several");
    };
    assert_eq!(tags.len(), 2);

    let twice = posting(&["jobtwine", "JobTwine"]).tags;
    assert!(jobtwine_tag(&twice).unwrap().exact);
    assert_eq!(jobtwine_tag(&posting(&["Jobtwine Backend"]).tags), None);
}

#[test]
fn looks_templates_up_as_the_vendor_does() {
    let known = catalogue(&[
        ("t1", "Lever Demo"),
        ("t2", "t1"),
        ("t3", "Twin"),
        ("t4", "Twin"),
    ]);
    let found = |value| match resolve_template(value, &known) {
        TemplateMatch::Found(template) => template.id.as_str().to_owned(),
        TemplateMatch::Ambiguous(all) => format!("{} share it", all.len()),
        TemplateMatch::NotFound => "none".to_owned(),
    };
    assert_eq!(found("Lever Demo"), "t1");
    assert_eq!(found("t1"), "t1", "an id goes before a name");
    assert_eq!(found("Twin"), "2 share it");
    for miss in ["lever demo", " Lever Demo", "Lever  Demo", "T1", ""] {
        assert_eq!(found(miss), "none", "{miss:?}");
    }
}

#[test]
fn the_picker_writes_what_works() {
    let known = catalogue(&[
        ("t1", "Lever Demo"),
        ("t3", "Twin"),
        ("t4", "Twin"),
        ("t5", "C++ & Co"),
        ("t6", "Invite sent"),
        ("t7", " Padded"),
        ("t8", "t1"),
        ("t9", "Prüfung"),
    ]);
    let written: Vec<String> = known
        .templates
        .iter()
        .map(|template| picker_text(template, &known))
        .collect();
    assert_eq!(
        written,
        [
            "myInterview:Lever Demo",
            "myInterview:t3",
            "myInterview:t4",
            "myInterview:t5",
            "myInterview:t6",
            "myInterview:t7",
            "myInterview:t8",
            "myInterview:t9"
        ]
    );
}

#[test]
fn says_what_differs_and_what_would_be_right() {
    let known = catalogue(&[
        ("6530f0c2", "Lever Demo"),
        ("t2", "Backend"),
        ("t3", "Twin"),
        ("t4", "Twin"),
        ("t5", "Sales"),
    ]);
    for (value, reason, tags) in [
        (
            "lever demo",
            Some(LintReason::LetterCase),
            vec!["myInterview:Lever Demo"],
        ),
        (
            " Lever Demo",
            Some(LintReason::Whitespace),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "Lever  Demo",
            Some(LintReason::Whitespace),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "LeverDemo",
            Some(LintReason::Whitespace),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "lever demo ",
            Some(LintReason::Whitespace),
            vec!["myInterview:Lever Demo"],
        ),
        // Cyrillic е, Greek ο, a full-width L, an invisible joiner.
        (
            "L\u{435}ver Demo",
            Some(LintReason::LookAlike),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "Lever Dem\u{3bf}",
            Some(LintReason::LookAlike),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "\u{ff2c}ever Demo",
            Some(LintReason::LookAlike),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "Lever\u{200d} Demo",
            Some(LintReason::LookAlike),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "Lever Dmeo",
            Some(LintReason::Spelling),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "Levr Dem",
            Some(LintReason::Spelling),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "6530F0C2",
            Some(LintReason::LetterCase),
            vec!["myInterview:Lever Demo"],
        ),
        (
            "Twin",
            Some(LintReason::SharedName),
            vec!["myInterview:t3", "myInterview:t4"],
        ),
        (
            "twin",
            Some(LintReason::LetterCase),
            vec!["myInterview:t3", "myInterview:t4"],
        ),
        ("Sols", None, vec![]),
        (
            "Sale",
            Some(LintReason::Spelling),
            vec!["myInterview:Sales"],
        ),
        ("6530f0c3", None, vec![]),
        ("Frontend", None, vec![]),
        ("", None, vec![]),
        ("Lever Demo", None, vec![]),
    ] {
        let near = did_you_mean(value, &known);
        assert_eq!(near.first().map(|one| one.reason), reason, "{value:?}");
        let found: Vec<&str> = near.iter().map(|one| one.tag.as_str()).collect();
        assert_eq!(found, tags, "{value:?}");
    }
}

#[test]
fn lints_a_postings_tags() {
    let known = catalogue(&[("t1", "Lever Demo")]);
    let lint = |tag: &str| lint_posting_tags(&posting(&[tag]).tags, Some(&known)).pop();
    for clean in [
        "Remote",
        "JobTwine",
        "myInterview:Lever Demo",
        "myInterview:t1",
        "My interview tips",
    ] {
        assert_eq!(lint(clean), None, "{clean}");
    }
    let right = vec!["myInterview:Lever Demo".to_owned()];
    for (tag, vendor, prefix, template) in [
        (
            "MyInterview:Lever Demo",
            Vendor::MyInterview,
            Some(LintReason::LetterCase),
            None,
        ),
        (
            "myIntervew:Lever Demo",
            Vendor::MyInterview,
            Some(LintReason::Spelling),
            None,
        ),
        (
            "my Interview:Lever Demo",
            Vendor::MyInterview,
            Some(LintReason::Whitespace),
            None,
        ),
        (
            "myInterview\u{ff1a}Lever Demo",
            Vendor::MyInterview,
            Some(LintReason::LookAlike),
            None,
        ),
        (
            "m\u{443}Interview:Lever Demo",
            Vendor::MyInterview,
            Some(LintReason::LookAlike),
            None,
        ),
        (
            "myInterview:lever demo",
            Vendor::MyInterview,
            None,
            Some(LintReason::LetterCase),
        ),
        (
            "myinterview:lever demo",
            Vendor::MyInterview,
            Some(LintReason::LetterCase),
            Some(LintReason::LetterCase),
        ),
    ] {
        let found = lint(tag).unwrap_or_else(|| panic!("no lint for {tag}"));
        assert_eq!(
            (found.vendor, found.prefix, found.template),
            (vendor, prefix, template),
            "{tag}"
        );
        assert_eq!(found.suggestions, right, "{tag}");
    }
    for tag in ["jobtwine", "Job Twine", "JobTwin", "J\u{43e}bTwine"] {
        let found = lint(tag).unwrap_or_else(|| panic!("no lint for {tag}"));
        assert_eq!(found.vendor, Vendor::JobTwine);
        assert_eq!(found.suggestions, ["JobTwine"], "{tag}");
    }
    let unknown = lint("myInterview:Something else").unwrap();
    assert_eq!(unknown.template, Some(LintReason::Unknown));
    assert!(unknown.suggestions.is_empty());
    let bare = lint("myInterview").unwrap();
    assert_eq!(
        (bare.prefix, bare.suggestions.len()),
        (Some(LintReason::Spelling), 0)
    );

    let without_catalogue = |tag: &str| lint_posting_tags(&posting(&[tag]).tags, None).pop();
    assert_eq!(without_catalogue("myInterview:anything"), None);
    assert_eq!(
        without_catalogue("MyInterview:anything")
            .unwrap()
            .suggestions,
        ["myInterview:anything"]
    );
}

#[test]
fn tells_where_a_candidates_tag_comes_from() {
    let of = posting(&["referral campaign"]);
    let kinds: Vec<TagKind> = [
        "myInterview: Invite sent",
        "myInterview:Lever Demo",
        "JobTwine",
        "Support Lead",
        "Full-time",
        "referral campaign",
        "full-time",
        "sql",
    ]
    .iter()
    .map(|tag| kind(tag, Some(&of)))
    .collect();
    insta::assert_json_snapshot!("kinds", kinds);
    assert_eq!(kind("Support Lead", None), TagKind::Manual);
}

proptest! {
    #[test]
    fn a_template_name_survives_untouched(name in "\\PC{0,20}") {
        match classify(&format!("myInterview:{name}")) {
            TagClass::Config { template, prefix_exact } => {
                prop_assert_eq!(template, name);
                prop_assert!(prefix_exact);
            }
            TagClass::Status { .. } => prop_assert!(name.split_whitespace().count() == 2),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn status_is_read_in_any_case_and_spacing(
        upper in proptest::collection::vec(any::<bool>(), 24),
        gap in " {1,3}",
    ) {
        let spelt: String = format!("myInterview:{gap}Invite{gap}Sent")
            .chars()
            .zip(upper.iter().cycle())
            .map(|(c, upper)| if *upper { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        prop_assert_eq!(classify(&spelt), status(TagStatus::Invited));
    }

    #[test]
    fn what_the_picker_writes_is_found_again(
        names in proptest::collection::vec("[ -~é]{1,8}", 1..5),
    ) {
        let listed: Vec<(String, String)> = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| (format!("id-{at}"), name))
            .collect();
        let pairs: Vec<(&str, &str)> = listed.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        let known = catalogue(&pairs);
        for template in &known.templates {
            let TagClass::Config { template: value, prefix_exact: true } =
                classify(&picker_text(template, &known))
            else {
                return Err(TestCaseError::fail("not a configuration"));
            };
            prop_assert_eq!(resolve_template(&value, &known), TemplateMatch::Found(template));
        }
    }

    #[test]
    fn one_slip_in_a_long_name_is_understood(at in 0usize..11, typed in "[a-z]") {
        let known = catalogue(&[("t1", "Video Screen One")]);
        let mut slipped: Vec<char> = "Video Screen One".chars().collect();
        slipped[at] = typed.chars().next().unwrap();
        let slipped: String = slipped.into_iter().collect();
        let near = did_you_mean(&slipped, &known);
        if slipped == "Video Screen One" {
            prop_assert!(near.is_empty());
        } else {
            prop_assert_eq!(near.first().map(|one| one.tag.as_str()), Some("myInterview:Video Screen One"));
        }
    }
}
