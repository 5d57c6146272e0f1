//! The way to Lever: the key or grant, what it may do, the two clocks, and who else uses up the requests.

use fulcrum_domain::health::{Mark, Standing, clock, crowd, grant};
use fulcrum_lever::Credential;
use fulcrum_sync::{CROWD_MS, Phase, Trouble};

use super::known::Known;
use super::looked::Looked;
use super::permission;
use super::words::{on, seconds};
use crate::failure;
use crate::view::{Problem, Repair};

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let mut checks = vec![token(known)];
    checks.extend(permission::checks(known));
    checks.push(clocks(known));
    checks.push(others(known));
    checks
}

fn what(known: &Known) -> &'static str {
    match known.credential {
        Credential::Key => "key",
        Credential::Grant { .. } => "sign-in",
    }
}

fn token(known: &Known) -> Looked {
    let name = what(known);
    let check = Looked::new("token", format!("Your {name} for Lever"));
    let problem = known
        .status
        .trouble
        .as_ref()
        .filter(|trouble| !matches!(trouble, Trouble::Clock(_)))
        .map(|trouble| Problem::from(failure::sync(trouble, &known.host)));
    match known.status.phase {
        Phase::SignedOut => {
            let problem = problem.unwrap_or_else(|| crate::problem::Trouble::WrongKey.into());
            return check
                .is(Standing::Broken, problem.sentence)
                .because(problem.cause, problem.way_out, Some(Repair::Reconnect))
                .compared(Mark::Works, "not accepted");
        }
        Phase::Offline => {
            let problem = problem.unwrap_or_else(|| {
                crate::problem::Trouble::Unreachable {
                    host: known.host.clone(),
                }
                .into()
            });
            return check.is(Standing::Unverifiable, problem.sentence).because(
                problem.cause,
                problem.way_out,
                Some(Repair::CheckAgain),
            );
        }
        Phase::Connecting | Phase::Stopped => {
            return check
                .is(Standing::Unverifiable, "Lever did not answer yet.")
                .because("", "Check again in a moment.", Some(Repair::CheckAgain));
        }
        Phase::Backfill | Phase::Live | Phase::BackedOff => {}
    }
    let check = check.at(known.status.synced_at_ms);
    if let Credential::Grant {
        given_at_ms: Some(given_ms),
    } = known.credential
    {
        let (standing, ends_ms) = grant(given_ms, known.now_ms);
        let ends = on(ends_ms, known.now_ms, &known.zone);
        if standing != Standing::Verified {
            return check
                .is(standing, format!("Your sign-in ends {ends}."))
                .because(
                    "Lever lets a sign-in live for a year.",
                    "Sign in again before that; a Super Admin has to consent.",
                    Some(Repair::Reconnect),
                )
                .compared(Mark::Works, format!("ends {ends}"));
        }
        return check
            .is(
                Standing::Verified,
                format!("Lever accepts your sign-in. It ends {ends}."),
            )
            .compared(Mark::Works, "accepted");
    }
    check
        .is(Standing::Verified, format!("Lever accepts your {name}."))
        .compared(Mark::Works, "accepted")
}

fn clocks(known: &Known) -> Looked {
    let check = Looked::new("clock", "This machine's clock");
    let Some(skew_ms) = known.skew_ms else {
        return check
            .is(Standing::Unverifiable, "Lever's clock was not seen yet.")
            .because(
                "Every answer of Lever carries its time, and none came yet.",
                "Check again when Lever answers.",
                Some(Repair::CheckAgain),
            );
    };
    let check = check.at(known.status.synced_at_ms);
    let standing = clock(skew_ms);
    if standing == Standing::Verified {
        return check
            .is(standing, "The clocks agree.")
            .compared(Mark::Works, "as Lever's");
    }
    let way = if skew_ms > 0 { "behind" } else { "ahead of" };
    let off = seconds(skew_ms.saturating_abs());
    check
        .is(standing, format!("This machine is {off} {way} Lever."))
        .because(
            "Times of moves, interviews and deadlines are read by this machine's clock.",
            "Set the clock by the network in the system's settings.",
            Some(Repair::CheckAgain),
        )
        .compared(Mark::Works, format!("{off} {way} Lever"))
}

fn others(known: &Known) -> Looked {
    let check = Looked::new("budget", "Lever requests").at(known.status.synced_at_ms);
    let seen = known.crowd;
    let standing = crowd(seen.sent, seen.refused, CROWD_MS, known.share_per_second);
    if standing == Standing::Verified {
        return check
            .is(standing, "Nobody else uses up the requests.")
            .compared(Mark::Works, "enough for everybody");
    }
    check
        .is(
            standing,
            format!(
                "Lever refused {} of {} requests in five minutes as too many, fewer than your share.",
                seen.refused, seen.sent
            ),
        )
        .because(
            "Something else asks Lever with the same key, or for the same account.",
            "Give each program a key of its own, and look in Lever under Settings → Integrations and API which others there are. Moves go out all the same, later.",
            Some(Repair::OpenLever {
                what: crate::view::LeverPage::Credentials,
            }),
        )
        .compared(Mark::Works, "used up by somebody else")
}
