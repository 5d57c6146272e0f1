//! Rows → evidence → journeys, inside the transaction that stored the rows, so that no reader ever sees one without the
//! other.

mod off;

pub use off::last_writing_ms;

use std::collections::BTreeMap;

use fulcrum_cache::{CacheReader, CacheTx, Error, JourneyChange};
use fulcrum_domain::evidence::{
    Confidence, Evidence, Fact, Source, from_interviews, from_note, from_opportunity,
};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Journey, JourneyInput, Link, derive};
use fulcrum_domain::model::{Opportunity, Posting};
use fulcrum_domain::notice::{NoticeEvent, notice};
use fulcrum_domain::slot_offer::offered;
use fulcrum_domain::vendor::Vendor;

use crate::news::{News, newly_invited};
use crate::rules::Rules;
use crate::vendor;

/// Row of the cache's sync state: since when this seat watches the account, in Lever's time, ms.
pub(crate) const BASELINE: &str = "baseline";

/// Row of the cache's sync state: news that a committed write has earned and nobody was told yet. It is kept in the same
/// transaction, so that a crash between the write and the telling loses none.
pub(crate) const EARNED: &str = "notices";

/// Derives an opportunity's journeys anew and keeps what notices the change earned. `first_sight`: this seat sees the
/// opportunity for the first time (or again after an archiving), so what stands there is a baseline and earns nothing.
pub(crate) fn rederive(
    tx: &mut CacheTx<'_>,
    id: &OpportunityId,
    rules: &Rules,
    first_sight: bool,
    now_ms: i64,
) -> Result<(), Error> {
    let Some(opportunity) = tx.opportunity(id)? else {
        return Ok(());
    };
    // What was told about a person goes with their name, and what is left of the record is read anew: nothing of it is news.
    let first_sight = first_sight || opportunity.is_anonymized;
    let posting = match opportunity.posting() {
        Some(posting) => tx.posting(posting)?,
        None => None,
    };
    let evidence = gather(tx, &opportunity, rules, now_ms)?;
    for setup in rules.setups.iter().filter(|one| one.disabled.is_some()) {
        off::remember_writing(tx, setup.vendor, &opportunity, &evidence, first_sight)?;
    }
    let journeys = journeys(&opportunity, posting.as_ref(), &evidence, rules, now_ms);
    tx.replace_evidence(id, &evidence)?;
    for setup in &rules.setups {
        remember_reaction(tx, setup.vendor, &evidence)?;
    }
    let here = rules
        .setups
        .iter()
        .find(|setup| setup.trigger_stage.as_ref() == Some(&opportunity.stage))
        .map(|setup| setup.vendor);
    let changes = tx.put_journeys(id, &journeys, here)?;
    let baseline_ms = baseline_ms(tx)?;
    // Found late is not happened late: what lies before this seat began to watch is no news.
    let happened_before =
        |at: Option<i64>| at.is_some_and(|at| baseline_ms.is_none_or(|baseline| at <= baseline));
    let mut earned = Vec::new();
    for JourneyChange { before, after } in &changes {
        if let Some(notice) = notice(before.as_ref(), after, first_sight)
            && !happened_before(event_time(after, notice.event))
        {
            earned.push(News::Notice { notice });
        }
        if !first_sight && !happened_before(link_time(after, Link::Invited)) {
            earned.extend(newly_invited(before.as_ref(), after));
        }
    }
    if !earned.is_empty() {
        let mut all = earned_news(tx)?;
        all.extend(earned);
        keep_earned(tx, &all)?;
    }
    Ok(())
}

/// When a vendor was last seen to react in Lever, ms; `None` when it never was. Nothing else proves that the vendor still
/// hears of moves: no API shows whether its webhooks are on.
///
/// # Errors
/// Storage codes.
pub fn last_reaction_ms(tx: &CacheReader<'_>, vendor: Vendor) -> Result<Option<i64>, Error> {
    Ok(tx
        .sync_state(reaction(vendor))?
        .and_then(|text| text.parse().ok()))
}

fn reaction(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "reaction/myinterview",
        Vendor::JobTwine => "reaction/jobtwine",
    }
}

fn remember_reaction(
    tx: &mut CacheTx<'_>,
    vendor: Vendor,
    evidence: &[Evidence],
) -> Result<(), Error> {
    let seen = evidence
        .iter()
        .filter(|piece| piece.vendor == vendor && piece.confidence == Confidence::Proven)
        // What it wrote after a move; a completion says nothing about moves.
        .filter(|piece| {
            matches!(
                piece.fact,
                Fact::Invited
                    | Fact::InviteFailed { .. }
                    | Fact::AwaitingRounds
                    | Fact::SlotsWanted { .. }
                    | Fact::Scheduled { .. }
            )
        })
        .filter(|piece| matches!(piece.source, Source::Tag { .. } | Source::Note { .. }))
        .map(|piece| piece.at_ms.unwrap_or(piece.seen_at_ms))
        .max();
    let known = last_reaction_ms(tx, vendor)?;
    match seen {
        Some(at) if known.is_none_or(|known| at > known) => {
            tx.set_sync_state(reaction(vendor), Some(&at.to_string()))
        }
        _ => Ok(()),
    }
}

