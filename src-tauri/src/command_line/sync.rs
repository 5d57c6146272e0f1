//! `fulcrum sync --once`: reads the account into the local file and ends. It needs no window, no keyring and no seat; both keys
//! come on standard input, since a command line can be read by others.

use std::io::Read;
use std::process::ExitCode;

use clap::Args;
use fulcrum_app::view::Problem;
use fulcrum_app::{AppConfig, OnceKeys, SyncedOnce, Trouble, sync_once};

use super::{fail, say};

/// Longest input that is read, bytes.
const LONGEST: u64 = 4 * 1_024;

#[derive(Args)]
pub(super) struct Sync {
    /// Read once and end. While its window is open, the program reads by itself.
    #[arg(long, required = true)]
    once: bool,
    /// Say what was read as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// Reads both keys, then the account.
pub(super) fn run(asked: &Sync, config: AppConfig) -> ExitCode {
    let read = keys().and_then(|keys| tauri::async_runtime::block_on(sync_once(config, keys)));
    match read {
        Ok(read) => {
            say(&if asked.json {
                json(&read)
            } else {
                words(&read)
            });
            ExitCode::SUCCESS
        }
        Err(problem) => fail(&problem),
    }
}

fn keys() -> Result<OnceKeys, Problem> {
    let mut text = String::new();
    std::io::stdin()
        .take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|_| Trouble::BadInput {
            why: "Standard input is no text in UTF-8.",
        })?;
    OnceKeys::parse(&text)
}

fn json(read: &SyncedOnce) -> String {
    serde_json::json!(read).to_string()
}

fn words(read: &SyncedOnce) -> String {
    let SyncedOnce {
        opportunities,
        requests,
        throttled,
        seconds,
        ..
    } = read;
    let asked_to_wait = match throttled {
        0 => String::new(),
        1 => " Lever asked to wait once.".to_owned(),
        times => format!(" Lever asked to wait {times} times."),
    };
    format!(
        "{opportunities} opportunities are here; {requests} requests in {seconds:.1} s.{asked_to_wait}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_said_in_words_and_as_json() {
        let read = SyncedOnce {
            opportunities: 10_000,
            requests: 120,
            throttled: 0,
            seconds: 10.25,
            floor_seconds: 10.0,
        };
        assert_eq!(
            words(&read),
            "10000 opportunities are here; 120 requests in 10.2 s."
        );
        let asked_to_wait = SyncedOnce {
            throttled: 2,
            ..read
        };
        assert!(words(&asked_to_wait).ends_with("s. Lever asked to wait 2 times."));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&json(&read)).unwrap(),
            serde_json::json!({
                "opportunities": 10_000, "requests": 120, "throttled": 0, "seconds": 10.25, "floor_seconds": 10.0
            })
        );
    }
}
