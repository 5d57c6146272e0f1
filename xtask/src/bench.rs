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
    /// The package that is built.
    package: &'static str,
    /// Its binaries that take part.
    binaries: &'static [&'static str],
    /// The example that measures.
    example: &'static str,
    /// What of it.
    words: &'static [&'static str],
}

const SANDBOX_WORLD: Program = Program {
    package: "fulcrum-sandbox",
    binaries: &["fulcrum-sandbox"],
    example: "measure",
    words: &["world"],
};
const SANDBOX_LOAD: Program = Program {
    words: &["load"],
    ..SANDBOX_WORLD
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
    build
        .args(["build", "--release", "--package", program.package])
        .args(["--example", program.example])
        .current_dir(root());
    for binary in program.binaries {
        build.args(["--bin", binary]);
    }
    run_to_end(&mut build)?;
    let folder = Workspace::read()?.release_binaries()?.join("examples");
    let name = format!("{}{}", program.example, std::env::consts::EXE_SUFFIX);
    println!("── {} {}", program.example, program.words.join(" "));
    let output = Command::new(folder.join(name))
        .args(program.words)
        .args(["--seed", &SEED.to_string()])
        .args(["--opportunities", &OPPORTUNITIES.to_string()])
        .args(["--postings", &POSTINGS.to_string()])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{} could not be started: {error}", program.example))?;
    if !output.status.success() {
        return Err(format!("{} failed ({})", program.example, output.status));
    }
    Ok(objects(&String::from_utf8_lossy(&output.stdout)))
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
