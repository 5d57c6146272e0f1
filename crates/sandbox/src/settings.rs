//! What a sandbox is started with.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

/// Everything that shapes a world. [`Settings::default`] is the default world on a free port.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Port; 0 asks the system for a free one.
    pub port: u16,
    /// Address to listen on. Another than a loopback address is refused unless [`open_to_others`](Self::open_to_others) is set.
    pub bind: IpAddr,
    /// Other machines may reach the sandbox, which has no password.
    pub open_to_others: bool,
    /// Same seed (and same [`start_ms`](Self::start_ms)), same world.
    pub seed: u64,
    /// How many opportunities the account holds.
    pub opportunities: usize,
    /// How many postings the account holds.
    pub postings: usize,
    /// How many virtual milliseconds pass in a real one.
    pub speed: f64,
    /// Time stands still until somebody advances it, and no real timer is set: [`speed`](Self::speed) counts for nothing.
    pub manual_clock: bool,
    /// Whether requests are limited as Lever limits them.
    pub limits: Limits,
    /// Candidates and interviewers do their part by themselves within about so many (virtual) seconds after the invitation;
    /// `None`: only by console.
    pub vendor_seconds: Option<f64>,
    /// Virtual time at start, Unix milliseconds; `None`: the real time. Fixed in tests whose bodies are compared.
    pub start_ms: Option<i64>,
    /// Where Lever's behaviour is unknown, contradictory or set by an admin.
    pub switches: Switches,
    /// How the video-interview vendor behaves where its help article is silent.
    pub myinterview: crate::myinterview::Switches,
    /// How the expert-interview vendor behaves where its help article is silent.
    pub jobtwine: crate::jobtwine::Switches,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            open_to_others: false,
            seed: 1,
            opportunities: 2_000,
            postings: 24,
            speed: 1.0,
            manual_clock: false,
            limits: Limits::Off,
            vendor_seconds: None,
            start_ms: None,
            switches: Switches::default(),
            myinterview: crate::myinterview::Switches::default(),
            jobtwine: crate::jobtwine::Switches::default(),
        }
    }
}

/// The rate limit in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// Lever's documented token bucket per key: 10 requests a second, bursts of 20.
    Lever,
    /// No limit.
    Off,
}

/// Points where a real account may behave either way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// A Super Admin has toggled the webhook groups on. Off: nothing is delivered until the console turns them on.
    pub webhooks_on: bool,
    /// When `perform_as` is demanded.
    pub perform_as: PerformAs,
    /// An update that does not send `state` makes a posting a draft, as one recording shows it. Off: the state stays.
    pub posting_update_falls_to_draft: bool,
    /// Manual tags newly put on a posting reach the opportunities it already has. No source tells; off: only new ones inherit.
    pub posting_tags_reach_opportunities: bool,
    /// How many of the published postings (and so their opportunities) are confidential.
    pub confidential_postings: usize,
    /// Secret notes are in answers to anybody who may read notes. No source tells; on: they are, with their mark.
    pub secret_notes: bool,
    /// `POST …/interviews` answers with a list in `data`, as documented. Off: with the interview alone, as the recorded answers
    /// of its sibling routes have it.
    pub interview_answers_are_lists: bool,
    /// Opportunities whose video interview lies in the past at start, as a share of all (0 to 1); a third of it for expert
    /// interviews.
    pub past_interviews: f64,
    /// Keys, OAuth, limits, paging, webhooks.
    pub protocol: crate::lever::switches::ProtocolSwitches,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            webhooks_on: true,
            perform_as: PerformAs::Docs,
            posting_update_falls_to_draft: true,
            posting_tags_reach_opportunities: false,
            confidential_postings: 0,
            secret_notes: true,
            interview_answers_are_lists: false,
            past_interviews: 0.15,
            protocol: crate::lever::switches::ProtocolSwitches::default(),
        }
    }
}

/// How strictly writes ask for `perform_as`; public evidence contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerformAs {
    /// Required where the documentation says "Required" (interviews, panels, postings …).
    Docs,
    /// Required on every write below `/opportunities` and `/postings`, as one live probe reported.
    Strict,
    /// Never required.
    Lenient,
}
