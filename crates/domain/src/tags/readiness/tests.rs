use proptest::prelude::*;

use super::super::verdict::judge_tag;
use super::*;
use crate::sample::{catalogue, posting};

fn known() -> TemplateCatalogue {
    catalogue(&[
        ("tpl_1", "Lever Demo"),
        ("tpl_2", "Backend – first video"),
        ("tpl_3", "Twin"),
        ("tpl_4", "Twin"),
        ("tpl_5", "Sales intro"),
    ])
}

fn read(tags: &[&str]) -> Readiness {
    Readiness::of(&posting(tags).tags, Some(&known()))
}

/// Word, kinds of fixes with what each writes.
type Told = (&'static str, Vec<(FixKind, Option<String>)>);

fn told(readiness: &Readiness) -> Vec<Told> {
    let fix = |fix: &TagFix| (fix.kind, fix.edit.to.clone());
    readiness
        .findings
        .iter()
        .map(|one| (one.code.word(), one.fixes.iter().map(fix).collect()))
        .collect()
}

#[test]
fn a_posting_is_read_for_both_vendors() {
    let ready = read(&["Remote", "myInterview:Lever Demo", "JobTwine"]);
    let name = "Lever Demo".to_owned();
    assert_eq!(ready.template, TemplateTag::Found { name });
    assert_eq!(ready.jobtwine, JobTwineStanding::Exact);
    assert_eq!(ready.findings, []);

    let by_id = read(&["myInterview:tpl_2"]);
    let name = "Backend – first video".to_owned();
    assert_eq!(by_id.template, TemplateTag::Found { name });
    assert_eq!(by_id.jobtwine, JobTwineStanding::Unused);

    let plain = read(&["Remote"]);
    assert_eq!(plain.template, TemplateTag::Unused);
    assert_eq!(plain.findings, []);

    let value = "anything".to_owned();
    let unchecked = Readiness::of(&posting(&["myInterview:anything"]).tags, None);
    assert_eq!(unchecked.template, TemplateTag::Unchecked { value });
}

#[test]
fn every_finding_comes_with_its_fixes() {
    let write = |kind, text: &str| (kind, Some(text.to_owned()));
    for (tags, expected) in [
        (
            &["myInterview:lever demo"][..],
            vec![(
                "letter_case",
                vec![
                    write(FixKind::UseName, "myInterview:Lever Demo"),
                    write(FixKind::UseId, "myInterview:tpl_1"),
                ],
            )],
        ),
        // A name with special characters is written by its id alone.
        (
            &["myInterview:backend – first video"],
            vec![(
                "letter_case",
                vec![write(FixKind::UseId, "myInterview:tpl_2")],
            )],
        ),
        (
            &["myInterview:Twin"],
            vec![(
                "shared_name",
                vec![
                    write(FixKind::UseId, "myInterview:tpl_3"),
                    write(FixKind::UseId, "myInterview:tpl_4"),
                ],
            )],
        ),
        (&["myInterview:Nothing like it"], vec![("unknown", vec![])]),
        (
            &["MyIntervew:Sales intro", "Jobtwine"],
            vec![
                (
                    "spelling",
                    vec![
                        write(FixKind::UseName, "myInterview:Sales intro"),
                        write(FixKind::UseId, "myInterview:tpl_5"),
                    ],
                ),
                (
                    "letter_case",
                    vec![write(FixKind::WriteJobTwine, "JobTwine")],
                ),
            ],
        ),
        // The exact word works; a misspelt one beside it harms nobody.
        (&["JobTwine", "Jobtwine"], vec![]),
    ] {
        assert_eq!(told(&read(tags)), expected, "{tags:?}");
    }
}

#[test]
fn of_several_tags_one_that_works_stays() {
    let tags = posting(&[
        "a",
        "myInterview:Lever Demo",
        "myInterview:gone",
        "myInterview:tpl_5",
    ])
    .tags;
    let readiness = Readiness::of(&tags, Some(&known()));
    assert_eq!(readiness.template, TemplateTag::Wrong);
    let [finding] = readiness.findings.as_slice() else {
        panic!("one finding: {readiness:?}");
    };
    assert_eq!(
        (finding.code, finding.stored.len()),
        (TagFindingCode::Several, 3)
    );
    assert_eq!(finding.plain_fix(), None);
    let after: Vec<Option<Vec<String>>> = finding
        .fixes
        .iter()
        .map(|fix| fix.edit.apply(&tags))
        .collect();
    let left = |tag: &str| Some(posting(&["a", tag]).tags);
    assert_eq!(
        after,
        [left("myInterview:Lever Demo"), left("myInterview:tpl_5")]
    );

    // Where none of them works, any may stay, and what is wrong with it comes next.
    assert_eq!(
        read(&["myInterview:x1y2", "myInterview:z3"]).findings[0]
            .fixes
            .len(),
        2
    );
}

#[test]
fn only_what_needs_no_judgement_is_mended_without_a_person() {
    for (tags, plain) in [
        (&["myInterview:lever demo"][..], true),
        (&["myInterview:Lever Demo "], true),
        (&["myInterview:Lеver Demo"], true),
        (&["myinterview:Lever Demo"], true),
        (&["Jobtwin"], true),
        // Another letter may be another template.
        (&["myInterview:Lever Demos"], false),
        (&["myInterview:Twin"], false),
        (&["myInterview:twin"], false),
        (&["myInterview:Unheard of"], false),
    ] {
        let readiness = read(tags);
        assert_eq!(
            readiness.findings[0].plain_fix().is_some(),
            plain,
            "{tags:?}"
        );
    }
}

#[test]
fn a_template_is_chosen_whatever_was_there() {
    let known = known();
    let template = &known.templates[1];
    for tags in [
        &["a"][..],
        &["myInterview:Lever Demo", "a"],
        &["myInterview:x", "a", "myInterview:y"],
        &["a", "myIntervew:Sales intro"],
    ] {
        let tags = posting(tags).tags;
        let after = choose_template(&tags, template, &known)
            .apply(&tags)
            .unwrap();
        let readiness = Readiness::of(&after, Some(&known));
        let name = template.name.clone();
        assert_eq!(readiness.template, TemplateTag::Found { name }, "{after:?}");
        assert!(after.contains(&"a".to_owned()));
    }
    for (tags, after) in [
        (&["a"][..], Some(&["a", "JobTwine"][..])),
        (&["jobtwine", "a"], Some(&["JobTwine", "a"])),
        (&["JobTwine"], None),
    ] {
        let tags = posting(tags).tags;
        let changed = add_jobtwine(&tags).and_then(|edit| edit.apply(&tags));
        assert_eq!(changed, after.map(|after| posting(after).tags));
    }
}

#[test]
fn one_tag_by_itself_is_judged_as_the_command_line_says_it() {
    for (tag, line) in [
        (
            "myInterview:Lever Demo",
            r#"{"tag":"myInterview:Lever Demo","finding":"ok","suggestion":null}"#,
        ),
        (
            "myInterview:lever demo",
            r#"{"tag":"myInterview:lever demo","finding":"letter_case","suggestion":"myInterview:Lever Demo"}"#,
        ),
        (
            "myinterview:Lever  Demo",
            r#"{"tag":"myinterview:Lever  Demo","finding":"whitespace","suggestion":"myInterview:Lever Demo"}"#,
        ),
        (
            "myInterview:Twin",
            r#"{"tag":"myInterview:Twin","finding":"shared_name","suggestion":"myInterview:tpl_3"}"#,
        ),
        (
            "myInterview:Gone",
            r#"{"tag":"myInterview:Gone","finding":"unknown","suggestion":null}"#,
        ),
        (
            "Jobtwine",
            r#"{"tag":"Jobtwine","finding":"letter_case","suggestion":"JobTwine"}"#,
        ),
        (
            "Remote",
            r#"{"tag":"Remote","finding":"ok","suggestion":null}"#,
        ),
    ] {
        let judged = judge_tag(tag, &known());
        assert_eq!(serde_json::to_string(&judged).unwrap(), line);
    }
}

/// A template's name or id, typed by somebody.
fn typed() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "Lever Demo",
        "Sales intro",
        "tpl_1",
        "Twin",
        "Backend – first video",
    ]);
    let prefix = prop::sample::select(vec![
        "myInterview:",
        "MyInterview:",
        "myInterview: ",
        "myIntervew:",
    ]);
    (prefix, name, 0..5_u8).prop_map(|(prefix, name, slip)| {
        let name = match slip {
            0 => name.to_lowercase(),
            1 => format!("{name} "),
            2 => name.replace('e', "е"),
            3 => name.chars().skip(1).collect(),
            _ => name.to_owned(),
        };
        format!("{prefix}{name}")
    })
}

proptest! {
    /// Every fix leads to a posting without that finding, and what a person did not touch stays.
    #[test]
    fn a_fix_mends(tag in typed(), jobtwine in prop::option::of("[Jj]ob ?[Tt]wine?"), other in "[a-z]{3}") {
        let known = known();
        let tags: Vec<String> = [tag].into_iter().chain(jobtwine).chain([other.clone()]).collect();
        for finding in Readiness::of(&tags, Some(&known)).findings {
            for fix in &finding.fixes {
                let after = fix.edit.apply(&tags).expect("the tags are there");
                let left = Readiness::of(&after, Some(&known)).findings;
                prop_assert!(left.iter().all(|one| one.vendor != finding.vendor), "{fix:?} leaves {left:?}");
                prop_assert!(after.contains(&other));
                let written = fix.edit.to.as_ref().expect("it writes something");
                prop_assert_eq!(judge_tag(written, &known).finding, super::super::verdict::Finding::Ok(super::super::verdict::Good::Ok));
            }
        }
    }
}
