//! Sentences about steps and differences, and times in them.

use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use fulcrum_domain::health::{Difference, Standing, Step};
use fulcrum_domain::vendor::Vendor;

use super::known::Known;
use super::permission;
use crate::view::{Check, Drift};

/// Of what only a person can look at.
pub(super) const NOBODY_LOOKED: &str = "Nobody has looked at it yet.";

pub(super) const fn vendor_name(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myInterview",
        Vendor::JobTwine => "JobTwine",
    }
}

/// The vendor in the id of a check.
pub(super) const fn key(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myinterview",
        Vendor::JobTwine => "jobtwine",
    }
}

/// `10:38`, `2 Sep`, `2 Sep 2025`: as short as the distance allows, in the seat's zone.
pub(super) fn when(at_ms: i64, now_ms: i64, zone: &str) -> String {
    formed(at_ms, now_ms, zone, "%H:%M", "")
}

/// `at 08:42`, `on 19 Oct` or `on 19 Oct 2025`.
pub(super) fn on(at_ms: i64, now_ms: i64, zone: &str) -> String {
    formed(at_ms, now_ms, zone, "at %H:%M", "on ")
}

fn formed(at_ms: i64, now_ms: i64, zone: &str, today: &str, before: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let local = |ms| DateTime::from_timestamp_millis(ms).map(|utc| utc.with_timezone(&zone));
    let (Some(at), Some(now)) = (local(at_ms), local(now_ms)) else {
        return format!("{before}an unknown day");
    };
    if at.date_naive() == now.date_naive() {
        return at.format(today).to_string();
    }
    let day = if at.year() == now.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    format!("{before}{}", at.format(day))
}

/// `90 s`, `5 min`, `3 h`, `31 days`: a difference of two clocks.
pub(super) fn seconds(ms: i64) -> String {
    match ms / 1_000 {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds @ 120..=7_199 => format!("{} min", seconds / 60),
        seconds @ 7_200..=172_799 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", (seconds + 43_200) / 86_400),
    }
}

/// What is different from how it was when it last worked, and why that matters.
pub(super) fn different(
    difference: Difference,
    subject: &str,
    was: &str,
    is: &str,
) -> (String, &'static str) {
    let (what, why) = match difference {
        Difference::Renamed => (
            "has another name",
            "It is pinned by its id, so moves still reach it. Whoever looks for the old name does not find it.",
        ),
        Difference::Moved => (
            "was moved in the pipeline",
            "Moves still reach it. What comes next to it on the board is another stage.",
        ),
        Difference::TagEdited => (
            "has another tag",
            "Somebody edited the posting in Lever. Moves follow the new tag.",
        ),
        Difference::TemplateChanged => (
            "invites with another template",
            "The template was renamed or replaced at the vendor. Moves follow the new one.",
        ),
        Difference::WebhooksChanged => (
            "are not the same any more",
            "One is gone or calls somebody else. Without it, a vendor hears of no move.",
        ),
        Difference::Gone => ("is gone", "It was deleted in Lever."),
    };
    (format!("{subject} {what}: {is}. It was {was}."), why)
}

/// What the step says in the list: what is worst, or a summary where all is well; two sentences at most.
pub(super) fn line(step: Step, checks: &[Check], known: &Known) -> String {
    let worst = Standing::worst(checks.iter().map(|check| check.standing));
    let trouble = worst.is_some_and(|worst| worst >= Standing::Todo);
    let said = match step {
        Step::Postings => postings(checks),
        Step::Connect if !trouble => connect(known),
        Step::Stages if !trouble => stages(checks, known),
        Step::Webhooks if !trouble => findings(checks.iter()),
        Step::Rounds if !trouble && !checks.is_empty() => format!(
            "JobTwine offers no way to check. You stated the rounds of {}.",
            counted(checks.len(), "job")
        ),
        _ => findings(checks.iter().filter(|check| Some(check.standing) == worst)),
    };
    if said.is_empty() {
        nothing_yet(step).to_owned()
    } else {
        said
    }
}

