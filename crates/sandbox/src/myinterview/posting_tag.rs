//! Which template a posting asks for: the tag `myInterview:<template id or name>`.

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

/// Looks the posting's template up: by id first, then by exact name (case- and space-sensitive).
pub(crate) fn look_up(posting_tags: &[String], templates: &[Template]) -> Lookup {
    let mut asked: Vec<&String> = Vec::new();
    for tag in posting_tags {
        // A status tag that somebody put on a posting shares the prefix but configures nothing.
        if tag.starts_with(PREFIX) && status_tag::read(tag).is_none() && !asked.contains(&tag) {
            asked.push(tag);
        }
    }
    let wanted = match asked.as_slice() {
        [] => return Lookup::Untagged,
        [tag] => tag.strip_prefix(PREFIX).unwrap_or_default(),
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
    use super::{Lookup, look_up};
    use crate::myinterview::templates::{Template, catalogue};

    fn asked(tags: &[&str]) -> Lookup {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        look_up(&tags, &catalogue())
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
        match look_up(&[format!("myInterview:{id}")], &templates) {
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
}
