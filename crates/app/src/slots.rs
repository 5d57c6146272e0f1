//! Entering slots for a candidate: what is pasted is read, what is drawn is placed, everything is checked, and what was
//! offered is written into Lever as a note. Without a vendor profile the person enters the slots on the vendor's own page.

mod asked;
mod command_line;
mod given;
mod length;
mod offer;
mod reading;
mod week;
mod zones;

use fulcrum_cache::Cause;
use fulcrum_cache::desk::DraftKind;
use fulcrum_domain::dry_run::is_test;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::interview::Round;
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::slot_offer::SlotOffer;
use fulcrum_domain::slots::Slot;
use fulcrum_domain::vendor::Vendor;

use crate::app::App;
use crate::failure;
use crate::links;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{
    Problem, SlotDesk, SlotDraft, SlotLink, SlotReading, SlotStage, SlotWeekChoice, SlotsGiven,
    ZoneChoice,
};
use asked::{Asked, asked};
use given::{Given, Noted, note};
use reading::{Clocks, reading, slots_of};

pub use command_line::parse_slots;

/// The vendor whose interviews want slots.
const VENDOR: Vendor = Vendor::JobTwine;

/// How people call it, in a note.
const VENDOR_NAME: &str = "JobTwine";

impl App {
    /// For whom slots are entered. `here` is the zone this machine is in, IANA.
    ///
    /// # Errors
    /// `BadInput` when nobody wants slots; `NotFound` for a candidate that is not here; storage problems.
    pub async fn slot_desk(&self, id: &OpportunityId, here: &str) -> Result<SlotDesk, Problem> {
        let ready = self.ready()?;
        let subject = subject(&ready, id).await?;
        let minutes = length::asked_for(&ready, &subject).await?;
        let kept = given::kept(&ready, id).await?;
        let draft = given::draft(&ready, id).await?;
        let now_ms = ready.now_ms();
        let setup = ready.setup_of(VENDOR);
        let recruiter = zones::recruiter(zones::here(here), now_ms);
        let location = &subject.opportunity.location;
        let candidate = zones::candidate(kept.zone.as_deref(), location, now_ms);
        let clocks = Clocks {
            candidate: candidate
                .zone
                .as_deref()
                .and_then(|zone| zones::named(zone).ok()),
            recruiter: zones::here(here),
            now_ms,
            minutes,
        };
        let Asked {
            round,
            number,
            attempt,
            stage,
            since_ms,
            slot_url,
            asked_at_ms,
            starts_at_ms,
        } = subject.asked;
        Ok(SlotDesk {
            opportunity: id.clone(),
            name: subject.opportunity.name,
            posting: subject.posting,
            vendor: VENDOR,
            round: Some(words_of(&round)),
            minutes,
            stage,
            since_ms,
            scheduled: starts_at_ms
                .filter(|_| stage == SlotStage::Scheduled)
                .map(|start_ms| {
                    clocks.times(Slot {
                        start_ms,
                        end_ms: start_ms + i64::from(minutes) * 60_000,
                    })
                }),
            given_here_ms: kept
                .given
                .iter()
                .rev()
                .find(|given| given.round == number && given.attempt == attempt)
                .map(|given| given.at_ms)
                // Asked again: no expert took any of them.
                .filter(|at_ms| asked_at_ms.is_none_or(|asked| asked <= *at_ms)),
            candidate,
            recruiter,
            link: slot_url
                .as_deref()
                .and_then(links::host)
                .map(|host| SlotLink {
                    pinned: setup.hosts.contains(&host),
                    host,
                    noted_at_ms: asked_at_ms,
                }),
            sends: offer::possible(&ready),
            draft,
        })
    }