/// `1 job`, `2 jobs`.
fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// The first two findings, each once.
fn findings<'a>(checks: impl Iterator<Item = &'a Check>) -> String {
    let all: Vec<&str> = checks.map(|check| check.finding.as_str()).collect();
    if all.len() > 1 && all.iter().all(|finding| *finding == NOBODY_LOOKED) {
        return format!("Nobody has looked at {} things yet.", all.len());
    }
    let mut said: Vec<&str> = Vec::new();
    for finding in all {
        if said.len() < 2 && !said.contains(&finding) {
            said.push(finding);
        }
    }
    said.join(" ")
}

fn connect(known: &Known) -> String {
    let own = match known.credential {
        fulcrum_lever::Credential::Key => "Own key",
        fulcrum_lever::Credential::Grant { .. } => "Signed in",
    };
    let Some(at) = known.asked.permissions_at_ms else {
        return format!("{own}. Lever accepts it.");
    };
    format!(
        "{own}, {} permissions, none extra. Checked {}.",
        permission::count(&known.asked.permissions),
        when(at, known.now_ms, &known.zone)
    )
}

fn stages(checks: &[Check], known: &Known) -> String {
    let names: Vec<&str> = known
        .setups
        .iter()
        .map(|setup| vendor_name(setup.vendor))
        .collect();
    let since = checks
        .iter()
        .filter_map(|check| known.unchanged_since(&check.id))
        .max();
    let unchanged = since.map_or_else(String::new, |at| {
        format!(
            " Names unchanged since {}.",
            when(at, known.now_ms, &known.zone)
        )
    });
    format!("{} found by id.{unchanged}", names.join(" and "))
}

fn postings(checks: &[Check]) -> String {
    let mut ids: Vec<&str> = checks
        .iter()
        .filter_map(|check| Some(check.id.split_once('.')?.1))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut wrong: Vec<&str> = checks
        .iter()
        .filter(|check| check.standing >= Standing::Warn)
        .filter_map(|check| Some(check.id.split_once('.')?.1))
        .collect();
    wrong.sort_unstable();
    wrong.dedup();
    match (ids.len(), wrong.len()) {
        (0, _) => String::new(),
        (all, 0) => format!("{}, all ready.", counted(all, "posting")),
        (all, wrong) => format!(
            "{}, {} ready, {wrong} with problems.",
            counted(all, "posting"),
            all - wrong
        ),
    }
}

pub(super) const fn nothing_yet(step: Step) -> &'static str {
    match step {
        Step::Connect => "Lever was not looked at yet.",
        Step::Stages => "No stage was chosen yet.",
        Step::Webhooks => "No reaction of a vendor was seen yet.",
        Step::Templates => "No templates are known yet.",
        Step::Rounds => "No job is shared with JobTwine.",
        Step::Postings => "No posting is shared with a vendor.",
        Step::DryRun => "Moves a test candidate through both stages and back.",
    }
}

/// Title and body of the notification about these changes, newest first.
pub(super) fn told(changes: &[Drift]) -> (String, String) {
    let one = |drift: &Drift| format!("{}: {}. It was {}.", drift.subject, drift.is, drift.was);
    match changes {
        [only] => ("Something changed in the set-up".to_owned(), one(only)),
        [first, ..] => (
            format!("{} things changed in the set-up", changes.len()),
            format!("{} Setup & health lists them.", one(first)),
        ),
        [] => Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_short_as_their_distance_allows() {
        // 2026-10-20 09:42 in Chicago.
        let now = 1_792_507_320_000;
        let zone = "America/Chicago";
        let hour = 3_600_000;
        assert_eq!(when(now - hour, now, zone), "08:42");
        assert_eq!(when(now - 24 * hour, now, zone), "19 Oct");
        assert_eq!(when(now - 365 * 24 * hour, now, zone), "20 Oct 2025");
        assert_eq!(when(i64::MAX, now, zone), "an unknown day");
        assert_eq!(on(now - hour, now, zone), "at 08:42");
        assert_eq!(on(now - 24 * hour, now, zone), "on 19 Oct");
        assert_eq!(on(i64::MAX, now, zone), "on an unknown day");
        assert_eq!(
            [90_000, 300_000, 10_800_000].map(seconds),
            ["90 s", "5 min", "3 h"]
        );
    }
}
