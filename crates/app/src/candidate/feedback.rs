//! What an expert says, as the panel shows it.

use fulcrum_domain::interview::Rating;
use fulcrum_domain::journey::{Journey, Link};

use crate::card::word;
use crate::links;
use crate::view::{FeedbackBlock, FeedbackSection, RatingLine, VideoLine};

/// A journey's feedback; `seen`: shown at this seat before.
pub(super) fn feedback(journey: &Journey, hosts: &[String], seen: bool) -> Option<FeedbackBlock> {
    let given = journey.interview.feedback.as_ref()?;
    let came = journey
        .links
        .iter()
        .find(|step| step.link == Link::FeedbackIn);
    Some(FeedbackBlock {
        outcome: given.outcome.map(|outcome| word(&outcome)),
        outcome_words: given.outcome_words.clone(),
        sections: given
            .sections
            .iter()
            .map(|section| FeedbackSection {
                name: section.name.clone(),
                rating: section.rating.as_ref().map(rating),
                comment: section.comment.clone(),
            })
            .collect(),
        summary: given.summary.clone(),
        interviewer: None,
        at_ms: came.and_then(|step| step.at_ms.or(step.seen_at_ms)),
        under_review: given.under_review,
        seen,
        report: link(given.report_url.as_deref(), hosts),
    })
}

fn rating(rating: &Rating) -> RatingLine {
    RatingLine {
        as_written: rating.as_written.clone(),
        tenths: rating.tenths,
        out_of_tenths: rating.out_of_tenths,
    }
}

/// A link as the panel shows it: its host, and whether that is pinned.
pub(super) fn link(url: Option<&str>, hosts: &[String]) -> Option<VideoLine> {
    let host = url.and_then(links::host)?;
    Some(VideoLine {
        pinned: hosts.contains(&host),
        host,
    })
}
