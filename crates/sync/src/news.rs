//! What happened to a candidate that a person should hear of: once, also across restarts.

use fulcrum_cache::desk::Desk;
use fulcrum_cache::{Cache, Cause, Error, Store};
use fulcrum_domain::evidence::Confidence;
use fulcrum_domain::journey::{Journey, JourneyKey, Link, State};
use fulcrum_domain::notice::Notice;
use serde::{Deserialize, Serialize};

use crate::picture::{earned_news, keep_earned};

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum News {
    /// Deserves a notification.
    Notice {
        /// Which.
        notice: Notice,
    },
    /// The vendor has invited the candidate: worth a word in the window, not a notification.
    Invited {
        /// Whose journey.
        key: JourneyKey,
    },
}

impl News {
    /// Whose journey.
    pub fn key(&self) -> &JourneyKey {
        match self {
            Self::Notice { notice } => &notice.key,
            Self::Invited { key } => key,
        }
    }

    fn ledger_key(&self) -> String {
        match self {
            Self::Notice { notice } => notice.ledger_key(),
            Self::Invited { key } => {
                let vendor = match key.vendor {
                    fulcrum_domain::vendor::Vendor::MyInterview => "myinterview",
                    fulcrum_domain::vendor::Vendor::JobTwine => "jobtwine",
                };
                format!(
                    "{}/{vendor}/{}/{}/invited",
                    key.opportunity, key.round, key.attempt
                )
            }
        }
    }
}

/// The invitation is proven now and was not before.
pub(crate) fn newly_invited(before: Option<&Journey>, after: &Journey) -> Option<News> {
    let invited = |journey: &Journey| {
        journey.state == State::Invited
            && journey.links.iter().any(|step| {
                step.link == Link::Invited && step.confidence == Some(Confidence::Proven)
            })
    };
    (invited(after) && !before.is_some_and(invited)).then(|| News::Invited {
        key: after.key.clone(),
    })
}

/// Takes the news that committed writes have earned, enters each in the ledger, and returns those that were not in it.
pub(crate) async fn collect(
    cache: &Store<Cache>,
    desk: &Store<Desk>,
    now_ms: i64,
) -> Result<Vec<News>, Error> {
    let earned = cache.read(earned_news).await?;
    if earned.is_empty() {
        return Ok(Vec::new());
    }
    let fresh = {
        let earned = earned.clone();
        desk.write(Cause::Sync, move |tx| {
            let mut fresh = Vec::new();
            for news in earned {
                if tx.try_insert_notice(&news.ledger_key(), &news.key().opportunity, now_ms)? {
                    fresh.push(news);
                }
            }
            Ok(fresh)
        })
        .await?
    };
    cache
        .write(Cause::Sync, move |tx| {
            keep_earned(tx, &left_after(earned_news(tx)?, &earned))
        })
        .await?;
    Ok(fresh)
}

/// Only what was taken goes, by value and not by number: another write may have added some meanwhile, and another task may
/// have taken the same ones first.
fn left_after(earned: Vec<News>, taken: &[News]) -> Vec<News> {
    earned
        .into_iter()
        .filter(|news| !taken.contains(news))
        .collect()
}

#[cfg(test)]
mod tests {
    use fulcrum_domain::vendor::Vendor;

    use super::*;

    #[test]
    fn two_tasks_that_take_the_same_news_lose_none_that_came_between() {
        let invited = |opportunity: &str| News::Invited {
            key: JourneyKey {
                opportunity: opportunity.into(),
                vendor: Vendor::MyInterview,
                round: 1,
                attempt: 1,
            },
        };
        let taken = [invited("a")];
        // The first task took "a"; then "b" was earned; the second task had read "a" alone, too.
        let first = left_after(vec![invited("a")], &taken);
        assert_eq!(first, []);
        assert_eq!(left_after(vec![invited("b")], &taken), [invited("b")]);
    }
}