/// The journeys that follow from this evidence, all vendors.
pub(crate) fn journeys(
    opportunity: &Opportunity,
    posting: Option<&Posting>,
    evidence: &[Evidence],
    rules: &Rules,
    now_ms: i64,
) -> Vec<Journey> {
    rules
        .setups
        .iter()
        .flat_map(|setup| {
            derive(&JourneyInput {
                opportunity,
                posting,
                setup,
                evidence,
                pending: None,
                deadlines: &rules.deadlines,
                now_ms,
            })
        })
        .collect()
}

/// All evidence the cache holds about an opportunity. What was seen before keeps the time at which it was seen.
fn gather(
    tx: &CacheReader<'_>,
    opportunity: &Opportunity,
    rules: &Rules,
    now_ms: i64,
) -> Result<Vec<Evidence>, Error> {
    let before = tx.evidence(&opportunity.id)?;
    let notes = tx.notes(&opportunity.id)?;
    let answers = tx.vendor_answers(&opportunity.id)?;
    let interviews = tx.interviews(&opportunity.id)?;
    let tags_seen: BTreeMap<String, i64> = before
        .iter()
        .filter_map(|known| match &known.source {
            Source::Tag { tag } => Some((tag.clone(), known.seen_at_ms)),
            _ => None,
        })
        .collect();
    let mut all = Vec::new();
    for setup in &rules.setups {
        all.extend(from_opportunity(opportunity, setup, &tags_seen, now_ms));
        for note in &notes {
            // A recruiter's note about slots is no vendor's, whoever wrote it.
            match offered(note, now_ms) {
                Some(given) => all.extend(Some(given).filter(|one| one.vendor == setup.vendor)),
                None => all.extend(from_note(note, setup, &rules.patterns, now_ms)),
            }
        }
        all.extend(from_interviews(&interviews, setup, now_ms));
        for answer in answers
            .iter()
            .filter(|answer| answer.vendor == setup.vendor)
        {
            all.extend(vendor::evidence(answer, now_ms));
        }
    }
    for piece in &mut all {
        if let Some(known) = before.iter().find(|known| same_fact(known, piece)) {
            piece.seen_at_ms = known.seen_at_ms.min(piece.seen_at_ms);
        }
    }
    Ok(all)
}

fn same_fact(known: &Evidence, found: &Evidence) -> bool {
    known.vendor == found.vendor
        && known.source == found.source
        && known.fact == found.fact
        && known.at_ms == found.at_ms
}

fn event_time(journey: &Journey, event: NoticeEvent) -> Option<i64> {
    match event {
        NoticeEvent::Completed => link_time(journey, Link::Completed),
        NoticeEvent::Failed { .. } => link_time(journey, Link::Failed),
        NoticeEvent::Stalled { .. } => journey.due_ms,
        NoticeEvent::SlotsWanted { .. } => link_time(journey, Link::SlotsWanted),
        NoticeEvent::Scheduled { .. } | NoticeEvent::Rescheduled { .. } => {
            link_time(journey, Link::Scheduled)
        }
        NoticeEvent::InterviewCancelled { .. } => link_time(journey, Link::Cancelled),
        NoticeEvent::NoShow { .. } => link_time(journey, Link::NoShow),
        NoticeEvent::FeedbackIn { .. } => link_time(journey, Link::FeedbackIn),
        NoticeEvent::AwaitingRounds => link_time(journey, Link::Failed),
    }
}

fn link_time(journey: &Journey, link: Link) -> Option<i64> {
    journey
        .links
        .iter()
        .find(|step| step.link == link)
        .and_then(|step| step.at_ms)
}

/// When this seat began to read the whole account for the first time, Unix ms, by Lever's clock: what happened before is
/// a baseline, what happens later is news.
///
/// # Errors
/// When the cache cannot be read.
pub fn baseline_ms(tx: &CacheReader<'_>) -> Result<Option<i64>, Error> {
    Ok(tx.sync_state(BASELINE)?.and_then(|text| text.parse().ok()))
}

/// News earned and not told yet.
pub(crate) fn earned_news(tx: &CacheReader<'_>) -> Result<Vec<News>, Error> {
    Ok(tx
        .sync_state(EARNED)?
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Replaces the list of news earned and not told yet.
pub(crate) fn keep_earned(tx: &mut CacheTx<'_>, news: &[News]) -> Result<(), Error> {
    let text = (!news.is_empty())
        .then(|| serde_json::to_string(news).ok())
        .flatten();
    tx.set_sync_state(EARNED, text.as_deref())
}
