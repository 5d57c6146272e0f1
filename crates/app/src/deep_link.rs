//! Links into the program: `fulcrum://candidate/<id>` and `fulcrum://opportunity/<id>` lead to a candidacy; Lever's own pages say
//! the one word, its API the other, and the id is the same. Any web page can hold such a link, so one only ever
//! shows what is here; it changes nothing, and whatever else it says is refused.

use fulcrum_domain::ids::OpportunityId;

use crate::problem::Trouble;
use crate::view::Problem;

/// What every link into the program begins with; capitals count as small letters.
pub const SCHEME: &str = "fulcrum:";

/// The one place that links lead to, in both words.
const CANDIDATE: [&str; 2] = ["fulcrum://candidate/", "fulcrum://opportunity/"];

/// Letters of an id; Lever's have 36.
const LONGEST_ID: usize = 64;

/// Whom a link leads to. Whether somebody of that id is here is another question.
///
/// # Errors
/// `LinkRefused` for everything but these two beginnings and an id of letters, digits and hyphens: no query, no second
/// part, nothing encoded.
pub fn candidate(link: &str) -> Result<OpportunityId, Problem> {
    let id = CANDIDATE.iter().find_map(|wanted| {
        let (place, id) = link.split_at_checked(wanted.len())?;
        place.eq_ignore_ascii_case(wanted).then_some(id)
    });
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    match id {
        Some(id) if (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(plain) => {
            Ok(OpportunityId::from(id))
        }
        _ => Err(Trouble::LinkLeadsNowhere.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ProblemCode;

    #[test]
    fn a_link_leads_to_a_candidate() {
        for link in [
            "fulcrum://opportunity/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00",
            "FULCRUM://Opportunity/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00",
            "fulcrum://candidate/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00",
            "Fulcrum://CANDIDATE/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00",
        ] {
            let id = candidate(link).unwrap();
            assert_eq!(id.as_str(), "0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let long = format!("fulcrum://opportunity/{}", "a".repeat(65));
        for link in [
            "",
            "fulcrum:",
            "fulcrum://",
            "fulcrum://opportunity",
            "fulcrum://opportunity/",
            "fulcrum://opportunity//",
            "fulcrum://opportunity/a/",
            "fulcrum://opportunity/a/b",
            "fulcrum://candidate/",
            "fulcrum://candidate/a/b",
            "fulcrum://candidates/a",
            "fulcrum://opportunity/../settings",
            "fulcrum://opportunity/a?perform=move",
            "fulcrum://opportunity/a#b",
            "fulcrum://opportunity/%61",
            "fulcrum://opportunity/a b",
            "fulcrum://opportunity/a\n",
            "fulcrum://opportunity/a\u{202e}b",
            "fulcrum://opportunity/鼉",
            "fulcrum://opportunity/<img src=x onerror=alert(1)>",
            "fulcrum://opportunity/' OR 1=1 --",
            "fulcrum://somebody@opportunity/a",
            "fulcrum://opportunity:80/a",
            "fulcrum://disconnect/a",
            " fulcrum://opportunity/a",
            "fulcrum:/opportunity/a",
            "https://opportunity/a",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "鼉鼇鼈鼉鼇鼈鼉鼇鼈",
            &long,
        ] {
            let refused = candidate(link).unwrap_err();
            assert_eq!(refused.code, ProblemCode::LinkRefused, "{link:?}");
            let said = refused.to_string();
            assert!(
                !said.contains("onerror") && !said.contains("OR 1=1"),
                "the link's own words are not repeated: {said}"
            );
        }
    }
}
