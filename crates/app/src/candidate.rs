//! The candidate panel: everything known about one candidate, with where it comes from and how old it is.

mod feedback;
mod journey;

pub(crate) use journey::state_word;

use std::collections::BTreeMap;

use fulcrum_cache::query::{Candidate as Held, CardRow};
use fulcrum_domain::contact::{country_of, international, plausible_email, suggest_international};
use fulcrum_domain::evidence::Confidence;
use fulcrum_domain::ids::{NoteId, OpportunityId, StageId, UserId};
use fulcrum_domain::journey::JourneyKey;
use fulcrum_domain::model::{Note, Stage, User};
use fulcrum_domain::note_reading::{NoteReading, read};
use fulcrum_domain::slot_offer::offered_round;
use fulcrum_domain::tags::{TagKind, kind};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use crate::app::App;
use crate::card::CardContext;
use crate::day::{removable, shown, written_here};
use crate::failure;
use crate::links;
use crate::moves::preview_of;
use crate::picture::Picture;
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::resend::resend_of;
use crate::view::{
    Candidate, EmailLine, MovePreview, NoteLine, PhoneLine, Problem, StageChoice, TagLine,
};

/// What the panel is made of, read in one snapshot.
struct Known {
    row: CardRow,
    held: Held,
    picture: Picture,
    users: BTreeMap<UserId, User>,
    /// Why it is archived.
    reason: Option<String>,
}

impl App {
    /// Everything about one candidate. Its details are read anew with priority.
    ///
    /// # Errors
    /// `NotFound` for a candidate that is not here; storage problems.
    pub async fn candidate(&self, id: &OpportunityId) -> Result<Candidate, Problem> {
        let ready = self.ready()?;
        let known = known(&ready, id).await?;
        let setups = ready.setups();
        let moves = ready.open_moves().await?;
        let context = CardContext {
            setups: setups.to_vec(),
            moves: moves.latest(),
            watched: ready.watched().await?,
            now_ms: ready.now_ms(),
        };
        let resend = resend_of(&ready, &known.picture).await?;
        let mine = written_here(&ready, id).await?;
        let watched = context.watched.clone();
        let Known {
            row,
            held,
            picture,
            users,
            reason,
        } = known;
        let opportunity = &held.opportunity;
        let name_of = |id: &UserId| users.get(id).map(|user| user.name.clone());
        Ok(Candidate {
            card: context.card_of(&row, &picture),
            headline: opportunity.headline.clone(),
            location: opportunity.location.clone(),
            stage_name: picture.stage_name(&opportunity.stage),
            owner_name: opportunity.owner.as_ref().and_then(name_of),
            posting: opportunity.posting().cloned(),
            emails: opportunity
                .emails
                .iter()
                .map(|email| EmailLine {
                    value: email.clone(),
                    plausible: plausible_email(email),
                })
                .collect(),
            phones: opportunity
                .phones
                .iter()
                .map(|phone| {
                    let good = international(&phone.value);
                    PhoneLine {
                        international: good,
                        suggestion: if good {
                            None
                        } else {
                            suggest_international(&phone.value, country_of(&opportunity.location))
                        },
                        value: phone.value.clone(),
                    }
                })
                .collect(),
            journeys: journey::blocks(&held, &setups, &users, &watched),
            previews: previews(&ready, &picture, &setups),
            tags: tags(&held),
            notes: notes(&ready, &held, &setups, &users, &mine),
            advance_to: advance(&picture.stages, &opportunity.stage, &setups),
            stages: picture
                .stages
                .iter()
                .map(|stage| choice(stage, &setups))
                .collect(),
            resend,
            in_lever: opportunity.url.is_some(),
            archived: opportunity.archived.is_some(),
            archive_reason: reason,
            read_at_ms: held.seen_at_ms,
        })
    }

