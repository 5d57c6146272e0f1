//! What stands in the way, for the command line: the data folder and keyring, the local files, Lever.

use std::time::Duration;

use crate::app::App;
use crate::config::AppConfig;
use crate::problem::Trouble;
use crate::view::{Phase, Problem, ProblemCode, SyncPhase};

/// How long Lever is waited for, ms.
const PATIENCE_MS: u64 = 20_000;

/// Between two looks at the sync status, ms.
const LOOK_AGAIN_MS: u64 = 100;

const LOCAL: &str = "Local data";
const LEVER: &str = "Lever";

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What (`Lever`, `Local data`).
    pub subject: &'static str,
    /// A fact when it is in order. Holds no key and no candidate's data.
    pub result: Result<String, Problem>,
}

/// Looks at everything in order and stops at the first thing that the rest depends on. With `key`, Lever is asked about
/// that key, which is not stored; otherwise about the stored one.
pub async fn everything(config: AppConfig, key: Option<&str>) -> Vec<Checked> {
    let host = config.host();
    let app = App::start(config).await;
    let session = app.session();
    let mut all = Vec::new();
    let mut checked = |subject, result| all.push(Checked { subject, result });
    let local = "keyring and data folder can be used".to_owned();
    match (&session.phase, session.problem) {
        (Phase::Blocked, problem) => {
            let problem = problem.unwrap_or_else(|| Problem::from(Trouble::Internal));
            if of_lever(problem.code) {
                checked(LOCAL, Ok(local));
                checked(LEVER, Err(problem));
            } else {
                checked(LOCAL, Err(problem));
            }
        }
        (phase, _) => {
            checked(LOCAL, Ok(local));
            let result = match key {
                Some(key) => app.check_key(key).await.map(|users| {
                    format!(
                        "{host} accepts the key; {} people can be the seat",
                        users.len()
                    )
                }),
                None if *phase == Phase::Ready => stored_key(&app, &host).await,
                None => Err(Trouble::NotConnected.into()),
            };
            checked(LEVER, result);
        }
    }
    app.shutdown().await;
    all
}

/// Whether the problem lies with Lever or the way to it, so that everything local was in order.
fn of_lever(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::WrongKey
            | ProblemCode::MissingPermission
            | ProblemCode::Unreachable
            | ProblemCode::NotLever
            | ProblemCode::RateLimited
            | ProblemCode::LeverDown
            | ProblemCode::ClockOff
    )
}

/// Waits until the engine has asked Lever something with the stored key.
async fn stored_key(app: &App, host: &str) -> Result<String, Problem> {
    for _ in 0..PATIENCE_MS / LOOK_AGAIN_MS {
        let status = app.sync_status().await?;
        if let Some(problem) = status.problem {
            return Err(problem);
        }
        if status.phase == SyncPhase::Live || status.opportunities > 0 {
            return Ok(format!(
                "{host} accepts the stored key; {} opportunities are here",
                status.opportunities
            ));
        }
        tokio::time::sleep(Duration::from_millis(LOOK_AGAIN_MS)).await;
    }
    Err(Trouble::Unreachable {
        host: host.to_owned(),
    }
    .into())
}
