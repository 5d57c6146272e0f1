//! Scenario files: the examples come out as they say, and bad ones are answered with a line and a way out.

use fulcrum_sandbox::scenario::Scenario;
use fulcrum_sandbox::simulation::Simulation;
use serde_json::{Value, json};

use super::bench::Bench;

const LATE: &str = include_str!("../../../scenarios/late-candidate.toml");
const ROUNDS: &str = include_str!("../../../scenarios/expert-rounds.toml");
const OFF: &str = include_str!("../../../scenarios/webhooks-off.toml");

type People = std::collections::BTreeMap<String, String>;

fn played(text: &str) -> (Bench, People) {
    let scenario = Scenario::read(text).unwrap();
    let simulation = Simulation::new(scenario.settings.clone()).unwrap();
    let people = simulation.play(&scenario).unwrap();
    (Bench { simulation }, people)
}

#[test]
fn the_late_candidate_is_completed_in_spite_of_everything() {
    let (bench, people) = played(LATE);
    let zoe = &people["zoe"];
    let interview = bench.interview("myinterview", zoe);
    assert_eq!(
        (&interview["state"], &interview["owed"]),
        (&json!("completed"), &json!([]))
    );
    let one = bench.get(&format!("/v1/opportunities/{zoe}?expand=stage"));
    assert_eq!(one["stage"]["text"], "Manager review");
    assert!(bench.tags(zoe).contains(&"Referral of the team".to_owned()));
    let notes = bench.notes(zoe);
    assert_eq!(
        (notes.len(), notes[0].as_str()),
        (2, "Asked for the weekend to record it.")
    );
    let refused = bench
        .requests()
        .iter()
        .filter(|one| one["status"] == 503)
        .count();
    assert_eq!(refused, 3);
    let days = (interview["completed_at"].as_i64().unwrap()
        - interview["invited_at"].as_i64().unwrap())
        / 86_400_000;
    assert_eq!(days, 2, "{interview}");
}

#[test]
fn one_is_interviewed_and_the_other_cancels() {
    let (bench, people) = played(ROUNDS);
    assert_eq!(
        bench.interview("jobtwine", &people["ana"])["state"],
        "feedback_ready"
    );
    assert_eq!(
        bench.interview("jobtwine", &people["max"])["state"],
        "cancelled_by_candidate"
    );
    assert!(bench.notes(&people["max"]).len() >= 2);
}

#[test]
fn what_was_moved_while_webhooks_were_off_is_invited_after_the_second_move() {
    let (bench, people) = played(OFF);
    let missed = &people["missed"];
    let state = bench.get("/console/state.json");
    let all = state["myinterview"]["interviews"].as_array().unwrap();
    let attempts: Vec<&Value> = all
        .iter()
        .filter(|one| one["opportunity"] == *missed)
        .collect();
    assert_eq!(attempts.len(), 1);
    let other = bench.get(&format!("/v1/opportunities/{}", people["missed elsewhere"]));
    let one = bench.get(&format!("/v1/opportunities/{missed}"));
    assert_eq!(one["contact"], other["contact"]);
    assert!(one["archived"].is_null() && other["archived"]["reason"].is_string());
}

/// Every example says what it is about, and plays the same way again.
#[test]
fn examples_replay() {
    for text in [LATE, ROUNDS, OFF] {
        assert!(!Scenario::read(text).unwrap().title.is_empty());
        assert_eq!(played(text).0.requests(), played(text).0.requests());
    }
}

/// The sentence with which a file is refused, read or played.
fn refused(text: &str) -> String {
    let scenario = match Scenario::read(text) {
        Ok(scenario) => scenario,
        Err(trouble) => return trouble.to_string(),
    };
    let simulation = Simulation::new(scenario.settings.clone()).unwrap();
    simulation.play(&scenario).unwrap_err().to_string()
}

#[test]
fn a_bad_file_is_answered_with_its_line_and_a_way_out() {
    let world = "[world]\nopportunities = 5\n";
    let zoe = "[[people]]\nas = \"zoe\"\nname = \"Zoë\"\n";
    for (text, line, words) in [
        ("title = \n".to_owned(), 1, &["string"][..]),
        ("[world]\nsede = 3\n".to_owned(), 2, &["sede", "seed"]),
        (
            "[world]\nstart = \"tomorrow\"\n".to_owned(),
            2,
            &["tomorrow", "2026-03-02T09:00:00Z"],
        ),
        ("[world]\nspeed = -1.0\n".to_owned(), 2, &["above 0"]),
        (
            "[world]\nopportunities = \"many\"\n".to_owned(),
            2,
            &["many"],
        ),
        (
            "[world.myinterview]\nsilense = \"never\"\n".to_owned(),
            1,
            &["silense"],
        ),
        (format!("{world}[[people]]\nas = \"zoe\"\n"), 3, &["name"]),
        (
            format!("{world}{zoe}stage = \"Offr\"\n"),
            3,
            &["\"Offr\"", "\"Offer\""],
        ),
        (
            format!("{world}{zoe}posting = \"Astronaut\"\n"),
            3,
            &["\"Astronaut\"", "\"Data Engineer\""],
        ),
        (
            format!("{world}{zoe}owner = \"nobody\"\n"),
            3,
            &["\"nobody\"", "\"seat\""],
        ),
        (format!("{world}{zoe}{zoe}"), 6, &["two people", "\"zoe\""]),
        (
            format!("{world}[[steps]]\ndo = \"mvoe\"\nwho = \"zoe\"\n"),
            3,
            &["mvoe", "move"],
        ),
        (format!("{world}[[steps]]\nwho = \"zoe\"\n"), 3, &["do"]),
        (
            format!("{world}{zoe}[[steps]]\ndo = \"move\"\nwho = \"zoe\"\n"),
            6,
            &["stage"],
        ),
        (
            format!("{world}{zoe}[[steps]]\ndo = \"restore\"\nwho = \"zoé\"\n"),
            6,
            &["\"zoé\"", "\"zoe\""],
        ),
        (
            format!("{world}[[steps]]\ndo = \"restore\"\nwho = \"zoe\"\n"),
            3,
            &["none at all"],
        ),
        (
            format!("{world}{zoe}[[steps]]\nafter = \"soon\"\ndo = \"restore\"\nwho = \"zoe\"\n"),
            6,
            &["soon", "1h30m"],
        ),
        (
            format!("{world}{zoe}[[steps]]\nafter = 5\ndo = \"restore\"\nwho = \"zoe\"\n"),
            6,
            &["10m"],
        ),
        (
            format!("{world}[[steps]]\ndo = \"webhooks\"\ngroup = \"tagAdded\"\non = true\n"),
            3,
            &["tagAdded", "candidateStageChange"],
        ),
        (
            format!("{world}[[steps]]\ndo = \"faults\"\nplan = {{ fire = 3 }}\n"),
            3,
            &["fire"],
        ),
        (
            format!(
                "{world}{zoe}[[steps]]\ndo = \"myinterview\"\nwho = \"zoe\"\naction = \"complete\"\n"
            ),
            6,
            &["not been invited"],
        ),
        (
            format!(
                "{world}{zoe}[[steps]]\ndo = \"delete\"\nwho = \"zoe\"\n[[steps]]\ndo = \"restore\"\nwho = \"zoe\"\n"
            ),
            9,
            &["deleted"],
        ),
    ] {
        let sentence = refused(&text);
        assert!(
            sentence.starts_with(&format!("line {line}: ")),
            "{text}\n→ {sentence}"
        );
        for word in words {
            assert!(sentence.contains(word), "{text}\n→ {sentence}");
        }
    }
}
