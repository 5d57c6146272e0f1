//! What is known about one candidate, as preflight and the card's chip ask for it.

use std::collections::BTreeMap;

use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::journey::{Journey, Link, State};
use fulcrum_domain::model::{Opportunity, Posting, Stage};
use fulcrum_domain::preflight::{
    FindingCode, MoveQuestion, PersonElsewhere, Preflight, check, check_entry, obstacle,
};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

pub(crate) struct Picture {
    pub(crate) opportunity: Opportunity,
    pub(crate) posting: Option<Posting>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) journeys: Vec<Journey>,
    elsewhere: Vec<PersonElsewhere>,
    unanswered_moves: u32,
    reactions_ms: BTreeMap<Vendor, i64>,
}

impl Picture {
    /// Reads it; `None` when the opportunity is not held.
    pub(crate) fn read(tx: &CacheReader<'_>, id: &OpportunityId) -> Result<Option<Self>, Error> {
        let Some(opportunity) = tx.opportunity(id)? else {
            return Ok(None);
        };
        let posting = match opportunity.posting() {
            Some(posting) => tx.posting(posting)?,
            None => None,
        };
        let elsewhere = tx
            .other_opportunities(id)?
            .into_iter()
            .filter(|other| !other.archived)
            .flat_map(|other| {
                let (id, posting) = (other.id, other.posting_title);
                other
                    .journeys
                    .into_iter()
                    .map(move |journey| PersonElsewhere {
                        opportunity: id.clone(),
                        posting: posting.clone(),
                        vendor: journey.key.vendor,
                        state: journey.state,
                    })
            })
            .collect();
        Ok(Some(Self {
            posting,
            stages: tx.stages()?,
            journeys: tx.journeys(id)?,
            elsewhere,
            unanswered_moves: 0,
            reactions_ms: BTreeMap::new(),
            opportunity,
        }))
    }

    /// Of somebody who is not there yet, with a look at the whole stage.
    pub(crate) fn imagined(
        tx: &CacheReader<'_>,
        opportunity: Opportunity,
        posting: Posting,
        to: &StageId,
    ) -> Result<Self, Error> {
        let mut picture = Self {
            opportunity,
            posting: Some(posting),
            stages: tx.stages()?,
            journeys: Vec::new(),
            elsewhere: Vec::new(),
            unanswered_moves: unanswered_moves(tx, to)?,
            reactions_ms: BTreeMap::new(),
        };
        picture.read_reactions(tx)?;
        Ok(picture)
    }

    /// The same with a look at the whole stage: do the vendors still hear Lever?
    pub(crate) fn read_for_move(
        tx: &CacheReader<'_>,
        id: &OpportunityId,
        to: &StageId,
    ) -> Result<Option<Self>, Error> {
        let Some(mut picture) = Self::read(tx, id)? else {
            return Ok(None);
        };
        picture.unanswered_moves = unanswered_moves(tx, to)?;
        picture.read_reactions(tx)?;
        Ok(Some(picture))
    }

    /// The same for many at once; who is not held is left out.
    pub(crate) fn read_for_moves(
        tx: &CacheReader<'_>,
        ids: &[OpportunityId],
        to: &StageId,
    ) -> Result<Vec<Self>, Error> {
        let unanswered = unanswered_moves(tx, to)?;
        let mut pictures = Vec::new();
        for id in ids {
            let Some(mut picture) = Self::read(tx, id)? else {
                continue;
            };
            picture.unanswered_moves = unanswered;
            picture.read_reactions(tx)?;
            pictures.push(picture);
        }
        Ok(pictures)
    }

    /// What entering the stage would meet, also for one who stands in it: a resend leaves and comes back.
    pub(crate) fn check_entry(
        &self,
        to: &StageId,
        setups: &[VendorSetup],
        now_ms: i64,
    ) -> Preflight {
        check_entry(&self.question(to, &self.with_reactions(setups), now_ms))
    }

    /// When each vendor was last seen to answer a move.
    pub(crate) fn read_reactions(&mut self, tx: &CacheReader<'_>) -> Result<(), Error> {
        for vendor in [Vendor::MyInterview, Vendor::JobTwine] {
            if let Some(at) = fulcrum_sync::last_reaction_ms(tx, vendor)? {
                self.reactions_ms.insert(vendor, at);
            }
        }
        Ok(())
    }

    fn with_reactions(&self, setups: &[VendorSetup]) -> Vec<VendorSetup> {
        let mut setups = setups.to_vec();
        for setup in &mut setups {
            let seen = self.reactions_ms.get(&setup.vendor).copied();
            setup.last_reaction_at_ms = seen.max(setup.last_reaction_at_ms);
        }
        setups
    }

    pub(crate) fn check(&self, to: &StageId, setups: &[VendorSetup], now_ms: i64) -> Preflight {
        check(&self.question(to, &self.with_reactions(setups), now_ms))
    }

    /// Why a vendor would not invite on entering its trigger stage; `None` with no stage chosen, too.
    pub(crate) fn blocked_by(
        &self,
        vendor: Vendor,
        setups: &[VendorSetup],
        now_ms: i64,
    ) -> Option<FindingCode> {
        setups
            .iter()
            .filter(|setup| setup.vendor == vendor)
            .find_map(|setup| setup.invites_at())
            .and_then(|trigger| obstacle(&self.question(trigger, setups, now_ms)))
    }

    fn question<'a>(
        &'a self,
        to: &'a StageId,
        setups: &'a [VendorSetup],
        now_ms: i64,
    ) -> MoveQuestion<'a> {
        MoveQuestion {
            opportunity: &self.opportunity,
            posting: self.posting.as_ref(),
            to_stage: to,
            stages: &self.stages,
            setups,
            journeys: &self.journeys,
            elsewhere: &self.elsewhere,
            unanswered_moves: self.unanswered_moves,
            now_ms,
        }
    }

    pub(crate) fn stage_name(&self, id: &StageId) -> String {
        stage_name(&self.stages, id)
    }
}

/// A stage's name; its id where Lever does not list it any more.
pub(crate) fn stage_name(stages: &[Stage], id: &StageId) -> String {
    stages
        .iter()
        .find(|stage| stage.id == *id)
        .map_or_else(|| id.0.clone(), |stage| stage.text.clone())
}

/// Moves into the stage that are overdue and came after the last one that was answered.
pub(crate) fn unanswered_moves(tx: &CacheReader<'_>, stage: &StageId) -> Result<u32, Error> {
    let mut answered_ms = i64::MIN;
    let mut overdue = Vec::new();
    for staged in tx.opportunities_in_stages(std::slice::from_ref(stage))? {
        for journey in tx.journeys(&staged.id)? {
            let moved_ms = journey
                .links
                .iter()
                .find(|step| step.link == Link::Moved)
                .and_then(|step| step.at_ms);
            let Some(moved_ms) = moved_ms else { continue };
            match journey.state {
                State::Triggered if journey.stalled == Some(Link::Invited) => {
                    overdue.push(moved_ms);
                }
                State::NotEligible
                | State::Ready
                | State::Moving
                | State::Triggered
                | State::Cancelled => {}
                // Whatever else it is, the vendor has answered.
                _ => answered_ms = answered_ms.max(moved_ms),
            }
        }
    }
    let count = overdue.into_iter().filter(|at| *at > answered_ms).count();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