    /// The person looks at this card: its details are read first and kept fresh.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub async fn seen(&self, id: &OpportunityId) -> Result<(), Problem> {
        self.ready()?.engine.show(Some(id.clone()));
        Ok(())
    }

    /// The person looks at no card any more.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub fn looks_away(&self) -> Result<(), Problem> {
        self.ready()?.engine.show(None);
        Ok(())
    }

    /// The checked address of the result of an attempt (round and attempt, from 1). `allow_host` opens an unknown host this
    /// once. Opening counts as watching.
    ///
    /// # Errors
    /// `NotFound` without a result; `LinkRefused` for what must not be opened.
    pub async fn open_video(
        &self,
        id: &OpportunityId,
        vendor: Vendor,
        (round, attempt): (u32, u32),
        allow_host: bool,
    ) -> Result<String, Problem> {
        let ready = self.ready()?;
        let opportunity = id.clone();
        let journeys = ready
            .cache
            .read(move |tx| tx.journeys(&opportunity))
            .await
            .map_err(failure::cache)?;
        let journey = journeys
            .into_iter()
            .find(|journey| {
                let key = &journey.key;
                (key.vendor, key.round, key.attempt) == (vendor, round, attempt)
            })
            .ok_or(Trouble::NotFound { what: "result" })?;
        let link = journey
            .review_url
            .ok_or(Trouble::NotFound { what: "result" })?;
        let hosts = ready.setup_of(vendor).hosts;
        let checked = links::checked(&link, &hosts, allow_host, ready.training)?;
        self.watched(&ready, journey.key).await?;
        Ok(checked)
    }

    /// Lever's page of the candidate.
    ///
    /// # Errors
    /// `NotFound`; `LinkRefused` when the address is not Lever's.
    pub async fn lever_url(&self, id: &OpportunityId) -> Result<String, Problem> {
        let ready = self.ready()?;
        let opportunity = id.clone();
        let held = ready
            .cache
            .read(move |tx| tx.opportunity(&opportunity))
            .await
            .map_err(failure::cache)?;
        let url = held
            .and_then(|held| held.url)
            .ok_or(Trouble::NotFound { what: "page" })?;
        let host = links::host(&url);
        let levers = host
            .as_deref()
            .is_some_and(|host| host == "lever.co" || host.ends_with(".lever.co"));
        links::checked(
            &url,
            std::slice::from_ref(&ready.host),
            levers,
            ready.training,
        )
    }

    async fn watched(&self, ready: &Ready, key: JourneyKey) -> Result<(), Problem> {
        let id = key.opportunity.clone();
        ready.mark_watched(key).await?;
        self.inner.events.card_changed(&id);
        Ok(())
    }
}

async fn known(ready: &Ready, id: &OpportunityId) -> Result<Known, Problem> {
    let id = id.clone();
    ready
        .cache
        .read(move |tx| {
            let (Some(row), Some(held), Some(mut picture)) =
                (tx.card(&id)?, tx.candidate(&id)?, Picture::read(tx, &id)?)
            else {
                return Ok(None);
            };
            picture.read_reactions(tx)?;
            let users = tx
                .users()?
                .into_iter()
                .map(|user| (user.id.clone(), user))
                .collect();
            let why = held
                .opportunity
                .archived
                .as_ref()
                .and_then(|mark| mark.reason.clone());
            let reason = match why {
                Some(why) => tx
                    .archive_reasons()?
                    .into_iter()
                    .find(|reason| reason.id == why)
                    .map(|reason| reason.text),
                None => None,
            };
            Ok(Some(Known {
                reason,
                row,
                held,
                picture,
                users,
            }))
        })
        .await
        .map_err(failure::cache)?
        .ok_or_else(|| Trouble::NotFound { what: "candidate" }.into())
}

fn choice(stage: &Stage, setups: &[VendorSetup]) -> StageChoice {
    StageChoice {
        id: stage.id.clone(),
        name: stage.text.clone(),
        vendor: vendor_of(&stage.id, setups),
    }
}

