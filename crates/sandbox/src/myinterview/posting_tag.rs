//! Which template a posting asks for: the tag `myInterview:<template id or name>`.

use super::choices::LetterCase;
use super::status_tag;
use super::templates::Template;

/// Prefix of the configuration tag, exactly as documented: case-sensitive, nothing between it and the template.
pub const PREFIX: &str = "myInterview:";

/// What a posting's tags ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// No configuration tag: the posting is ignored.
    Untagged,
    /// Exactly one tag that names exactly one template.
    Found(Template),
    /// One tag, no template of that id or name.
    NotFound {
        /// What stood behind the prefix, untouched.
        wanted: String,
    },
    /// One tag whose name several templates bear.
    Ambiguous {
        /// The shared name.
        wanted: String,
        /// The ids to choose from.
        ids: Vec<String>,
    },
    /// More than one configuration tag; a posting may carry one.
    Several {
        /// All of them, as they stand on the posting.
        tags: Vec<String>,
    },
}

/// What stands behind a configuration tag's prefix, untouched; `None` when the tag configures nothing. A status tag shares
/// the prefix and configures nothing.
pub(crate) fn asked(tag: &str, case: LetterCase) -> Option<&str> {
    let prefix = tag.get(..PREFIX.len())?;
    let ours = match case {
        LetterCase::Strict => prefix == PREFIX,
        LetterCase::Lenient => prefix.eq_ignore_ascii_case(PREFIX),
    };
    (ours && status_tag::read(tag).is_none())
        .then(|| tag.get(PREFIX.len()..))
        .flatten()
}

/// Looks the posting's template up: by id first, then by exact name (case- and space-sensitive).
pub(crate) fn look_up(posting_tags: &[String], templates: &[Template], case: LetterCase) -> Lookup {
    let mut tags: Vec<&String> = Vec::new();
    for tag in posting_tags {
        if asked(tag, case).is_some() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let wanted = match tags.as_slice() {
        [] => return Lookup::Untagged,
        [tag] => asked(tag, case).unwrap_or_default(),
        several => {
            return Lookup::Several {
                tags: several.iter().map(|tag| (*tag).clone()).collect(),
            };
        }
    };
    if let Some(by_id) = templates.iter().find(|t| t.template_id == wanted) {
        return Lookup::Found(by_id.clone());
    }
    let named: Vec<&Template> = templates.iter().filter(|t| t.name == wanted).collect();
    match named.as_slice() {
        [] => Lookup::NotFound {
            wanted: wanted.to_owned(),
        },
        [one] => Lookup::Found((*one).clone()),
        several => Lookup::Ambiguous {
            wanted: wanted.to_owned(),
            ids: several.iter().map(|t| t.template_id.clone()).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{LetterCase, Lookup, look_up};
    use crate::myinterview::templates::{Template, catalogue};

    fn asked(tags: &[&str]) -> Lookup {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        look_up(&tags, &catalogue(), LetterCase::Strict)
    }

    fn found(lookup: &Lookup) -> &str {
        match lookup {
            Lookup::Found(template) => &template.template_id,
            other => panic!("not found: {other:?}"),
        }
    }

    #[test]
    fn the_name_must_match_exactly() {
        assert_eq!(
            found(&asked(&["Remote", "myInterview:Lever Demo"])),
            "6530f0c2a1b2c3d4e5f60701"
        );
        for wrong in [
            "lever demo",
            " Lever Demo",
            "Lever Demo ",
            "Lever  Demo",
            "LeverDemo",
            "",
        ] {
            let tag = format!("myInterview:{wrong}");
            assert_eq!(
                asked(&[&tag]),
                Lookup::NotFound {
                    wanted: wrong.to_owned()
                },
                "{tag:?}"
            );
        }
        assert_eq!(
            found(&asked(&["myInterview:Night Shift  Nurse"])),
            "6530f0c2a1b2c3d4e5f6070a"
        );
    }

    #[test]
    fn other_tags_do_not_configure() {
        for tag in [
            "Lever Demo",
            "myInterview",
            "MyInterview:Lever Demo",
            "MYINTERVIEW:Lever Demo",
            "myInterview: Invite sent",
        ] {
            assert_eq!(asked(&[tag]), Lookup::Untagged, "{tag}");
        }
    }

    #[test]
    fn an_id_wins_over_a_name() {
        let id = "6530f0c2a1b2c3d4e5f60709";
        assert_eq!(found(&asked(&[&format!("myInterview:{id}")])), id);
        let mut templates = catalogue();
        templates.insert(
            0,
            Template {
                template_id: "ffffffffffffffffffffffff".to_owned(),
                name: id.to_owned(),
                questions: Vec::new(),
            },
        );
        match look_up(
            &[format!("myInterview:{id}")],
            &templates,
            LetterCase::Strict,
        ) {
            Lookup::Found(template) => assert_eq!(template.name, "General Screening"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_shared_name_is_ambiguous_and_two_tags_are_refused() {
        assert_eq!(
            asked(&["myInterview:General Screening"]),
            Lookup::Ambiguous {
                wanted: "General Screening".to_owned(),
                ids: vec![
                    "6530f0c2a1b2c3d4e5f60708".to_owned(),
                    "6530f0c2a1b2c3d4e5f60709".to_owned()
                ],
            }
        );
        assert_eq!(
            asked(&["myInterview:Lever Demo", "x", "myInterview:Nothing"]),
            Lookup::Several {
                tags: vec![
                    "myInterview:Lever Demo".to_owned(),
                    "myInterview:Nothing".to_owned()
                ]
            }
        );
        assert_eq!(
            found(&asked(&[
                "myInterview:Lever Demo",
                "myInterview:Lever Demo"
            ])),
            "6530f0c2a1b2c3d4e5f60701"
        );
    }

    /// Every spelling that the articles show, and those next to them.
    #[test]
    fn the_vectors_are_classified() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/data/tag_vectors.json")).unwrap();
        let vectors = file["vectors"].as_array().unwrap();
        assert!(vectors.len() >= 14);
        for vector in vectors {
            let tag = vector["tag"].as_str().unwrap();
            let status = match crate::myinterview::status_tag::read(tag) {
                Some(crate::myinterview::status_tag::Status::Invited) => "invited",
                Some(crate::myinterview::status_tag::Status::Completed) => "completed",
                None => "none",
            };
            assert_eq!(status, vector["status"].as_str().unwrap_or("none"), "{tag}");
            let behind = super::asked(tag, LetterCase::Lenient);
            assert_eq!(behind, vector["template"].as_str(), "{tag}");
            let tags = [tag.to_owned()];
            for (case, name) in [
                (LetterCase::Strict, "strict"),
                (LetterCase::Lenient, "lenient"),
            ] {
                let answer = match look_up(&tags, &catalogue(), case) {
                    Lookup::Untagged => "untagged",
                    Lookup::Found(_) => "found",
                    Lookup::NotFound { .. } => "not_found",
                    Lookup::Ambiguous { .. } => "ambiguous",
                    Lookup::Several { .. } => "several",
                };
                let wanted = vector[name].as_str().unwrap_or("untagged");
                assert_eq!(answer, wanted, "{tag} {name}");
            }
        }
    }
}
