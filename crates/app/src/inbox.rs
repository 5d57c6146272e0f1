//! The inbox: the one place where items and their counts come from. Sidebar, tabs and notifications all ask here.

mod act;
mod addressed;
mod keep;
mod prune;

pub(crate) use keep::keep;
pub(crate) use prune::prune_daily;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use fulcrum_cache::desk::InboxMarks;
use fulcrum_cache::query::InboxRow;
use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::attention::{
    Activity, Attention, Item, ItemKind, Marks, Ownership, Place, Reason, Snooze, Tab, Until,
    attention, concerns, day_began_ms, tab,
};
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::journey::{Actor, Journey, JourneyKey, State};
use fulcrum_domain::tags::{PostingConfiguration, posting_configuration};
use fulcrum_domain::vendor::Vendor;

use crate::app::App;
use crate::card::{link_word, word};
use crate::failure;
use crate::ready::Ready;
use crate::view::{Inbox, InboxCounts, InboxGroup, InboxItem, InboxSnooze, InboxTab, Problem};

/// Rows of a tab at most.
const LONGEST: u32 = 1_000;

/// Preference: since when this seat has watched the whole account, ms. What happened before is no news.
const WATCHED_SINCE: &str = "inbox_since";

/// One line of any tab.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    tab: InboxTab,
    group: InboxGroup,
    key: JourneyKey,
    text: String,
    name: String,
    posting: Option<String>,
    /// `None` in the tab of those who wait.
    item: Option<Item>,
    reason: String,
    detail: Option<String>,
    /// The vendor's note names the user at this seat.
    addressed: bool,
    at_ms: Option<i64>,
    due_ms: Option<i64>,
    unread: bool,
    snooze: Option<InboxSnooze>,
    done_at_ms: Option<i64>,
}

/// Everything the inbox knows at one moment.
#[derive(Default)]
pub(crate) struct Standing {
    /// In the order of the lists, tab by tab.
    lines: Vec<Line>,
    pub(crate) counts: InboxCounts,
    /// Snoozes that are over and still written down.
    ended: Vec<(String, OpportunityId, Snooze)>,
    /// When it changes by itself, ms.
    next_ms: Option<i64>,
}

impl App {
    /// One tab, at most `limit` rows of it.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn inbox(&self, tab: InboxTab, limit: u32) -> Result<Inbox, Problem> {
        let ready = self.ready()?;
        let standing = standing(&ready).await?;
        let lines: Vec<Line> = standing
            .lines
            .into_iter()
            .filter(|line| line.tab == tab)
            .collect();
        Ok(Inbox {
            counts: standing.counts,
            total: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            items: lines
                .into_iter()
                .take(usize::try_from(limit.min(LONGEST)).unwrap_or_default())
                .map(row)
                .collect(),
        })
    }

    /// The counts of all tabs.
    ///
    /// # Errors
    /// As [`App::inbox`].
    pub async fn inbox_counts(&self) -> Result<InboxCounts, Problem> {
        Ok(standing(&*self.ready()?).await?.counts)
    }
}

/// Reads both files and sorts every item into its tab.
pub(crate) async fn standing(ready: &Ready) -> Result<Standing, Problem> {
    let (marks, moved, since_ms) = ready
        .desk
        .read(|tx| {
            Ok((
                tx.inbox_marks()?,
                tx.opportunities_with_intents()?,
                tx.preference::<i64>(WATCHED_SINCE)?,
            ))
        })
        .await
        .map_err(failure::desk)?;
    let mut seat = Seat {
        marks,
        moved,
        since_ms,
        setups: ready.setups().to_vec(),
        user: ready.seat.user.clone(),
        username: None,
        now_ms: ready.now_ms(),
        day_began_ms: day_began_ms(ready.now_ms(), &ready.zone),
    };
    ready
        .cache
        .read(move |tx| {
            seat.username = tx.user(&seat.user)?.map(|user| user.username);
            seat.standing(tx)
        })
        .await
        .map_err(failure::cache)
}

/// Who needs the recruiter now.
pub(crate) async fn needing(ready: &Ready) -> Result<BTreeSet<OpportunityId>, Problem> {
    Ok(standing(ready)
        .await?
        .lines
        .into_iter()
        .filter(|line| line.tab == InboxTab::NeedsYou)
        .map(|line| line.key.opportunity)
        .collect())
}

