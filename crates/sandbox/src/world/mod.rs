//! The account: who and what is in it, and every way in which it changes.

pub mod addresses;
pub mod chance;
pub mod change;
pub mod create;
pub mod experts;
pub(crate) mod facets;
pub mod generate;
mod lists;
pub mod model;
mod names;
pub mod notes;
mod opportunities;
mod panels;
mod past;
mod pending;
mod people;
mod pipeline;
pub mod places;
mod postings;
pub(crate) mod records;
pub mod shelf;

use std::collections::BTreeMap;

use crate::world::addresses::Addresses;
use crate::world::chance::Chance;
use crate::world::model::{
    ArchiveReason, Contact, Deleted, Event, Id, Ms, Note, Opportunity, Panel, Posting, Stage, User,
    Webhook,
};
use crate::world::pending::Pending;
pub(crate) use crate::world::pending::{Later, LaterChange};
use crate::world::places::Places;
use crate::world::shelf::Shelf;

/// The whole account. It lives behind a mutex that is never held across an await.
pub struct World {
    /// Users, oldest first.
    pub users: Vec<User>,
    /// In pipeline order.
    pub stages: Vec<Stage>,
    /// In no visible order, as recorded.
    pub archive_reasons: Vec<ArchiveReason>,
    /// By id.
    pub postings: BTreeMap<Id, Posting>,
    /// By id.
    pub contacts: Shelf<Contact, Addresses>,
    /// By id.
    pub opportunities: Shelf<Opportunity, Places>,
    /// By opportunity id.
    pub notes: BTreeMap<Id, Vec<Note>>,
    /// By opportunity id.
    pub panels: BTreeMap<Id, Vec<Panel>>,
    /// Deleted opportunities.
    pub deleted: Vec<Deleted>,
    /// In order of registration.
    pub webhooks: Vec<Webhook>,
    /// Users and stages that have a part in the scenery.
    pub cast: Cast,
    pub(crate) records: records::Records,
    pub(crate) ids: Chance,
    pub(crate) later: Pending,
    pub(crate) events: Vec<Event>,
}

/// Ids that the rest of the sandbox refers to.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The recruiter a demo seat is bound to.
    pub seat: Id,
    /// The Super Admin who consents to applications.
    pub super_admin: Id,
    /// The account's integration user, as which the video-interview vendor writes.
    pub integration: Id,
    /// The user as which the expert-interview vendor writes.
    pub experts: Id,
    /// Recruiters who own most opportunities; the seat is the first.
    pub recruiters: Vec<Id>,
    /// Stage whose entry invites to a video interview.
    pub video_stage: Id,
    /// Stage that triggers nothing.
    pub neutral_stage: Id,
    /// Stage whose entry books outside experts.
    pub expert_stage: Id,
}

impl World {
    /// Applies what was due by `now`. Called before every look at the world.
    pub fn settle(&mut self, now: Ms) {
        while let Some(later) = self.later.take(now) {
            match later.what {
                LaterChange::Story(id) => self.story(&id, later.at),
                LaterChange::Settled(id) => self.touch(&id, later.at),
                LaterChange::Retag { posting, old, new } => {
                    self.retag(&posting, &old, &new, later.at);
                }
            }
        }
    }

    /// The events since the last call.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// A user by id.
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// A stage by id.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// A stage's place in the pipeline, from 0.
    pub fn stage_index(&self, id: &str) -> usize {
        self.stages
            .iter()
            .position(|stage| stage.id == id)
            .unwrap_or(0)
    }

    /// The rank by which opportunities are listed.
    pub fn stage_rank(&self, id: &str) -> f64 {
        self.stage(id).map_or(f64::MAX, |stage| stage.rank)
    }

    /// A contact by id.
    pub fn contact_of(&self, opportunity: &Opportunity) -> Option<&Contact> {
        self.contacts.get(&opportunity.contact)
    }

    /// The posting of an opportunity.
    pub fn posting_of(&self, opportunity: &Opportunity) -> Option<&Posting> {
        self.postings
            .get(&opportunity.application.as_ref()?.posting)
    }
}
