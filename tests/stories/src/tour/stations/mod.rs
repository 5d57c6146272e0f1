//! The stations of the tour, in the order of a morning.

mod around;
mod experts;
mod moving;
mod news;

use std::path::Path;

use serde_json::{Value, json};

use super::{Link, Place, Report};
use crate::company::Person;
use crate::desktop;
use crate::error::{Error, Result};
use crate::recruiter::{Evidence, Recruiter, Setting};
use crate::sandbox::{Sandbox, World};
use crate::wait;

/// The candidate whose morning this is; invented, with a number that is never given out.
const NAME: &str = "Ruairí Mac Giolla Fhionnuisce";
const EMAIL: &str = "ruairi.mgf@example.org";
const PHONE: &str = "+447700900142";
/// Whom an expert interviews.
const EXPERT_NAME: &str = "Γεωργία Θαλασσινοπούλου";
/// A posting that names its template exactly, and one that misspells it.
const WELL_TAGGED: &str = "Backend Engineer, Payments";
const MISSPELT: &str = "Partnerships Manager";

/// People and places of the tour, by Lever's ids.
struct Cast {
    candidate: String,
    stopped: String,
    expert_candidate: String,
    screen: String,
    interview: String,
    experts: String,
}

/// The two columns between which the candidate moves.
#[derive(Clone, Copy)]
enum Lane {
    Screen,
    Interview,
}

/// The tour in progress.
struct Tour<'a> {
    at: Recruiter,
    cast: Cast,
    report: &'a mut Report,
    pictures: &'a Path,
}

/// Walks all stations; the first thing that is not seen ends the tour.
pub(super) async fn walk(
    world: &World,
    broken: Option<Link>,
    pictures: &Path,
    report: &mut Report,
) -> Result<()> {
    let setting = Setting {
        world: world.clone(),
        evidence: Evidence::VendorProfile,
        desktop: desktop::Options {
            no_notifications: broken == Some(Link::Notifications),
            ..desktop::Options::default()
        },
    };
    let mut cast = None;
    let at = Recruiter::arrive(&setting, async |company: &Sandbox| {
        cast = Some(prepare(company, broken).await?);
        Ok(())
    })
    .await?;
    let cast = cast.ok_or_else(|| Error::Wrong("nobody was added to the company".to_owned()))?;
    let mut tour = Tour {
        at,
        cast,
        report,
        pictures,
    };
    let outcome = tour.stations().await;
    if outcome.is_err() {
        tour.last_sight()?;
    }
    outcome
}

async fn prepare(company: &Sandbox, broken: Option<Link>) -> Result<Cast> {
    let (screen, interview) = (
        company.stage("Recruiter screen").await?,
        company.stage("myInterview").await?,
    );
    let posting = company.posting(WELL_TAGGED).await?;
    let misspelt = company.posting(MISSPELT).await?;
    let switches = json!({
        "silence": "never", "first_claim": "succeeds", "wording": 0, "date_style": 1, "zone": "America/Chicago",
    });
    company.set_experts(&switches).await?;
    let rounds = [("Coding", 60), ("System design", 90)];
    company.share_posting(&posting, &rounds).await?;
    match broken {
        Some(Link::Vendor) => {
            company
                .act("webhooks/candidateStageChange/off", &json!({}))
                .await?;
        }
        Some(Link::Tag) => {
            company
                .act(&format!("postings/{posting}/tags"), &json!({ "tags": [] }))
                .await?;
        }
        Some(Link::Notifications) | None => {}
    }
    let person = Person {
        name: NAME,
        email: Some(EMAIL),
        phone: Some(PHONE),
        posting: &posting,
        stage: &screen,
    };
    let candidate = company.add(&person).await?;
    let person = Person {
        name: "Wilhelmina Konstantinidou",
        email: Some("w.k@example.org"),
        posting: &misspelt,
        ..person
    };
    let stopped = company.add(&person).await?;
    let person = Person {
        name: EXPERT_NAME,
        email: Some("g.th@example.org"),
        posting: &posting,
        ..person
    };
    let expert_candidate = company.add(&person).await?;
    Ok(Cast {
        candidate,
        stopped,
        expert_candidate,
        screen,
        interview,
        experts: company.stage("JobTwine").await?,
    })
}

impl Tour<'_> {
    async fn stations(&mut self) -> Result<()> {
        self.board().await?;
        self.consequence().await?;
        self.held_and_undone().await?;
        self.moved_by_keys().await?;
        self.invited().await?;
        self.completed().await?;
        self.notified().await?;
        self.proof().await?;
        self.video().await?;
        self.sent_to_experts().await?;
        self.slots_given().await?;
        self.booked().await?;
        self.feedback().await?;
        self.preflight().await?;
        self.search().await?;
        self.setup().await?;
        self.dark().await
    }

    /// The screen as it stood when something was missed; the page itself may no longer answer.
    fn last_sight(&mut self) -> Result<()> {
        let path = self.report.picture(self.pictures, "not-seen");
        self.at.desktop.picture(&path)
    }

    /// Quotes the first text at a hook that satisfies a condition, and returns it.
    async fn read(
        &mut self,
        what: &str,
        selector: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<String> {
        let text = self.at.window.wait_for_text(selector, what, wanted).await?;
        self.report.seen(what, Place::Window(selector), &text);
        Ok(text)
    }

    /// Quotes a part of the candidate's card in a column, wherever that column has put it.
    async fn read_card(
        &mut self,
        (lane, name): (Lane, &str),
        what: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<()> {
        let stage = match lane {
            Lane::Screen => &self.cast.screen,
            Lane::Interview => &self.cast.interview,
        };
        let place = (stage.as_str(), self.cast.candidate.as_str());
        let (selector, text) = self.at.wait_on_card(place, name, what, wanted).await?;
        self.report.seen(what, Place::Window(&selector), &text);
        Ok(())
    }

    async fn picture(&mut self, name: &str) -> Result<()> {
        self.at.window.park_pointer().await?;
        self.at.window.painted().await?;
        let path = self.report.picture(self.pictures, name);
        self.at.desktop.picture(&path)
    }

    async fn read_tag(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let tag = wait::until(what, async || {
            let tags = self.at.company.tags_of(&self.cast.candidate).await?;
            let found = tags.iter().find(|tag| wanted(tag)).cloned();
            found.ok_or_else(|| Error::Wrong(format!("the tags are {tags:?}")))
        })
        .await?;
        self.report
            .seen(what, Place::Sandbox("v1/opportunities, tags"), &tag);
        Ok(())
    }
}

/// One of the vendor's status tags, which it spells now one way, now another.
fn spelt(tag: &str, word: &str) -> bool {
    let tag = tag.to_lowercase();
    tag.starts_with("myinterview") && tag.contains(word)
}

fn between<'text>(text: &'text str, before: &str, after: &str) -> Option<&'text str> {
    text.split_once(before)?
        .1
        .split_once(after)
        .map(|(inner, _)| inner)
}

/// A text field of a JSON object; empty when absent.
fn plain<'value>(value: &'value Value, field: &str) -> &'value str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}
