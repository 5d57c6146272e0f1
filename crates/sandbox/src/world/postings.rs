//! Postings: twenty-four by hand, further ones by other places. Their configuration tags are set the way people set them:
//! mostly right, here and there forgotten, misspelt, ambiguous.

use serde_json::json;

use crate::myinterview::posting_tag::PREFIX;
use crate::world::Cast;
use crate::world::chance::Chance;
use crate::world::model::{Categories, Ms, Posting, User};

const DAY: i64 = 86_400_000;

struct Draft {
    text: &'static str,
    department: &'static str,
    team: &'static str,
    location: &'static str,
    commitment: &'static str,
    state: &'static str,
    /// What stands behind the prefix of the configuration tag.
    template: Option<&'static str>,
    /// Further manual posting tags.
    tags: &'static [&'static str],
}

const fn draft(
    text: &'static str,
    place: (&'static str, &'static str, &'static str),
    commitment: &'static str,
    state: &'static str,
    template: Option<&'static str>,
    tags: &'static [&'static str],
) -> Draft {
    Draft {
        text,
        department: place.0,
        team: place.1,
        location: place.2,
        commitment,
        state,
        template,
        tags,
    }
}

const PLATFORM: (&str, &str, &str) = ("Research & Development", "Platform", "Berlin, Germany");
const PRODUCT: (&str, &str, &str) = ("Research & Development", "Product", "Lisbon, Portugal");
const DATA: (&str, &str, &str) = ("Research & Development", "Data", "Haifa, Israel");
const SALES: (&str, &str, &str) = ("Revenue", "Sales", "Zürich, Switzerland");
const SUCCESS: (&str, &str, &str) = ("Revenue", "Customer Success", "Remote – EMEA");
const CARE: (&str, &str, &str) = ("Operations", "Care", "Athens, Greece");
const PEOPLE: (&str, &str, &str) = ("Operations", "People", "Toronto, Canada");

const FULL: &str = "Full-time";
const PART: &str = "Part-time";
const OPEN: &str = "published";
const UNLISTED: &str = "internal";

const DRAFTS: &[Draft] = &[
    draft(
        "Backend Engineer, Payments",
        PLATFORM,
        FULL,
        OPEN,
        Some("Lever Demo"),
        &["JobTwine"],
    ),
    draft(
        "Site Reliability Engineer",
        PLATFORM,
        FULL,
        OPEN,
        Some("First Look Engineering"),
        &["JobTwine", "on-call"],
    ),
    draft(
        "Frontend Engineer",
        PRODUCT,
        FULL,
        OPEN,
        Some("First Look Engineering"),
        &[],
    ),
    draft(
        "Product Designer",
        PRODUCT,
        FULL,
        OPEN,
        Some("Design \"Portfolio\" Talk"),
        &[],
    ),
    draft("Product Manager, Growth", PRODUCT, FULL, OPEN, None, &[]),
    draft(
        "Data Analyst (Graduate)",
        DATA,
        FULL,
        OPEN,
        Some("Data Analyst, Graduate"),
        &["graduates"],
    ),
    // The name is ambiguous among the templates: the id is the right way.
    draft(
        "Machine Learning Engineer",
        DATA,
        FULL,
        OPEN,
        Some("6530f0c2a1b2c3d4e5f60709"),
        &["JobTwine"],
    ),
    draft(
        "Data Engineer",
        DATA,
        FULL,
        OPEN,
        Some("First Look Engineering"),
        &["JobTwine"],
    ),
    draft(
        "Account Executive, DACH",
        SALES,
        FULL,
        OPEN,
        Some("Sales & Partnerships / DACH"),
        &[],
    ),
    draft(
        "Sales Development Representative",
        SALES,
        FULL,
        OPEN,
        Some("Lever Demo"),
        &[],
    ),
    // Misspelt in case: there is a template "Lever Demo" and none of this spelling.
    draft(
        "Partnerships Manager",
        SALES,
        FULL,
        OPEN,
        Some("lever demo"),
        &[],
    ),
    draft(
        "Customer Success Manager",
        SUCCESS,
        FULL,
        OPEN,
        Some("Customer Success EMEA"),
        &[],
    ),
    draft(
        "Support Specialist (French)",
        SUCCESS,
        PART,
        OPEN,
        Some("Customer Success EMEA"),
        &["français"],
    ),
    draft(
        "Onboarding Consultant",
        SUCCESS,
        FULL,
        UNLISTED,
        Some("Lever Demo"),
        &[],
    ),
    // Two templates bear this name.
    draft(
        "Office Coordinator",
        PEOPLE,
        PART,
        OPEN,
        Some("General Screening"),
        &[],
    ),
    draft(
        "People Partner",
        PEOPLE,
        FULL,
        OPEN,
        Some("Lever Demo"),
        &[],
    ),
    draft("Talent Sourcer", PEOPLE, "Contract", UNLISTED, None, &[]),
    draft(
        "Night Shift Nurse",
        CARE,
        PART,
        OPEN,
        Some("Night Shift  Nurse"),
        &["shift work"],
    ),
    draft(
        "Café Manager",
        CARE,
        FULL,
        OPEN,
        Some("Café Manager (Zürich)"),
        &[],
    ),
    draft(
        "営業担当 (Sales, Tokyo)",
        SALES,
        FULL,
        OPEN,
        Some("営業 一次面接"),
        &[],
    ),
    draft(
        "Security Engineer",
        PLATFORM,
        FULL,
        UNLISTED,
        Some("First Look Engineering"),
        &["JobTwine"],
    ),
    draft(
        "Technical Writer",
        PRODUCT,
        "Contract",
        "closed",
        Some("Lever Demo"),
        &[],
    ),
    draft(
        "Engineering Manager, Platform",
        PLATFORM,
        FULL,
        OPEN,
        Some("Lever Demo"),
        &["JobTwine"],
    ),
    draft("Chief of Staff", PEOPLE, FULL, "draft", None, &[]),
];

