//! `fulcrum doctor`: the same checks as the window's, for a terminal and for a machine that watches.

use fulcrum_domain::health::Standing;
use serde::Serialize;

use super::door;
use crate::app::App;
use crate::config::AppConfig;
use crate::problem::Trouble;
use crate::view::{Health, Phase, Problem, ProblemCode};

/// What a doctor comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing is broken.
    Well,
    /// Something is broken.
    Broken,
    /// It could not be looked at.
    Unseen,
}

impl Verdict {
    /// The exit code: 0, 1, 2.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::Broken => 1,
            Self::Unseen => 2,
        }
    }
}

/// Everything a doctor found. Holds no key and no candidate's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// What it comes to.
    pub verdict: Verdict,
    /// Why nothing could be looked at, where that is so.
    pub problem: Option<Problem>,
    /// How everything stands.
    pub health: Option<Health>,
    /// The program whose window is open looked.
    pub by_the_window: bool,
}

/// Looks at everything once: here, or, where a window is open on the same folder, there.
pub async fn doctor(config: AppConfig) -> Diagnosis {
    let door = door::door(&config);
    let app = App::start(config).await;
    let session = app.session();
    let diagnosis = match (session.phase, session.problem) {
        (Phase::Ready, _) => match app.check_health().await {
            Ok(health) => of(health, false),
            Err(problem) => blocked(problem),
        },
        (Phase::Blocked, Some(problem)) if problem.code == ProblemCode::Busy => {
            let answer = match &door {
                Some(door) => door::ask(door).await,
                None => None,
            };
            match answer {
                Some(health) => of(health, true),
                None => blocked(problem),
            }
        }
        (Phase::Blocked, Some(problem)) => blocked(problem),
        _ => blocked(Trouble::NotConnected.into()),
    };
    app.shutdown().await;
    diagnosis
}

fn of(health: Health, by_the_window: bool) -> Diagnosis {
    let standing_of = |id: &str| {
        health
            .steps
            .iter()
            .flat_map(|step| &step.checks)
            .find(|check| check.id == id)
            .map(|check| check.standing)
    };
    let verdict = if health.problems > 0 {
        Verdict::Broken
    } else if standing_of("token") == Some(Standing::Verified)
        || standing_of("token") == Some(Standing::Warn)
    {
        Verdict::Well
    } else {
        // What is here says nothing about how it is there now.
        Verdict::Unseen
    };
    Diagnosis {
        verdict,
        problem: None,
        health: Some(health),
        by_the_window,
    }
}

/// A key that is refused and a file that is damaged are broken; a keyring that is locked or a network that is away only
/// hides how things are.
fn blocked(problem: Problem) -> Diagnosis {
    let verdict = match problem.code {
        ProblemCode::WrongKey
        | ProblemCode::MissingPermission
        | ProblemCode::NotLever
        | ProblemCode::ClockOff
        | ProblemCode::CacheBroken
        | ProblemCode::CacheNewer
        | ProblemCode::DeskLost => Verdict::Broken,
        _ => Verdict::Unseen,
    };
    Diagnosis {
        verdict,
        problem: Some(problem),
        health: None,
        by_the_window: false,
    }
}

impl Diagnosis {
    /// For a terminal: what needs somebody in full, the rest in a line each.
    pub fn words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut add = |word: &str, text: &str| lines.push(format!("{word:<9}{text}"));
        if let Some(problem) = &self.problem {
            let word = match self.verdict {
                Verdict::Broken => "broken",
                Verdict::Well | Verdict::Unseen => "unseen",
            };
            add(word, &problem.sentence);
            add("", &problem.cause);
            add("", &problem.way_out);
        }
        for step in self.health.iter().flat_map(|health| &health.steps) {
            for check in &step.checks {
                let word = match check.standing {
                    Standing::Verified => "ok",
                    Standing::Observed => "observed",
                    Standing::Stated => "stated",
                    Standing::Unverifiable => "unseen",
                    Standing::Todo => "to do",
                    Standing::Warn => "warning",
                    Standing::Broken => "broken",
                };
                add(word, &format!("{}: {}", check.subject, check.finding));
                if check.standing >= Standing::Unverifiable {
                    for more in [&check.cause, &check.way_out] {
                        if !more.is_empty() {
                            add("", more);
                        }
                    }
                }
            }
        }
        let open: Vec<String> = self
            .health
            .iter()
            .flat_map(|health| &health.drift)
            .filter(|drift| drift.mended_at_ms.is_none())
            .map(|drift| format!("{}: {}. It was {}.", drift.subject, drift.is, drift.was))
            .collect();
        for change in open {
            add("changed", &change);
        }
        let end = match (self.verdict, self.health.as_ref()) {
            (Verdict::Well, _) => "Nothing is broken.".to_owned(),
            (Verdict::Broken, Some(health)) if health.problems == 1 => {
                "One thing is broken.".to_owned()
            }
            (Verdict::Broken, Some(health)) => format!("{} things are broken.", health.problems),
            (Verdict::Broken, None) => "It cannot work as it is.".to_owned(),
            (Verdict::Unseen, _) => "It could not be looked at.".to_owned(),
        };
        lines.push(end);
        lines
    }
}
