//! What an interviewer writes afterwards: one of three outcomes, three to five rated sections, a summary. Sections and scale
//! are inventions: the vendor publishes neither.

use serde::{Deserialize, Serialize};

use super::interview::{Interview, Outcome};
use crate::partner::dice::Dice;

/// One rated part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Section {
    pub(crate) name: String,
    /// 1 to 5.
    pub(crate) rating: u8,
    pub(crate) comment: String,
}

/// A feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Feedback {
    pub(crate) outcome: Outcome,
    pub(crate) sections: Vec<Section>,
    pub(crate) summary: String,
    /// The highest rating there is.
    #[serde(default = "five")]
    pub(crate) scale: u8,
}

fn five() -> u8 {
    5
}

impl Feedback {
    /// The same on another scale: 1 stays 1, the highest stays the highest.
    pub(crate) fn scaled(mut self, scale: u8) -> Self {
        for section in &mut self.sections {
            let (rating, old) = (u16::from(section.rating), u16::from(self.scale.max(1)));
            let scaled = ((rating * u16::from(scale) + old / 2) / old).max(1);
            section.rating = u8::try_from(scaled).unwrap_or(scale);
        }
        self.scale = scale;
        self
    }
}

const NAMES: [&str; 9] = [
    "Problem solving",
    "Coding",
    "System design",
    "Communication",
    "Fundamentals",
    "Testing & debugging",
    "Data structures",
    "Ownership",
    "Code quality",
];

/// Weak, fair, strong.
const COMMENTS: [[&str; 4]; 3] = [
    [
        "Needed many hints and did not finish.",
        "Knew the words but not what stands behind them.",
        "Stuck early; the approach stayed unclear.",
        "Answers were short and partly wrong.",
    ],
    [
        "Solid, with a detour: found the way after one hint.",
        "Good grasp of the basics, some gaps at the edges.",
        "Clear enough; could have asked more questions.",
        "Worked it out step by step.",
    ],
    [
        "Excellent: quick, precise, and explained while working.",
        "Weighed two designs against each other and chose well.",
        "Asked the right questions before writing a line.",
        "Covered corner cases without being asked.",
    ],
];

const SUMMARIES: [[&str; 3]; 3] = [
    [
        "The candidate is not ready for this role yet.",
        "Several fundamentals are missing. We would not go on.",
        "A friendly conversation, yet below the bar of this round.",
    ],
    [
        "A good fit for the team, with room to grow.",
        "Dependable work throughout; we would go on.",
        "Meets the bar of this round, above it in places.",
    ],
    [
        "An outstanding interview. Do not lose this candidate.",
        "Far above the bar in every part.",
        "One of the best interviews of this month; we strongly recommend to go on.",
    ],
];

/// The feedback on an interview: `outcome`, or one by chance.
pub(crate) fn invent(dice: Dice, interview: &Interview, outcome: Option<Outcome>) -> Feedback {
    let id = interview.id.as_str();
    let roll = |sides: u64, what: &str, place: usize| {
        let place = place.to_string();
        dice.below(sides, &["jobtwine", "feedback", what, id, &place])
    };
    let outcome = outcome.unwrap_or_else(|| match roll(10, "outcome", 0) {
        0..=1 => Outcome::StronglyRecommended,
        2..=6 => Outcome::IsAGoodFit,
        _ => Outcome::NotRecommended,
    });
    let level = match outcome {
        Outcome::NotRecommended => 0,
        Outcome::IsAGoodFit => 1,
        Outcome::StronglyRecommended => 2,
    };
    let count = 3 + usize::try_from(roll(3, "count", 0)).unwrap_or(0);
    let first = usize::try_from(roll(NAMES.len() as u64, "first", 0)).unwrap_or(0);
    let sections = (0..count)
        .map(|place| {
            // Two steps apart, so that no name comes twice among nine.
            let name = NAMES
                .get((first + 2 * place) % NAMES.len())
                .copied()
                .unwrap_or("Overall");
            let rating = 2 * level + 1 - u64::from(level == 2) + roll(2, "rating", place);
            let comments = COMMENTS.get(usize::try_from(level).unwrap_or(0));
            let comment = comments
                .and_then(|list| list.get(usize::try_from(roll(4, "comment", place)).unwrap_or(0)));
            Section {
                name: name.to_owned(),
                rating: u8::try_from(rating).unwrap_or(3),
                comment: comment.copied().unwrap_or_default().to_owned(),
            }
        })
        .collect();
    let summaries = SUMMARIES.get(usize::try_from(level).unwrap_or(0));
    let summary =
        summaries.and_then(|list| list.get(usize::try_from(roll(3, "summary", 0)).unwrap_or(0)));
    Feedback {
        outcome,
        sections,
        summary: summary.copied().unwrap_or_default().to_owned(),
        scale: five(),
    }
}

