//! Interviews that people scheduled in Lever itself.

use serde_json::json;

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Event, Interview, Interviewer, Ms, Panel, User};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
const SUBJECTS: &[&str] = &[
    "Technical interview",
    "Team conversation",
    "Hiring manager interview",
    "Case discussion",
];
const ZONES: &[&str] = &[
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Jerusalem",
    "Asia/Tokyo",
];

/// Active opportunities in a stage with interviews get a panel in three of four cases: past, coming, now and then cancelled.
pub(crate) fn fill(world: &mut World, seed: u64, now: Ms) {
    let mut chance = Chance::new(seed, "panels");
    let interviewers: Vec<User> = world
        .users
        .iter()
        .filter(|user| user.access_role == "interviewer" && user.deactivated_at.is_none())
        .cloned()
        .collect();
    let invited: Vec<(String, Panel)> = world
        .opportunities
        .values()
        .filter(|one| {
            one.archived.is_none()
                && world
                    .stage(&one.stage)
                    .is_some_and(|stage| stage.has_interview)
        })
        .filter_map(|one| {
            if !chance.happens(0.75) {
                return None;
            }
            let first =
                (now / HOUR) * HOUR + chance.between(-10, 14) * DAY + chance.between(-4, 4) * HOUR;
            let interviews: Vec<Interview> = (0..chance.between(1, 3))
                .map(|number| interview(&mut chance, &interviewers, first + number * HOUR))
                .collect();
            let end = interviews
                .last()
                .map_or(first, |last| last.date + last.duration * 60_000);
            let created_at = one.last_advanced_at.min(now - HOUR);
            let panel = Panel {
                id: chance.id(),
                applications: one
                    .application
                    .iter()
                    .map(|application| application.id.clone())
                    .collect(),
                canceled_at: chance
                    .happens(0.08)
                    .then_some(now - chance.between(1, 40) * 60_000),
                created_at,
                start: first,
                end,
                externally_managed: false,
                external_url: None,
                feedback_reminder: "daily",
                timezone: chance.pick(ZONES).to_owned(),
                note: None,
                stage: one.stage.clone(),
                user: one.owner.clone().unwrap_or_default(),
                interviews,
            };
            Some((one.id.clone(), panel))
        })
        .collect();
    for (opportunity, panel) in invited {
        world.panels.entry(opportunity).or_default().push(panel);
    }
}

fn interview(chance: &mut Chance, interviewers: &[User], date: Ms) -> Interview {
    let who = interviewers.get(chance.index(interviewers.len()));
    Interview {
        id: chance.id(),
        date,
        duration: chance.between(1, 2) * 30,
        feedback_reminder: "daily",
        feedback_template: Some("no-feedback".to_owned()),
        location: None,
        note: String::new(),
        subject: chance.pick(SUBJECTS).to_owned(),
        interviewers: who
            .map(|user| Interviewer {
                id: user.id.clone(),
                email: user.email.clone(),
                name: user.name.clone(),
                response_status: "needsAction",
                feedback_template: "no-feedback".to_owned(),
            })
            .into_iter()
            .collect(),
    }
}

impl World {
    /// A panel made by an integration.
    pub(crate) fn add_panel(&mut self, id: &str, panel: Panel, now: Ms) {
        self.report_interviews("interviewCreated", id, &panel, now);
        self.panels.entry(id.to_owned()).or_default().push(panel);
        self.story(id, now);
    }

    /// Another version of a panel.
    pub(crate) fn replace_panel(&mut self, id: &str, panel: Panel, now: Ms) {
        self.report_interviews("interviewUpdated", id, &panel, now);
        let panels = self.panels.entry(id.to_owned()).or_default();
        if let Some(place) = panels.iter_mut().find(|known| known.id == panel.id) {
            *place = panel;
        }
        self.story(id, now);
    }

    /// An interview of a panel is new or another. The panel's times follow, and the recorded story is of the same moment.
    pub(crate) fn put_interview(&mut self, id: &str, panel: &str, new: Interview, now: Ms) {
        let panels = self.panels.entry(id.to_owned()).or_default();
        let Some(panel) = panels.iter_mut().find(|known| known.id == panel) else {
            return;
        };
        let (panel_id, interview) = (panel.id.clone(), new.id.clone());
        let known = panel.interviews.iter_mut().find(|one| one.id == new.id);
        let name = match known {
            Some(place) => {
                *place = new;
                "interviewUpdated"
            }
            None => {
                panel.interviews.push(new);
                "interviewCreated"
            }
        };
        span(panel);
        self.report_interview(name, id, &panel_id, &interview, now);
        self.story(id, now);
    }

    /// An interview is gone, and with the last one its panel. Whether that is a story, no source shows: no time stamp moves.
    pub(crate) fn remove_interview(&mut self, id: &str, panel: &str, interview: &str, now: Ms) {
        let panels = self.panels.entry(id.to_owned()).or_default();
        if let Some(known) = panels.iter_mut().find(|known| known.id == panel) {
            known.interviews.retain(|one| one.id != interview);
            span(known);
        }
        panels.retain(|panel| !panel.interviews.is_empty());
        self.report_interview("interviewDeleted", id, panel, interview, now);
    }

    /// A panel is gone.
    pub(crate) fn remove_panel(&mut self, id: &str, panel: &str, now: Ms) {
        let panels = self.panels.entry(id.to_owned()).or_default();
        let Some(place) = panels.iter().position(|known| known.id == panel) else {
            return;
        };
        let gone = panels.remove(place);
        self.report_interviews("interviewDeleted", id, &gone, now);
    }

    /// One event per interview.
    fn report_interviews(&mut self, name: &'static str, id: &str, panel: &Panel, at: Ms) {
        for one in &panel.interviews {
            self.report_interview(name, id, &panel.id, &one.id, at);
        }
    }

    /// What besides the opportunity's id Lever sends, no source shows.
    fn report_interview(&mut self, name: &'static str, id: &str, panel: &str, one: &str, at: Ms) {
        let origin = self.opportunities.get(id).map(|one| one.origin.clone());
        self.events.push(Event {
            name,
            origin,
            data: json!({ "opportunityId": id, "panelId": panel, "interviewId": one }),
            at,
        });
    }
}

/// A panel lasts from its first interview's start to its last one's end.
fn span(panel: &mut Panel) {
    panel.interviews.sort_by_key(|one| one.date);
    let ends = panel
        .interviews
        .iter()
        .map(|one| one.date + one.duration * 60_000);
    if let (Some(first), Some(end)) = (panel.interviews.first(), ends.max()) {
        panel.start = first.date;
        panel.end = end;
    }
}
