//! The sandbox as a process: prints one JSON line that says where everything is, then serves until it is ended.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the line and the one sentence are this program's interface

use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use fulcrum_sandbox::lever::LatencyModel;
use fulcrum_sandbox::lever::switches::ProtocolSwitches;
use fulcrum_sandbox::scenario::{Hands, Scenario};
use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::{Limits, PerformAs, Settings};
use serde_json::{Value, json};

/// A Lever of one's own, with the vendors that listen to it.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves on 127.0.0.1.
    Serve(Box<Serve>),
}

#[derive(clap::Args)]
struct Serve {
    /// Port; 0 lets the system choose.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Same seed, same world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many opportunities the account holds.
    #[arg(long, default_value_t = 2_000)]
    opportunities: usize,
    /// How many postings the account holds.
    #[arg(long, default_value_t = 24)]
    postings: usize,
    /// How fast the sandbox's time runs.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    speed: f64,
    /// Lever's rate limit, or none.
    #[arg(long, value_enum, default_value_t = LimitsArg::Off)]
    limits: LimitsArg,
    /// Candidates (and interviewers) do their part by themselves within about so many seconds after the invitation.
    #[arg(long, value_parser = positive)]
    vendor_seconds: Option<f64>,
    /// Share of the opportunities whose video interview began before the start; a third of it for expert interviews.
    #[arg(long, default_value_t = 0.15)]
    past_interviews: f64,
    /// Webhook groups are off until the console turns them on, as in a real account.
    #[arg(long)]
    webhooks_off: bool,
    /// How strictly writes ask for perform_as.
    #[arg(long, value_enum, default_value_t = PerformAsArg::Docs)]
    perform_as: PerformAsArg,
    /// Switches of keys, OAuth, limits, paging and webhooks as a JSON object, for example '{"pkce": "required"}'.
    #[arg(long, value_name = "JSON", value_parser = protocol)]
    protocol: Option<ProtocolSwitches>,
    /// How long answers take.
    #[arg(long, value_enum, default_value_t = LatencyArg::Off)]
    latency: LatencyArg,
    /// Time stands still until the console advances it.
    #[arg(long, conflicts_with = "speed")]
    manual_clock: bool,
    /// World, people and time line from a file.
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "seed", "opportunities", "postings", "speed", "limits", "vendor_seconds", "past_interviews", "webhooks_off", "perform_as",
        "manual_clock",
    ])]
    scenario: Option<PathBuf>,
    /// Address to listen on; one that other machines reach only together with --open-to-others.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Whoever reaches the machine may read and change everything in the sandbox: it has no password.
    #[arg(long)]
    open_to_others: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum LimitsArg {
    Lever,
    Off,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LatencyArg {
    /// No longer than the machine needs.
    Off,
    /// Some tenths of a second, lists and writes longer than single reads.
    Typical,
}

#[derive(Clone, Copy, ValueEnum)]
enum PerformAsArg {
    Docs,
    Strict,
    Lenient,
}

/// The scenario of `--scenario`, if there is one.
fn scenario(file: Option<&Path>) -> Result<Option<Scenario>, String> {
    let Some(file) = file else { return Ok(None) };
    let text = std::fs::read_to_string(file).map_err(|error| {
        format!(
            "{} cannot be read ({error}); --scenario wants the path of a TOML file",
            file.display()
        )
    })?;
    Scenario::read(&text)
        .map(Some)
        .map_err(|trouble| format!("{}, {trouble}", file.display()))
}

/// Starts what was asked for; with a scenario, its people are there and its time line runs.
async fn start(args: &Serve) -> Result<(Running, Value), String> {
    let scenario = scenario(args.scenario.as_deref())?;
    let settings = match &scenario {
        Some(scenario) => Settings {
            port: args.port,
            bind: args.bind,
            open_to_others: args.open_to_others,
            ..scenario.settings.clone()
        },
        None => args.settings(),
    };
    let running = serve::start(args.with_protocol(settings))
        .await
        .map_err(|error| error.to_string())?;
    let mut info = running.info.clone();
    if let (Some(scenario), Some(file)) = (scenario, &args.scenario) {
        let file = file.display().to_string();
        let script = running.lever.look(|world| scenario.script(world));
        let script = script.map_err(|trouble| format!("{file}, {trouble}"))?;
        let hands = Hands::from(&running);
        let people = script.add_people(&hands);
        if let Some(map) = info.as_object_mut() {
            map.insert("people".to_owned(), json!(people));
        }
        tokio::spawn(async move {
            match script.play(&hands, &people).await {
                Ok(()) => tracing::info!(file, "the scenario is played"),
                Err(trouble) => eprintln!("fulcrum-sandbox: {file}, {trouble}"),
            }
        });
    }
    Ok((running, info))
}

fn positive(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && *number > 0.0)
        .ok_or_else(|| "must be a number above 0".to_owned())
}

fn protocol(text: &str) -> Result<ProtocolSwitches, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

impl Serve {
    /// The switches of the protocol hold with a scenario too.
    fn with_protocol(&self, mut settings: Settings) -> Settings {
        let switches = &mut settings.switches.protocol;
        if let Some(protocol) = &self.protocol {
            switches.clone_from(protocol);
        }
        if self.latency == LatencyArg::Typical {
            switches.latency = Some(LatencyModel::typical());
        }
        settings
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings {
            port: self.port,
            seed: self.seed,
            opportunities: self.opportunities,
            postings: self.postings,
            speed: self.speed,
            manual_clock: self.manual_clock,
            bind: self.bind,
            open_to_others: self.open_to_others,
            limits: match self.limits {
                LimitsArg::Lever => Limits::Lever,
                LimitsArg::Off => Limits::Off,
            },
            vendor_seconds: self.vendor_seconds,
            ..Settings::default()
        };
        settings.switches.webhooks_on = !self.webhooks_off;
        settings.switches.past_interviews = self.past_interviews;
        settings.switches.perform_as = match self.perform_as {
            PerformAsArg::Docs => PerformAs::Docs,
            PerformAsArg::Strict => PerformAs::Strict,
            PerformAsArg::Lenient => PerformAs::Lenient,
        };
        settings
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let Command::Serve(args) = Args::parse().command;
    match start(&args).await {
        Ok((running, info)) => {
            println!("{info}");
            // Whoever waits for the line reads a pipe, which is not flushed by itself. A reader that left is no reason to end.
            let _flushed = std::io::stdout().flush();
            running.wait().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("fulcrum-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}
