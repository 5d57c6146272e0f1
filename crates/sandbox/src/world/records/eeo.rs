//! Answers to the equal-opportunity survey: about a third of those who applied left some, and not to every question.

use std::collections::BTreeMap;

use crate::world::World;
use crate::world::model::{Ms, Opportunity};

/// A survey that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    /// When.
    pub(crate) responded_at: Ms,
    /// `api` for applications that came through it, else `apply-page`.
    pub(crate) source: &'static str,
    /// By question; may be empty.
    pub(crate) answers: BTreeMap<String, String>,
}

/// Questions and the answers offered, in the words of the form.
pub(crate) const QUESTIONS: &[(&str, &str, &[&str])] = &[
    (
        "gender",
        "Gender",
        &["Female", "Male", "Decline to self-identify"],
    ),
    (
        "race",
        "Race",
        &[
            "Hispanic or Latino",
            "White (Not Hispanic or Latino)",
            "Black or African American (Not Hispanic or Latino)",
            "Native Hawaiian or Other Pacific Islander (Not Hispanic or Latino)",
            "Asian (Not Hispanic or Latino)",
            "American Indian or Alaska Native (Not Hispanic or Latino)",
            "Two or More Races (Not Hispanic or Latino)",
            "Decline to self-identify",
        ],
    ),
    (
        "veteran",
        "Veteran status",
        &[
            "I am a Protected Veteran",
            "I am not a Protected Veteran",
            "Decline to self-identify",
        ],
    ),
];

impl World {
    /// What somebody answered, if they did.
    pub(crate) fn survey_of(&self, one: &Opportunity) -> Option<Survey> {
        let application = one.application.as_ref()?;
        if self.is_nameless(one) {
            return None;
        }
        if let Some(answers) = self.records.answers.get(&one.id) {
            return answers.eeo.as_ref().map(|eeo| Survey {
                responded_at: application.created_at,
                source: "api",
                answers: eeo.clone(),
            });
        }
        if application.kind != "posting" || !self.records.is_old(one.created_at) {
            return None;
        }
        let mut chance = self.records.chance("eeo", &one.id);
        if !chance.happens(0.35) {
            return None;
        }
        let mut answers = BTreeMap::new();
        for (question, _, offered) in QUESTIONS {
            if chance.happens(0.8) {
                answers.insert((*question).to_owned(), chance.pick(offered).to_owned());
            }
        }
        Some(Survey {
            responded_at: application.created_at,
            source: "apply-page",
            answers,
        })
    }
}