const FURTHER_PLACES: &[&str] = &[
    "Oslo, Norway",
    "Nairobi, Kenya",
    "Bengaluru, India",
    "Montevideo, Uruguay",
    "Seoul, South Korea",
    "Kraków, Poland",
    "Austin, TX",
    "Wellington, New Zealand",
];

/// Makes `count` postings, newest first in the order of the list above.
pub(crate) fn postings(
    seed: u64,
    count: usize,
    users: &[User],
    cast: &Cast,
    now: Ms,
) -> Vec<Posting> {
    let mut chance = Chance::new(seed, "postings");
    let managers: Vec<&User> = users
        .iter()
        .filter(|user| user.access_role == "limited team member")
        .collect();
    (0..count)
        .filter_map(|number| {
            let draft = DRAFTS.get(number % DRAFTS.len())?;
            let owner = cast.recruiters.get(number % cast.recruiters.len().max(1));
            let manager = managers
                .get(chance.index(managers.len()))
                .map(|user| user.id.clone());
            let round = number / DRAFTS.len();
            Some(posting(
                &mut chance,
                draft,
                round,
                number,
                owner.cloned(),
                manager,
                now,
            ))
        })
        .collect()
}

fn posting(
    chance: &mut Chance,
    draft: &Draft,
    round: usize,
    number: usize,
    owner: Option<String>,
    hiring_manager: Option<String>,
    now: Ms,
) -> Posting {
    let place = round
        .checked_sub(1)
        .and_then(|round| FURTHER_PLACES.get(round % FURTHER_PLACES.len()))
        .map_or(draft.location, |place| *place);
    let text = match round {
        0 => draft.text.to_owned(),
        1..=8 => format!("{} – {place}", draft.text),
        _ => format!("{} – {place} ({round})", draft.text),
    };
    let mut tags: Vec<String> = draft.tags.iter().map(|tag| (*tag).to_owned()).collect();
    tags.extend(draft.template.map(|template| format!("{PREFIX}{template}")));
    let created_at = now - (20 + 9 * number as i64) * DAY - chance.between(0, DAY);
    let published = draft.state == OPEN;
    Posting {
        id: chance.id(),
        state: draft.state.to_owned(),
        distribution_channels: published.then(|| vec!["public".to_owned(), "internal".to_owned()]),
        user: owner.clone().unwrap_or_default(),
        followers: owner.iter().cloned().collect(),
        owner,
        hiring_manager,
        categories: Categories {
            commitment: Some(draft.commitment.to_owned()),
            department: Some(draft.department.to_owned()),
            level: None,
            location: Some(place.to_owned()),
            team: Some(draft.team.to_owned()),
            all_locations: vec![place.to_owned()],
        },
        tags,
        content: json!({
            "description": format!("We are looking for: {text}."),
            "descriptionHtml": format!("<div>We are looking for: {text}.</div>"),
            "lists": [{ "text": "Requirements", "content": "<li>Curiosity</li><li>Kindness</li>" }],
            "closing": "",
            "closingHtml": "",
        }),
        text,
        confidentiality: "non-confidential",
        created_at,
        updated_at: created_at + chance.between(0, 15) * DAY,
        workplace_type: if place.starts_with("Remote") {
            "remote"
        } else {
            "unspecified"
        }
        .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DRAFTS, PREFIX};
    use crate::myinterview::templates::catalogue;

    #[test]
    fn the_tags_name_templates_the_way_the_comments_say() {
        let templates = catalogue();
        let matches = |wanted: &str| {
            templates
                .iter()
                .filter(|one| one.name == wanted || one.template_id == wanted)
                .count()
        };
        let count = |n: usize| {
            DRAFTS
                .iter()
                .filter(|d| d.template.is_some_and(|t| matches(t) == n))
                .count()
        };
        assert_eq!(count(0), 1, "one misspelt");
        assert_eq!(count(2), 1, "one ambiguous");
        assert_eq!(DRAFTS.iter().filter(|d| d.template.is_none()).count(), 3);
        assert_eq!(count(1), 19);
        assert!(
            DRAFTS
                .iter()
                .all(|d| d.tags.iter().all(|tag| !tag.starts_with(PREFIX)))
        );
    }
}