    /// Keeps what was begun for a candidate, also over a restart; `None` throws it away.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn keep_slots(
        &self,
        id: &OpportunityId,
        draft: Option<SlotDraft>,
    ) -> Result<(), Problem> {
        let id = id.clone();
        self.ready()?
            .desk
            .write(Cause::Person, move |tx| {
                tx.set_draft(&id, DraftKind::Slots, draft.as_ref())
            })
            .await
            .map_err(failure::desk)
    }

    /// Reads and checks what was entered. Nothing is kept and nothing leaves.
    ///
    /// # Errors
    /// `BadInput` for a zone that is none, or when nobody is connected.
    pub async fn read_slots(
        &self,
        id: &OpportunityId,
        here: &str,
        draft: &SlotDraft,
        week: &SlotWeekChoice,
    ) -> Result<SlotReading, Problem> {
        let ready = self.ready()?;
        let minutes = match look(&ready, id).await? {
            Some(subject) => length::known(&ready, &subject).await?,
            None => length::USUAL,
        };
        let clocks = clocks(&ready, draft, here, minutes)?;
        Ok(reading(draft, week, &clocks))
    }

    /// Zones to choose from, by city.
    pub fn zones(&self) -> Vec<ZoneChoice> {
        zones::choices(self.inner.config.clock.now_ms())
    }

    /// Gives the slots: to the vendor itself where its profile says how, otherwise its page is named for the browser. A note
    /// in Lever says what was offered; it is written once, and with Lever out of reach it follows by itself. The same slots
    /// given twice are one offer.
    ///
    /// # Errors
    /// `BadInput` for slots that cannot be sent, or when an interview is scheduled already; `Conflict` when the vendor was
    /// faster; `VendorUnavailable`, and then nothing is noted; `LinkRefused`; `MissingPermission`; storage problems.
    pub async fn send_slots(
        &self,
        id: &OpportunityId,
        here: &str,
        draft: &SlotDraft,
        allow_host: bool,
    ) -> Result<SlotsGiven, Problem> {
        let ready = self.writer()?;
        let subject = subject(&ready, id).await?;
        if !matches!(subject.asked.stage, SlotStage::Wanted | SlotStage::Given) {
            return Err(Trouble::BadInput {
                why: "The interview is scheduled or over, so no slots are wanted any more.",
            }
            .into());
        }
        let minutes = length::known(&ready, &subject).await?;
        let clocks = clocks(&ready, draft, here, minutes)?;
        let checked = reading(draft, &SlotWeekChoice::default(), &clocks);
        let (true, Some(zone)) = (checked.obstacles.is_empty(), clocks.candidate) else {
            return Err(Trouble::BadInput {
                why: "These slots have a problem, or the time zone is not confirmed.",
            }
            .into());
        };
        let sent = offer::possible(&ready);
        let link = subject.asked.slot_url.as_deref().filter(|_| !sent);
        let link = link
            .map(|link| {
                let hosts = ready.setup_of(VENDOR).hosts;
                links::checked(link, &hosts, allow_host, ready.training)
            })
            .transpose()?;
        let slots = slots_of(draft, &clocks);
        let count = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        if sent {
            offer::offer(&ready, &subject, &slots).await?;
        }
        let text = SlotOffer {
            name: &subject.opportunity.name,
            vendor: VENDOR_NAME,
            round: &subject.asked.round,
            by: &ready.seat.name,
            slots: &slots,
            zone,
        }
        .note();
        let given = Given {
            round: subject.asked.number,
            attempt: subject.asked.attempt,
            at_ms: clocks.now_ms,
            slots,
            note: None,
        };
        let noted = note(&ready, &subject, zone.name(), given, text).await;
        if sent {
            // Slots that the vendor has taken leave no trace in Lever: it is asked how it stands now.
            ready.engine.read_again(id);
        }
        self.inner.events.card_changed(id);
        let (noted, note_problem) = match noted {
            // The vendor has the slots, so they count as given whatever became of the note.
            Err(problem) if sent => (false, Some(problem.sentence)),
            ended => (ended? == Noted::Written, None),
        };
        Ok(SlotsGiven {
            slots: count,
            sent,
            link,
            noted,
            note_problem,
        })
    }

    /// The checked address of the vendor's slot page. `allow_host` opens an unknown host this once.
    ///
    /// # Errors
    /// `NotFound` without a link; `LinkRefused` for what must not be opened.
    pub async fn slot_page(&self, id: &OpportunityId, allow_host: bool) -> Result<String, Problem> {
        let ready = self.ready()?;
        let subject = subject(&ready, id).await?;
        let link = subject
            .asked
            .slot_url
            .ok_or(Trouble::NotFound { what: "link" })?;
        let hosts = ready.setup_of(VENDOR).hosts;
        links::checked(&link, &hosts, allow_host, ready.training)
    }
}

/// `Round 2, System design`.
fn words_of(round: &Round) -> String {
    let number = round.number.map(|number| format!("Round {number}"));
    let parts: Vec<String> = number.into_iter().chain(round.name.clone()).collect();
    parts.join(", ")
}

fn clocks(ready: &Ready, draft: &SlotDraft, here: &str, minutes: u32) -> Result<Clocks, Problem> {
    let candidate = (!draft.zone.is_empty())
        .then(|| zones::named(&draft.zone))
        .transpose()?;
    Ok(Clocks {
        candidate,
        recruiter: zones::here(here),
        now_ms: ready.now_ms(),
        minutes,
    })
}

/// Whose slots, and for what.
struct Subject {
    opportunity: Opportunity,
    posting: Option<String>,
    asked: Asked,
}

async fn subject(ready: &Ready, id: &OpportunityId) -> Result<Subject, Problem> {
    // A dry run ends at the invitation: an expert who takes a slot has to be paid.
    if of_dry_run(ready, id).await? {
        let why = "This is a dry run's test candidate: a slot could book a paid expert, so none is given.";
        return Err(Trouble::BadInput { why }.into());
    }
    look(ready, id).await?.ok_or_else(|| {
        let why = "JobTwine has not asked for slots for this candidate.";
        Trouble::BadInput { why }.into()
    })
}

async fn of_dry_run(ready: &Ready, id: &OpportunityId) -> Result<bool, Problem> {
    let id = id.clone();
    let held = ready
        .cache
        .read(move |tx| tx.opportunity(&id))
        .await
        .map_err(failure::cache)?;
    Ok(held.is_some_and(|held| is_test(held.tags.iter().map(String::as_str))))
}

/// `None` when the vendor has nothing to do with the candidate yet.
async fn look(ready: &Ready, id: &OpportunityId) -> Result<Option<Subject>, Problem> {
    let id = id.clone();
    let (opportunity, posting, journeys) = ready
        .cache
        .read(move |tx| {
            let Some(opportunity) = tx.opportunity(&id)? else {
                return Ok(None);
            };
            let posting = match opportunity.posting() {
                Some(posting) => tx.posting(posting)?.map(|posting| posting.text),
                None => None,
            };
            let journeys = tx.journeys(&id)?;
            Ok(Some((opportunity, posting, journeys)))
        })
        .await
        .map_err(failure::cache)?
        .ok_or(Trouble::NotFound { what: "candidate" })?;
    Ok(asked(&journeys).map(|asked| Subject {
        opportunity,
        posting,
        asked,
    }))
}
