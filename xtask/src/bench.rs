//! `cargo xtask bench`: figures, their bounds, and whether they hold. A figure is a row of [`ROWS`]; the program that measures it
//! is built in release mode, told the seed and the size of the world, and prints one JSON object a line: `{"name", "value"}`.
//!
//! To add a figure, add a row; to add a program, add it to [`Program`] and let it print its rows.

mod machine;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use clap::Args;
use serde_json::{Value, json};

use crate::process::run as run_to_end;
use crate::tree::{Workspace, cargo, root};

/// What the measuring can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Where to write the figures
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measure this figure alone
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Name the figures and stop
    #[arg(long)]
    list: bool,
}

/// The world on which everything is measured.
const SEED: u64 = 7;
const OPPORTUNITIES: u32 = 100_000;
const POSTINGS: u32 = 240;

/// A program that measures.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Program {
    /// Binaries that take part.
    binaries: &'static [&'static str],
    /// The example that measures.
    example: &'static str,
    /// An example that it starts.
    beside: Option<&'static str>,
    /// Features that it needs, `package/feature`.
    features: &'static [&'static str],
    /// What of it.
    words: &'static [&'static str],
}

const SANDBOX_WORLD: Program = Program {
    binaries: &["fulcrum-sandbox"],
    example: "measure",
    beside: None,
    features: &[],
    words: &["world"],
};
const SANDBOX_LOAD: Program = Program {
    words: &["load"],
    ..SANDBOX_WORLD
};
const CACHE: Program = Program {
    binaries: &[],
    example: "cache-figures",
    beside: None,
    features: &["fulcrum-cache/measure"],
    words: &[],
};
const APP_LIST: Program = Program {
    binaries: &["fulcrum", "fulcrum-sandbox"],
    example: "app-figures",
    beside: None,
    features: &[],
    words: &["list"],
};
const APP_CONNECT: Program = Program {
    words: &["connect"],
    ..APP_LIST
};
/// Reading the account takes minutes, so one window is rested in, typed in and started again.
const APP_WINDOW: Program = Program {
    beside: Some("empty-window"),
    words: &["window"],
    ..APP_LIST
};

/// On which side of it a figure must be.
#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Bound {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn shown(self) -> String {
        match self {
            Self::AtMost(most) => format!("≤ {most}"),
            Self::AtLeast(least) => format!("≥ {least}"),
        }
    }
}

/// A figure.
struct Row {
    name: &'static str,
    unit: &'static str,
    bound: Bound,
    program: Program,
    what: &'static str,
}

const fn row(
    name: &'static str,
    unit: &'static str,
    bound: Bound,
    program: Program,
    what: &'static str,
) -> Row {
    Row {
        name,
        unit,
        bound,
        program,
        what,
    }
}

const ROWS: &[Row] = &[
    row(
        "sandbox_world_100k_seconds",
        "s",
        Bound::AtMost(20.0),
        SANDBOX_WORLD,
        "from the start of the process to the line that says where everything is",
    ),
    row(
        "sandbox_world_100k_rss_mb",
        "MB",
        Bound::AtMost(1_024.0),
        SANDBOX_WORLD,
        "the most that was resident until then",
    ),
    row(
        "sandbox_load_p99_ms",
        "ms",
        Bound::AtMost(50.0),
        SANDBOX_LOAD,
        "of a minute, 95 in 100 single reads and 5 pages of 100, each from the moment at which it was due",
    ),
    row(
        "sandbox_load_rps",
        "requests/s",
        Bound::AtLeast(2_000.0),
        SANDBOX_LOAD,
        "answered, of the 2,040 offered each second",
    ),
    row(
        "sandbox_load_rss_growth",
        "MB",
        Bound::AtMost(16.0),
        SANDBOX_LOAD,
        "more resident in the last ten seconds than after the fifteen of warm-up",
    ),
    row(
        "first_page_seconds",
        "s",
        Bound::AtMost(1.5),
        APP_CONNECT,
        "from the click that chooses a seat to the first frame with cards, Lever's limits on, 150 ms before every answer",
    ),
    row(
        "full_list_ratio",
        "×",
        Bound::AtMost(1.15),
        APP_LIST,
        "10,000 read by `fulcrum sync --once`, Lever's limits on, 150 ms before every answer, against (requests − 20) / 10 s",
    ),
    row(
        "full_list_throttled",
        "answers",
        Bound::AtMost(0.0),
        APP_LIST,
        "of that reading, refused as too many",
    ),
    row(
        "start_ratio",
        "×",
        Bound::AtMost(1.5),
        APP_WINDOW,
        "from the start of the program to the first frame with cards, 10,000 cached, against an empty Tauri window",
    ),
    row(
        "memory_ratio",
        "×",
        Bound::AtMost(1.3),
        APP_WINDOW,
        "proportional set size of all processes ten seconds later, against the same window",
    ),
    row(
        "cursor_p95_ms",
        "ms",
        Bound::AtMost(50.0),
        APP_WINDOW,
        "from the key to the second frame after the cursor has moved, 10,000 cards",
    ),
    row(
        "card_move_p95_ms",
        "ms",
        Bound::AtMost(50.0),
        APP_WINDOW,
        "from letting go of a card to the second frame after it lies in its new column",
    ),
    row(
        "search_key_p95_ms",
        "ms",
        Bound::AtMost(50.0),
        APP_WINDOW,
        "from a letter in the search to the second frame after the hits have changed",
    ),
    row(
        "cache_search_p95_ms",
        "ms",
        Bound::AtMost(10.0),
        CACHE,
        "any part of two letters or more of a name or an e-mail, accents or not, among 100,000 people",
    ),
    row(
        "cache_encrypted_ratio",
        "×",
        Bound::AtMost(1.25),
        CACHE,
        "the board's first page from an encrypted file against a plain one, warm",
    ),
    row(
        "cache_board_100k_ratio",
        "×",
        Bound::AtMost(1.2),
        CACHE,
        "the board's first page with 100,000 cached against 1,000",
    ),
    row(
        "idle_core_percent",
        "%",
        Bound::AtMost(1.0),
        APP_WINDOW,
        "of a core, all processes of the window, five minutes in which nothing changes",
    ),
    row(
        "idle_written_bytes",
        "bytes",
        Bound::AtMost(0.0),
        APP_WINDOW,
        "written to the profile in that time",
    ),
];

