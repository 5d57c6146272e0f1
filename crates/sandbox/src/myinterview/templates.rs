//! The account's question templates.

use serde::Serialize;

/// A question template. Names need not be unique and may hold any character; ids are unique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Template {
    /// 24 hexadecimal digits.
    pub template_id: String,
    /// As typed in the vendor's console.
    pub name: String,
    /// The questions, in order. A template without any cannot be sent to a candidate.
    #[serde(skip)]
    pub questions: Vec<String>,
}

/// Id, name, questions. Ids are written down so that a posting's tag can name one.
const CATALOGUE: &[(&str, &str, &[&str])] = &[
    (
        "6530f0c2a1b2c3d4e5f60701",
        "Lever Demo",
        &["Tell us about yourself.", "Why this role?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f60702",
        "First Look Engineering",
        &["Describe a system you built.", "What did you get wrong?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f60703",
        "Customer Success EMEA",
        &["A customer is angry. What do you do first?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f60704",
        "Data Analyst, Graduate",
        &["Which number surprised you lately?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f60705",
        "Sales & Partnerships / DACH",
        &["Sell us your last holiday."],
    ),
    (
        "6530f0c2a1b2c3d4e5f60706",
        "Design \"Portfolio\" Talk",
        &["Walk us through one piece.", "What would you redo?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f60707",
        "Café Manager (Zürich)",
        &["How do you plan a Saturday?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f60708",
        "General Screening",
        &["Tell us about yourself."],
    ),
    (
        "6530f0c2a1b2c3d4e5f60709",
        "General Screening",
        &["Tell us about yourself.", "When could you start?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f6070a",
        "Night Shift  Nurse",
        &["What helps you stay alert?"],
    ),
    (
        "6530f0c2a1b2c3d4e5f6070b",
        "営業 一次面接",
        &["自己紹介をお願いします。"],
    ),
    ("6530f0c2a1b2c3d4e5f6070c", "Seasonal Hiring (draft)", &[]),
];

/// The templates of every sandbox account: two share a name, several hold special characters (comma, quotes, slash,
/// accents, two spaces in a row), the last is a draft without questions. World generators take names and ids from here.
pub fn catalogue() -> Vec<Template> {
    CATALOGUE
        .iter()
        .map(|(id, name, questions)| Template {
            template_id: (*id).to_owned(),
            name: (*name).to_owned(),
            questions: questions
                .iter()
                .map(|question| (*question).to_owned())
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::catalogue;

    #[test]
    fn ids_are_unique_and_a_name_is_not() {
        let templates = catalogue();
        let ids: std::collections::BTreeSet<_> =
            templates.iter().map(|t| t.template_id.clone()).collect();
        assert_eq!(ids.len(), templates.len());
        assert!(
            ids.iter()
                .all(|id| id.len() == 24 && id.chars().all(|c| c.is_ascii_hexdigit()))
        );
        assert_eq!(
            templates
                .iter()
                .filter(|t| t.name == "General Screening")
                .count(),
            2
        );
    }
}