/// The sections as lines, in one of six layouts.
pub(crate) fn sections(feedback: &Feedback, layout: usize) -> String {
    let line = |section: &Section| {
        let Section {
            name,
            rating,
            comment,
        } = section;
        let scale = feedback.scale;
        match layout % 6 {
            0 => format!("  {name}: {rating}/{scale} - {comment}"),
            1 => format!("- {name} ({rating} of {scale}): {comment}"),
            2 => format!("{name}\n  Rating: {rating}/{scale}\n  {comment}"),
            3 => format!("{name} | {} | {comment}", stars(*rating, scale)),
            4 => format!("[{rating}] {name} — {comment}"),
            _ => format!("{name} = {rating}.0 / {scale}.0; {comment}"),
        }
    };
    feedback
        .sections
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn stars(rating: u8, scale: u8) -> String {
    (1..=scale)
        .map(|place| if place <= rating { '★' } else { '☆' })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Dice, Interview, Outcome, invent, sections};

    #[test]
    fn outcomes_ratings_and_sections_fit_each_other() {
        let mut outcomes = BTreeSet::new();
        let mut counts = BTreeSet::new();
        for n in 0..300 {
            let interview = Interview::new(Dice::new(1), &n.to_string(), 1, 1, 0);
            let told = invent(Dice::new(1), &interview, None);
            outcomes.insert(told.outcome.words());
            counts.insert(told.sections.len());
            let names: BTreeSet<_> = told.sections.iter().map(|one| &one.name).collect();
            assert_eq!(names.len(), told.sections.len());
            for section in &told.sections {
                let range = match told.outcome {
                    Outcome::NotRecommended => 1..=2,
                    Outcome::IsAGoodFit => 3..=4,
                    Outcome::StronglyRecommended => 4..=5,
                };
                assert!(range.contains(&section.rating), "{told:?}");
                assert!(!section.comment.is_empty());
            }
            assert_eq!(told, invent(Dice::new(1), &interview, None));
        }
        assert_eq!(outcomes.len(), 3);
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
    }

    #[test]
    fn another_scale_keeps_the_ends_and_the_order() {
        let interview = Interview::new(Dice::new(1), "o", 1, 1, 0);
        let told = invent(Dice::new(1), &interview, Some(Outcome::StronglyRecommended));
        for scale in [4, 5, 10] {
            let other = told.clone().scaled(scale);
            assert_eq!(other.scale, scale);
            for (one, two) in told.sections.iter().zip(&other.sections) {
                assert!((1..=scale).contains(&two.rating));
                assert_eq!(one.rating == 5, two.rating == scale, "{one:?} {two:?}");
            }
            assert!(sections(&other, 0).contains(&format!("/{scale} - ")));
        }
    }

    #[test]
    fn layouts_differ_and_hold_name_and_rating() {
        let interview = Interview::new(Dice::new(1), "o", 1, 1, 0);
        let told = invent(Dice::new(1), &interview, Some(Outcome::IsAGoodFit));
        let all: BTreeSet<String> = (0..6).map(|layout| sections(&told, layout)).collect();
        assert_eq!(all.len(), 6);
        for text in all {
            assert!(told.sections.iter().all(|one| text.contains(&one.name)));
        }
    }
}