/// The next stage in the pipeline; a resend's neutral stage is not one.
fn advance(stages: &[Stage], from: &StageId, setups: &[VendorSetup]) -> Option<StageChoice> {
    let here = stages.iter().position(|stage| stage.id == *from)?;
    stages
        .iter()
        .skip(here + 1)
        .find(|stage| {
            !setups
                .iter()
                .any(|setup| setup.neutral_stage.as_ref() == Some(&stage.id))
        })
        .map(|stage| choice(stage, setups))
}

fn previews(ready: &Ready, picture: &Picture, setups: &[VendorSetup]) -> Vec<MovePreview> {
    setups
        .iter()
        .filter_map(|setup| setup.invites_at())
        .map(|trigger| {
            let preflight = picture.check_entry(trigger, setups, ready.now_ms());
            preview_of(ready, picture, trigger, preflight)
        })
        .collect()
}

fn tags(held: &Held) -> Vec<TagLine> {
    held.tags
        .iter()
        .map(|tag| {
            let kind = kind(&tag.tag, held.posting.as_ref());
            TagLine {
                text: tag.tag.clone(),
                kind: match kind {
                    TagKind::Status { .. } => "status",
                    TagKind::Configuration { .. } => "config",
                    TagKind::Posting => "posting",
                    TagKind::Manual => "manual",
                }
                .to_owned(),
                removable: matches!(kind, TagKind::Status { .. } | TagKind::Manual),
                first_seen_ms: tag.first_seen_ms,
            }
        })
        .collect()
}

fn notes(
    ready: &Ready,
    held: &Held,
    setups: &[VendorSetup],
    users: &BTreeMap<UserId, User>,
    mine: &[String],
) -> Vec<NoteLine> {
    let mut shown: Vec<(&NoteId, NoteLine)> = held
        .notes
        .iter()
        .filter(|note| shown(note, &ready.seat.user))
        .map(|note| (&note.id, line(ready, note, setups, users, mine)))
        .collect();
    shown.sort_by(|(a_id, a), (b_id, b)| (b.at_ms, b_id).cmp(&(a.at_ms, a_id)));
    shown.into_iter().map(|(_, line)| line).collect()
}

fn line(
    ready: &Ready,
    note: &Note,
    setups: &[VendorSetup],
    users: &BTreeMap<UserId, User>,
    mine: &[String],
) -> NoteLine {
    // A note about offered slots is a colleague's, also where the vendor writes in a colleague's name.
    let reading = setups
        .iter()
        .filter(|_| offered_round(note).is_none())
        .map(|setup| (setup.vendor, read(note, setup, &ready.patterns)))
        .filter(|(_, reading)| *reading != NoteReading::NotVendor)
        // Vendors may share a host: what was understood, then what a pinned author wrote, says whose note it is.
        .min_by_key(|(_, reading)| match reading {
            NoteReading::Read { confidence, .. } => (false, *confidence),
            NoteReading::Unread { confidence, .. } => (true, *confidence),
            NoteReading::NotVendor => (true, Confidence::Inferred),
        });
    NoteLine {
        id: note.id.clone(),
        secret: note.secret,
        removable: removable(note, mine, &ready.seat.user),
        author: note
            .author
            .as_ref()
            .and_then(|id| users.get(id))
            .map(|user| user.name.clone()),
        by_you: note.author.as_ref() == Some(&ready.seat.user),
        at_ms: note.created_at_ms,
        text: note
            .fields
            .first()
            .map(|field| field.value.clone())
            .unwrap_or_default(),
        comments: u32::try_from(note.fields.len().saturating_sub(1)).unwrap_or(u32::MAX),
        vendor: reading.as_ref().map(|(vendor, _)| *vendor),
        unread_vendor_note: matches!(reading, Some((_, NoteReading::Unread { .. }))),
    }
}