/// What this seat brings to the reading of the cache.
struct Seat {
    marks: InboxMarks,
    moved: BTreeSet<OpportunityId>,
    since_ms: Option<i64>,
    setups: Vec<fulcrum_domain::vendor::VendorSetup>,
    user: fulcrum_domain::ids::UserId,
    /// As notes mention the user at this seat.
    username: Option<String>,
    now_ms: i64,
    day_began_ms: i64,
}

impl Seat {
    fn standing(&self, tx: &CacheReader<'_>) -> Result<Standing, Error> {
        let triggers: Vec<StageId> = self
            .setups
            .iter()
            .filter_map(|setup| setup.invites_at().cloned())
            .collect();
        let mut standing = Standing::default();
        let mut here = BTreeSet::new();
        for row in tx.inbox_rows(&self.user, &triggers)? {
            let who = Ownership {
                owner: row.owner.as_ref(),
                posting_owner: row.posting_owner.as_ref(),
                followed: row.followed,
                moved_here: self.moved.contains(&row.id),
                addressed: None,
            };
            if !concerns(&who, &self.user) {
                continue;
            }
            for journey in &row.journeys {
                let line = self.line(tx, &row, journey, &mut standing)?;
                if let Some(line) = line {
                    here.insert(line.text.clone());
                    standing.lines.push(line);
                }
            }
        }
        self.add_done(tx, &here, &mut standing)?;
        standing.lines.sort_by(order);
        standing.counts = counts(&standing.lines);
        Ok(standing)
    }

    fn line(
        &self,
        tx: &CacheReader<'_>,
        row: &InboxRow,
        journey: &Journey,
        standing: &mut Standing,
    ) -> Result<Option<Line>, Error> {
        let setup = self
            .setups
            .iter()
            .find(|setup| setup.vendor == journey.key.vendor);
        let trigger = setup.and_then(|setup| setup.trigger_stage.as_ref());
        let place = Place {
            stage: &row.stage,
            entered_at_ms: row.entered_at_ms,
            trigger,
        };
        let line = Line {
            tab: InboxTab::Waiting,
            group: InboxGroup::OnVendor,
            key: journey.key.clone(),
            text: String::new(),
            name: row.name.clone(),
            posting: row.posting_title.clone(),
            item: None,
            reason: "waiting".to_owned(),
            detail: None,
            addressed: false,
            at_ms: None,
            due_ms: None,
            unread: false,
            snooze: None,
            done_at_ms: None,
        };
        let item = match attention(journey, &place) {
            None => return Ok(None),
            Some(Attention::Waiting {
                on,
                since_ms,
                due_ms,
            }) => {
                let on_candidate = on == Actor::Candidate;
                return Ok(Some(Line {
                    group: if on_candidate {
                        InboxGroup::OnCandidate
                    } else {
                        InboxGroup::OnVendor
                    },
                    text: format!("{}/{:?}/waiting", row.id, journey.key.vendor),
                    reason: waits_for(journey, on_candidate).to_owned(),
                    at_ms: since_ms,
                    due_ms,
                    ..line
                }));
            }
            Some(Attention::NeedsYou(item)) => item,
        };
        let text = item.key.text();
        let snooze = self.marks.snoozed.get(&text);
        let activity = self.activity(tx, row, snooze)?;
        if let Some(snooze) = snooze {
            if snooze.ended(&activity) || snooze.version != item.version {
                standing
                    .ended
                    .push((text.clone(), row.id.clone(), snooze.clone()));
            } else {
                let ends_ms = snooze.ends_at_ms(&activity);
                standing.next_ms = standing.next_ms.into_iter().chain(ends_ms).min();
            }
        }
        let done = self.marks.done.get(&text);
        let marks = Marks {
            seen: self.marks.seen.get(&text).map(String::as_str),
            done: done.map(|done| done.version.as_str()),
            snooze,
            muted: self.marks.muted.contains(&row.id),
        };
        let (tab, unread) = match tab(&item, &marks, &activity, self.since_ms) {
            Tab::NeedsYou { unread } => (InboxTab::NeedsYou, unread),
            Tab::Snoozed | Tab::Muted => (InboxTab::Snoozed, false),
            Tab::Done => match done {
                Some(done) if done.at_ms >= self.day_began_ms => (InboxTab::DoneToday, false),
                _ => return Ok(None),
            },
        };
        Ok(Some(Line {
            tab,
            group: if tab == InboxTab::Snoozed && marks.muted {
                InboxGroup::Muted
            } else {
                group(item.key.kind)
            },
            text,
            reason: reason(&item.reason),
            detail: detail(tx, row, &item.reason)?,
            addressed: item.reason == Reason::SlotsWanted
                && addressed::to(tx, journey, setup, self.username.as_deref())?,
            at_ms: item.at_ms,
            due_ms: match item.reason {
                Reason::Scheduled { starts_at_ms } => starts_at_ms,
                _ => None,
            },
            unread,
            snooze: snooze
                .filter(|_| tab == InboxTab::Snoozed)
                .map(|snooze| shown(snooze, &activity)),
            done_at_ms: done
                .filter(|_| tab == InboxTab::DoneToday)
                .map(|done| done.at_ms),
            item: Some(item),
            ..line
        }))
    }

