//! Feedback: outcome, sections, summary, links.

use super::{assert_all, assert_table, facts};
use crate::evidence::Fact;
use crate::interview::Feedback;

const FULL: &str = "JobTwine: System Design feedback - Strongly Recommended
  System design: 4/5 - clear trade-offs, asked about load first
  Coding: 3/5 - correct, slow to test
  Communication: 5/5
  Summary: Cancelled his own first idea and explained why. Not recommended approaches were named as such.
  Feedback report: https://app.jobtwine.com/f/1    Video: https://app.jobtwine.com/v/1";

fn feedback(text: &str) -> Feedback {
    match facts(text).into_iter().next() {
        Some(Fact::FeedbackIn { feedback, .. }) => feedback,
        other => panic!("{other:?}: {text}"),
    }
}

#[test]
fn everything_a_feedback_note_tells() {
    insta::assert_json_snapshot!("feedback", facts(FULL));
}

#[test]
fn a_result_stays_with_its_round() {
    assert_table(&[
        (
            "feedback fit R1 + held R1",
            "Feedback uploaded for Round 1: Good Fit; Round 2 is scheduled for 24 Nov 2026 10:00 UTC.",
        ),
        (
            "feedback fit R1 + held R1",
            "Round 1 feedback is in. Recommendation: Good Fit. Please plan round 2.",
        ),
        (
            "unread",
            "Feedback for round 1 and round 2 is in. Recommendation: Good Fit.",
        ),
    ]);
}

#[test]
fn outcomes() {
    assert_all(
        "feedback strong + held",
        &[
            "Feedback: Strongly Recommended",
            "The expert strongly recommends the candidate.",
            "Interview result: strong yes",
            "Feedback is in. Recommendation: STRONG HIRE. https://app.jobtwine.com/f/1",
            "Outcome of the interview: highly recommended",
            "Feedback zum Interview: nachdrücklich empfohlen",
            "Retour sur l'entretien : fortement recommandé",
            "Our interviewer recommended the candidate strongly. Candidate recommended strongly.",
        ],
    );
    assert_all(
        "feedback fit + held",
        &[
            "Feedback: Is a Good Fit",
            "The candidate is a good fit for the role, says our expert.",
            "Recommendation: Recommended\nFeedback report: https://app.jobtwine.com/f/1",
            "Interview feedback: good fit. Video: https://app.jobtwine.com/v/1",
            "Verdict after the interview: suitable",
            "Feedback - Hire: yes",
            "Interviewer recommends the candidate.",
        ],
    );
    assert_all(
        "feedback not + held",
        &[
            "Feedback: Not Recommended",
            "The expert does not recommend the candidate.",
            "Interview outcome: no hire",
            "Feedback: not a fit",
            "The interviewer would not recommend this candidate.",
            "Feedback - the candidate isn't a good fit for the role.",
            "Interview result: rejected",
            "Feedback: nicht empfohlen",
            "Recommended: No\nFeedback: https://app.jobtwine.com/f/1",
        ],
    );
    assert_table(&[
        (
            "feedback strong + held",
            "JobTwine: Technical - Strongly Recommended\nFeedback: https://app.jobtwine.com/f/1",
        ),
        (
            "feedback strong R2 + held R2",
            "Round 2 - Strongly Recommended",
        ),
        (
            "feedback - + held",
            "Feedback is ready: https://app.jobtwine.com/f/1",
        ),
        (
            "feedback - 3s + held",
            "Feedback\nCoding 4/5, Design 3/5, Communication 5/5",
        ),
        (
            "feedback fit 2s R1 + held R1",
            "Round 1 feedback\n• Coding — 3 out of 5\n• Communication (5/5): friendly\nRecommendation: Good fit",
        ),
        (
            "feedback not 1s + held",
            "Interview evaluation: Not Recommended. Coding: 20% - could not start.",
        ),
        (
            "feedback strong 2s + held",
            "<h3>Feedback</h3><ul><li>Coding: ★★★★☆ solid</li><li>Design: ★★★★★</li></ul><p>Result: strong yes</p>",
        ),
    ]);
}

#[test]
fn what_is_denied_twice_or_listed_is_not_read() {
    assert_all(
        "unread",
        &[
            "Feedback: I would not say not recommended.",
            "Possible outcomes of the feedback: Strongly Recommended, Is a Good Fit, Not Recommended",
            "Feedback: not strongly recommended",
            "The interviewer would recommend the candidate if the role were junior.",
            "It is recommended to use Chrome for the interview.",
        ],
    );
}

#[test]
fn sections_keep_their_scale() {
    let found = feedback(
        "Feedback: good fit\nSystem design: 4.5/5 - clear\n• Coding — 3 out of 5\nCommunication (5/5): friendly\nTesting 80%\nAttitude: 7/10",
    );
    let sections: Vec<(String, String, String)> = found
        .sections
        .into_iter()
        .map(|section| {
            (
                section.name,
                section.rating.unwrap().as_written,
                section.comment,
            )
        })
        .collect();
    let expected = [
        ("System design", "4.5/5", "clear"),
        ("Coding", "3 out of 5", ""),
        ("Communication", "5/5", "friendly"),
        ("Testing", "80%", ""),
        ("Attitude", "7/10", ""),
    ]
    .map(|(name, rating, comment)| (name.to_owned(), rating.to_owned(), comment.to_owned()));
    assert_eq!(sections, expected);
}

#[test]
fn under_review_is_not_final() {
    let draft = feedback("Feedback (under review): Strongly Recommended\nCoding: 4/5\nDesign: 4/5");
    assert!(draft.under_review);
    assert!(!feedback(FULL).under_review);
}

#[test]
fn the_outcomes_own_words_are_kept() {
    assert_eq!(
        feedback("Feedback: STRONG Hire").outcome_words.as_deref(),
        Some("STRONG Hire")
    );
    assert_eq!(
        feedback("Feedback - the candidate isn't a good fit for the role.")
            .outcome_words
            .as_deref(),
        Some("not a good fit")
    );
}

#[test]
fn links_go_to_their_places() {
    let found = feedback(
        "Feedback: good fit. Recording: https://app.jobtwine.com/a, full report: https://app.jobtwine.com/b",
    );
    assert_eq!(
        found.video_url.as_deref(),
        Some("https://app.jobtwine.com/a")
    );
    assert_eq!(
        found.report_url.as_deref(),
        Some("https://app.jobtwine.com/b")
    );
    let found = feedback(
        "Feedback: good fit\nhttps://app.jobtwine.com/feedback/1\nhttps://app.jobtwine.com/video/1",
    );
    assert_eq!(
        found.video_url.as_deref(),
        Some("https://app.jobtwine.com/video/1")
    );
    assert_eq!(
        found.report_url.as_deref(),
        Some("https://app.jobtwine.com/feedback/1")
    );
}