/// Measures, judges, writes.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    if options.list {
        for row in ROWS {
            println!(
                "{:30} {:>8} {:10} {}",
                row.name,
                row.bound.shown(),
                row.unit,
                row.what
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = chosen(options.only.as_deref())?;
    let mut programs: Vec<Program> = Vec::new();
    for row in &chosen {
        if !programs.contains(&row.program) {
            programs.push(row.program);
        }
    }
    let mut measured = Vec::new();
    for program in programs {
        // One that fails leaves its rows without a value, which is how they fail.
        match measure(program) {
            Ok(rows) => measured.extend(rows),
            Err(sentence) => println!("{sentence}"),
        }
    }
    let (rows, good) = judged(&chosen, &measured);
    for row in &rows {
        println!("{}", line(row));
    }
    if let Some(file) = &options.json {
        let report = json!({
            "machine": machine::described(),
            "world": { "opportunities": OPPORTUNITIES, "postings": POSTINGS },
            "seed": SEED,
            "rows": rows,
        });
        write(file, &report)?;
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Row>, String> {
    let Some(name) = only else {
        return Ok(ROWS.iter().collect());
    };
    let found = ROWS.iter().find(|row| row.name == name);
    found.map(|row| vec![row]).ok_or_else(|| {
        let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        format!(
            "there is no figure `{name}`; there are {}",
            names.join(", ")
        )
    })
}

/// Builds a program and runs it; the objects it printed.
fn measure(program: Program) -> Result<Vec<Value>, String> {
    let mut build = Command::new(cargo());
    build.args(build_words(program)).current_dir(root());
    run_to_end(&mut build)?;
    let binaries = Workspace::read()?.release_binaries()?;
    let folder = binaries.join("examples");
    let name = format!("{}{}", program.example, std::env::consts::EXE_SUFFIX);
    println!("── {} {}", program.example, program.words.join(" "));
    let output = Command::new(folder.join(name))
        .args(program.words)
        .args(["--seed", &SEED.to_string()])
        .args(["--opportunities", &OPPORTUNITIES.to_string()])
        .args(["--postings", &POSTINGS.to_string()])
        .env("FULCRUM_BINARIES", &binaries)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{} could not be started: {error}", program.example))?;
    if !output.status.success() {
        return Err(format!("{} failed ({})", program.example, output.status));
    }
    Ok(objects(&String::from_utf8_lossy(&output.stdout)))
}

/// What cargo is told. The whole workspace, as everywhere: another selection would compile the window's libraries anew.
fn build_words(program: Program) -> Vec<&'static str> {
    let mut words = vec!["build", "--release", "--workspace"];
    for example in [Some(program.example), program.beside]
        .into_iter()
        .flatten()
    {
        words.extend(["--example", example]);
    }
    for binary in program.binaries {
        words.extend(["--bin", binary]);
    }
    for feature in program.features {
        words.extend(["--features", feature]);
    }
    words
}

fn objects(output: &str) -> Vec<Value> {
    output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(Value::is_object)
        .collect()
}

/// `{name, value, unit, bound, ok}` for each row, and whether all hold. A row that nobody measured has no value and does not.
fn judged(rows: &[&Row], measured: &[Value]) -> (Vec<Value>, bool) {
    let mut good = true;
    let judged = rows.iter().map(|row| {
        let found = measured
            .iter()
            .find(|one| one.get("name").and_then(Value::as_str) == Some(row.name));
        let value = found.and_then(|one| one.get("value")?.as_f64());
        let ok = value.is_some_and(|value| row.bound.holds(value));
        good &= ok;
        json!({ "name": row.name, "value": value, "unit": row.unit, "bound": row.bound.shown(), "ok": ok })
    });
    (judged.collect(), good)
}

fn line(row: &Value) -> String {
    let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
    let value = row.get("value").and_then(Value::as_f64);
    format!(
        "{:30} {:>10} {:10} {:>8}  {}",
        text("name"),
        value.map_or_else(|| "missing".to_owned(), |value| value.to_string()),
        text("unit"),
        text("bound"),
        if row.get("ok") == Some(&Value::Bool(true)) {
            "ok"
        } else {
            "MISSED"
        }
    )
}

fn write(file: &Path, report: &Value) -> Result<(), String> {
    let text = serde_json::to_string_pretty(report).map_err(|error| error.to_string())?;
    std::fs::write(file, text + "\n")
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(name: &str, value: &Value) -> Value {
        json!({ "name": name, "value": value })
    }

    #[test]
    fn a_bound_holds_up_to_itself() {
        assert!(Bound::AtMost(20.0).holds(20.0) && !Bound::AtMost(20.0).holds(20.01));
        assert!(Bound::AtLeast(2_000.0).holds(2_000.0) && !Bound::AtLeast(2_000.0).holds(1_999.9));
        assert!(!Bound::AtMost(20.0).holds(f64::NAN) && !Bound::AtLeast(0.0).holds(f64::NAN));
    }

    #[test]
    fn one_missed_bound_and_one_missing_row_each_fail_the_whole() {
        let rows: Vec<&Row> = ROWS.iter().take(2).collect();
        let [seconds, memory] = [rows[0].name, rows[1].name];
        let good = [
            measured(seconds, &json!(3.5)),
            measured(memory, &json!(400)),
        ];
        assert!(judged(&rows, &good).1);
        let slow = [
            measured(seconds, &json!(20.5)),
            measured(memory, &json!(400)),
        ];
        assert!(!judged(&rows, &slow).1);
        let (shown, whole) = judged(&rows, &good[..1]);
        assert!(!whole);
        assert_eq!(shown[1]["value"], Value::Null);
        assert!(line(&shown[1]).contains("missing") && line(&shown[1]).contains("MISSED"));
        assert!(!judged(&rows, &[measured(seconds, &json!("fast")), good[1].clone()]).1);
    }

    #[test]
    fn a_row_says_name_value_unit_bound_and_whether_it_holds() {
        let rows = [&ROWS[0]];
        let (shown, _) = judged(&rows, &[measured(ROWS[0].name, &json!(3.5))]);
        assert_eq!(
            shown,
            [
                json!({ "name": "sandbox_world_100k_seconds", "value": 3.5, "unit": "s", "bound": "≤ 20", "ok": true })
            ]
        );
    }

    #[test]
    fn a_program_is_built_with_what_it_starts() {
        assert_eq!(
            build_words(APP_WINDOW).join(" "),
            "build --release --workspace --example app-figures --example empty-window --bin fulcrum --bin fulcrum-sandbox"
        );
        assert!(build_words(CACHE).ends_with(&["--features", "fulcrum-cache/measure"]));
    }

    #[test]
    fn no_two_figures_have_the_same_name() {
        let names: std::collections::BTreeSet<_> = ROWS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), ROWS.len());
    }

    #[test]
    fn only_objects_of_a_programs_output_count() {
        let output = "warming up\n{\"name\":\"a\",\"value\":1}\n[1]\n7\n";
        assert_eq!(objects(output), [measured("a", &json!(1))]);
    }

    #[test]
    fn an_unknown_figure_is_answered_with_those_there_are() {
        let sentence = chosen(Some("load")).err().unwrap();
        assert!(sentence.contains("sandbox_load_p99_ms"), "{sentence}");
        assert_eq!(chosen(Some("sandbox_load_rps")).unwrap().len(), 1);
        assert_eq!(chosen(None).unwrap().len(), ROWS.len());
    }
}