    /// What was done today and asks for nothing any more, since the candidate has moved on.
    fn add_done(
        &self,
        tx: &CacheReader<'_>,
        here: &BTreeSet<String>,
        standing: &mut Standing,
    ) -> Result<(), Error> {
        for (text, done) in &self.marks.done {
            if done.at_ms < self.day_began_ms || here.contains(text) {
                continue;
            }
            let Some(card) = tx.card(&done.key.journey.opportunity)? else {
                continue;
            };
            standing.lines.push(Line {
                tab: InboxTab::DoneToday,
                group: group(done.key.kind),
                key: done.key.journey.clone(),
                text: text.clone(),
                name: card.name,
                posting: card.posting_title,
                item: None,
                reason: reason(&done.reason),
                detail: None,
                addressed: false,
                at_ms: None,
                due_ms: None,
                unread: false,
                snooze: None,
                done_at_ms: Some(done.at_ms),
            });
        }
        Ok(())
    }

    fn activity(
        &self,
        tx: &CacheReader<'_>,
        row: &InboxRow,
        snooze: Option<&Snooze>,
    ) -> Result<Activity, Error> {
        let until = snooze.map(|snooze| snooze.until);
        Ok(Activity {
            now_ms: self.now_ms,
            // Read only for those who wait for it.
            results: match until {
                Some(Until::Result { .. }) => tx.results_of(&row.id)?,
                _ => 0,
            },
            noted_ms: match until {
                Some(Until::Note { .. }) => tx.noted_by_others_ms(&row.id, &self.user)?,
                _ => None,
            },
            changed_ms: row.updated_at_ms,
        })
    }
}

fn waits_for(journey: &Journey, on_candidate: bool) -> &'static str {
    match (journey.key.vendor, journey.state, on_candidate) {
        (Vendor::MyInterview, _, true) => "records_video",
        (_, State::Triggered, _) => "sends_invite",
        (_, State::SlotsGiven, _) => "finds_expert",
        (_, State::FeedbackPending, _) => "sends_feedback",
        (Vendor::JobTwine, _, true) => "books_interview",
        _ => "waiting",
    }
}

fn group(kind: ItemKind) -> InboxGroup {
    match kind {
        ItemKind::InviteFailed => InboxGroup::InviteFailed,
        ItemKind::SlotsNeeded => InboxGroup::SlotsNeeded,
        ItemKind::Scheduled => InboxGroup::Scheduled,
        ItemKind::FeedbackIn => InboxGroup::FeedbackIn,
        ItemKind::Stalled => InboxGroup::Stalled,
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Failed { code } => word(code),
        Reason::Ignored => "ignored".to_owned(),
        Reason::VideoIn => "video_in".to_owned(),
        Reason::VideoWithoutLink => "video_without_link".to_owned(),
        Reason::NoInvite => "no_invite".to_owned(),
        Reason::NoVideo => "no_video".to_owned(),
        Reason::Expired => "expired".to_owned(),
        Reason::SlotsWanted => "slots_wanted".to_owned(),
        Reason::Scheduled { .. } => "scheduled".to_owned(),
        Reason::Feedback { .. } => "feedback".to_owned(),
        Reason::NoShow { .. } => "no_show".to_owned(),
        Reason::InterviewCancelled { .. } => "interview_cancelled".to_owned(),
        Reason::RoundsMissing => "rounds_missing".to_owned(),
        Reason::Overdue { .. } => "overdue".to_owned(),
    }
}

