//! How long the links of a journey took, without whose they were: what is kept for insights once a candidate has left this
//! machine. Whole seconds and a month, so that no line can be laid beside Lever's records to find the person again.

use chrono::{DateTime, Datelike};

use crate::journey::{Journey, Link};
use crate::vendor::Vendor;

/// One duration of one journey.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowTime {
    /// The vendor.
    pub vendor: Vendor,
    /// The link it began with.
    pub from: Link,
    /// The link it ended with.
    pub to: Link,
    /// How long it took, ms, in whole seconds.
    pub duration_ms: i64,
    /// The month in which it ended (UTC), `2026-11`.
    pub month: String,
}

/// The durations of a journey: from each link with a known time to the next one, and from the move to each later one.
/// What was never dated (Lever's tags are not) and what ends before it began is left out.
pub fn flow_times(journey: &Journey) -> Vec<FlowTime> {
    let timed: Vec<(Link, i64)> = journey
        .links
        .iter()
        .filter(|link| link.confidence.is_some())
        .filter_map(|link| Some((link.link, link.at_ms?)))
        .collect();
    let mut found = Vec::new();
    for (place, (to, ended_ms)) in timed.iter().enumerate().skip(1) {
        let before = timed.get(place - 1);
        let moved = timed
            .first()
            .filter(|(link, _)| place > 1 && *link == Link::Moved);
        for (from, began_ms) in before.into_iter().chain(moved) {
            found.extend(flow_time(
                journey.key.vendor,
                (*from, *began_ms),
                (*to, *ended_ms),
            ));
        }
    }
    found
}

fn flow_time(
    vendor: Vendor,
    (from, began_ms): (Link, i64),
    (to, ended_ms): (Link, i64),
) -> Option<FlowTime> {
    let took_ms = ended_ms.checked_sub(began_ms).filter(|took| *took >= 0)?;
    let ended = DateTime::from_timestamp_millis(ended_ms)?;
    Some(FlowTime {
        vendor,
        from,
        to,
        duration_ms: took_ms - took_ms % 1_000,
        month: format!("{:04}-{:02}", ended.year(), ended.month()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Confidence;
    use crate::journey::{Actor, ExpertInterview, JourneyKey, JourneyLink, State};

    fn journey(links: &[(Link, Option<i64>)]) -> Journey {
        Journey {
            key: JourneyKey {
                opportunity: "somebody".into(),
                vendor: Vendor::JobTwine,
                round: 1,
                attempt: 1,
            },
            state: State::FeedbackIn(None),
            stalled: None,
            next: Actor::You,
            since_ms: None,
            due_ms: None,
            links: links
                .iter()
                .map(|(link, at_ms)| JourneyLink {
                    link: *link,
                    confidence: Some(Confidence::Proven),
                    at_ms: *at_ms,
                    seen_at_ms: Some(99),
                    source: None,
                })
                .collect(),
            review_url: Some("https://videos.example/secret".to_owned()),
            next_change_at_ms: None,
            interview: ExpertInterview::default(),
        }
    }

    #[test]
    fn each_step_and_the_whole_way_are_kept_and_nobody_is_named() {
        // 1 November 2026, 00:00:00.400 UTC.
        let end = 1_793_491_200_400;
        let times = flow_times(&journey(&[
            (Link::Moved, Some(end - 90_900)),
            (Link::Invited, None),
            (Link::Scheduled, Some(end - 30_000)),
            (Link::FeedbackIn, Some(end)),
            // A clock that went back.
            (Link::ResultIn, Some(end - 10_000_000)),
        ]));
        let of = |from, to, duration_ms, month: &str| FlowTime {
            vendor: Vendor::JobTwine,
            from,
            to,
            duration_ms,
            month: month.to_owned(),
        };
        assert_eq!(
            times,
            [
                of(Link::Moved, Link::Scheduled, 60_000, "2026-10"),
                of(Link::Scheduled, Link::FeedbackIn, 30_000, "2026-11"),
                of(Link::Moved, Link::FeedbackIn, 90_000, "2026-11"),
            ]
        );
        assert!(!format!("{times:?}").contains("somebody"));
        assert_eq!(flow_times(&journey(&[(Link::Moved, Some(end))])), []);
    }
}