/// What refines a reason: the template that was not found, an outcome, who did not appear.
fn detail(tx: &CacheReader<'_>, row: &InboxRow, reason: &Reason) -> Result<Option<String>, Error> {
    use fulcrum_domain::evidence::FailureCode;
    match reason {
        Reason::Feedback { outcome } => return Ok(outcome.as_ref().map(word)),
        Reason::NoShow { who: party } | Reason::InterviewCancelled { by: party } => {
            return Ok(Some(word(party)));
        }
        Reason::Overdue { link } => return Ok(Some(link_word(*link).to_owned())),
        _ => {}
    }
    let named = matches!(
        reason,
        Reason::Failed {
            code: FailureCode::TemplateNotFound | FailureCode::TemplateAmbiguous
        }
    );
    if !named {
        return Ok(None);
    }
    let held = tx.opportunity(&row.id)?;
    let posting = match held.as_ref().and_then(|held| held.posting()) {
        Some(posting) => tx.posting(posting)?,
        None => None,
    };
    Ok(
        posting.and_then(|posting| match posting_configuration(&posting.tags) {
            PostingConfiguration::One { tag } => Some(tag.template),
            _ => None,
        }),
    )
}

fn shown(snooze: &Snooze, activity: &Activity) -> InboxSnooze {
    InboxSnooze {
        until_ms: snooze.ends_at_ms(activity),
        until: match snooze.until {
            Until::Time { .. } => "time",
            Until::Result { .. } => "result",
            Until::Note { .. } => "note",
            Until::Quiet { .. } => "quiet",
        }
        .to_owned(),
    }
}

/// By group; what is addressed to the user at this seat first, then the newest, except where something ends: there the
/// soonest.
fn order(a: &Line, b: &Line) -> std::cmp::Ordering {
    fn place(line: &Line) -> (u8, InboxGroup, bool, i64, Reverse<i64>, &str) {
        let soon = |at_ms: Option<i64>| at_ms.unwrap_or(i64::MAX);
        let newest = |at_ms: Option<i64>| Reverse(at_ms.unwrap_or(i64::MIN));
        let (tab, group, soonest, latest) = match line.tab {
            InboxTab::NeedsYou => (0, line.group, 0, newest(line.at_ms)),
            InboxTab::Waiting => (1, line.group, soon(line.due_ms), Reverse(0)),
            InboxTab::Snoozed => (
                2,
                line.group,
                soon(line.snooze.as_ref().and_then(|snooze| snooze.until_ms)),
                Reverse(0),
            ),
            InboxTab::DoneToday => (3, line.group, 0, newest(line.done_at_ms)),
        };
        (tab, group, !line.addressed, soonest, latest, &line.text)
    }
    place(a).cmp(&place(b))
}

fn counts(lines: &[Line]) -> InboxCounts {
    let count = |wanted: &dyn Fn(&Line) -> bool| {
        u32::try_from(lines.iter().filter(|line| wanted(line)).count()).unwrap_or(u32::MAX)
    };
    InboxCounts {
        needs_you: count(&|line| line.tab == InboxTab::NeedsYou),
        unread: count(&|line| line.unread),
        waiting: count(&|line| line.tab == InboxTab::Waiting),
        snoozed: count(&|line| line.tab == InboxTab::Snoozed),
        done_today: count(&|line| line.tab == InboxTab::DoneToday),
    }
}

fn row(line: Line) -> InboxItem {
    InboxItem {
        key: line.text,
        opportunity: line.key.opportunity,
        vendor: line.key.vendor,
        round: line.key.round,
        attempt: line.key.attempt,
        group: line.group,
        name: line.name,
        posting: line.posting,
        reason: line.reason,
        detail: line.detail,
        addressed: line.addressed,
        at_ms: line.at_ms,
        due_ms: line.due_ms,
        unread: line.unread,
        snooze: line.snooze,
        done_at_ms: line.done_at_ms,
    }
}
