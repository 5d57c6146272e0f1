//! What is on the pages, and what is not.

use fulcrum_sandbox::scenario::{Hands, Scenario};

use super::bench::{Bench, HOSTILE, VIEWS};

#[tokio::test]
async fn every_section_is_there_with_what_happened() {
    let bench = Bench::start().await;
    bench.traffic().await;
    let wanted: [(&str, &[&str]); 7] = [
        (
            "world",
            &[
                "61 opportunities (",
                "data-copy=\"11\"",
                "as real time",
                "Jump by, minutes",
                "No scenario is played",
                "lead-new",
                "<code>perform_as</code>",
            ],
        ),
        (
            "requests",
            &[
                "<code>/postings</code>",
                "unknown route",
                "/nowhere/at/all",
                "nobody known",
                "too many</span>",
                ">429</span>",
                " of 20<td>",
            ],
        ),
        (
            "messages",
            &["hostile@example.com", "+12025550123", "JobTwine: mail"],
        ),
        (
            "webhooks",
            &[
                "http://127.0.0.1:9/hook",
                "no answer",
                ">pending</span>",
                "Rerun</button>",
                "candidateHired",
                "Turn off</button>",
                "Test</button>",
            ],
        ),
        (
            "vendors",
            &[
                "&lt;script&gt;alert(&quot;x&quot;)",
                ">invited</span>",
                "Hands in</button>",
                "connected</span>",
                "Jobs (JobTwine)",
                "name=\"value.deadline_days\" value=\"7\"",
                "name=\"value.poll_seconds\" value=\"60\"",
            ],
        ),
        (
            "faults",
            &[
                "<td>too many<td><code>GET /sources</code><td><td class=n>2<td",
                "Storm of 429, 20 requests",
                "503, 10 requests",
                "Latency 2 s, 20 requests",
                "HTML, 5 requests",
                "Cut bodies, 5 requests",
                "Lost answers, 3 writes",
                "Clear all</button>",
            ],
        ),
        (
            "access",
            &[
                "default",
                "50 permissions",
                "Make a key</button>",
                "myInterview",
                "Revoke</button>",
            ],
        ),
    ];
    for (view, needles) in wanted {
        let page = bench.view(view).await;
        for needle in needles {
            assert!(page.contains(needle), "{view} has no {needle}:\n{page}");
        }
        assert!(
            page.contains(&format!("href=\"/console?view={view}\" aria-current=page")),
            "{view}"
        );
    }
}

#[tokio::test]
async fn the_state_has_what_the_pages_show() {
    let bench = Bench::start().await;
    bench.traffic().await;
    let state = bench.json("/console/state.json").await;
    let budget = state["budget"].as_array().unwrap();
    let mine = budget
        .iter()
        .find(|one| one["caller"] == "default")
        .unwrap();
    assert_eq!(
        (&mine["all"], &mine["too_many"]),
        (&4.into(), &1.into()),
        "{mine}"
    );
    assert_eq!(mine["burst"], 20.0);
    assert!(
        (0.0..=20.0).contains(&mine["tokens"].as_f64().unwrap()),
        "{mine}"
    );
    let nobody = budget.iter().find(|one| one["caller"] == "").unwrap();
    assert!(nobody["tokens"].is_null());
    assert_eq!(state["settings"]["limits"], "lever");
    assert_eq!(state["settings"]["opportunities"], 60);
    assert_eq!(state["clock"]["manual"], false);
    let unheard = state["deliveries"].as_array().unwrap();
    let unheard = unheard.iter().find(|one| one["next_at"].is_i64()).unwrap();
    let tried = unheard["attempted_at"].as_array().unwrap().last().unwrap();
    assert!(unheard["next_at"].as_i64() > tried.as_i64(), "{unheard}");
}

#[tokio::test]
async fn a_hostile_name_stays_a_name() {
    let bench = Bench::start().await;
    bench.traffic().await;
    for view in VIEWS {
        let page = bench.view(view).await;
        assert!(
            !page.contains("<script>") && !page.contains("<img") && !page.contains(HOSTILE),
            "{view}"
        );
    }
    assert!(
        bench
            .view("vendors")
            .await
            .contains("<bdi dir=auto>&lt;script&gt;")
    );
    let answer = bench.http.get(&bench.running.console).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("script-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    for (file, kind) in [("page.css", "text/css"), ("page.js", "text/javascript")] {
        let url = format!("{}/{file}", bench.running.console);
        let answer = bench.http.get(url).send().await.unwrap();
        assert!(
            answer.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with(kind),
            "{file}"
        );
    }
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let bench = Bench::start().await;
    let hook = bench.traffic().await;
    let info = &bench.running.info;
    let mut secrets = vec![
        bench.running.api_key.clone(),
        "hidden-in-the-query".to_owned(),
        text(&hook["data"]["configuration"]["signatureToken"]),
        text(&info["oauth"]["client_secret"]),
        text(&info["jobtwine"]["api_key"]),
    ];
    let credentials = info["myinterview"]["credentials"].as_object().unwrap();
    let companys_own = credentials.iter().filter(|(name, _)| *name != "company_id");
    secrets.extend(companys_own.map(|(_, secret)| text(secret)));
    {
        let mut access = bench.running.lever.access();
        for name in ["Fulcrum", "myInterview", "JobTwine"] {
            let id = access.find_client(name).unwrap();
            secrets.push(access.client(&id).unwrap().secret.clone());
            let pair = access.grant(&id, &["offline_access", "notes:read:admin"], 0);
            secrets.extend([pair.access, pair.refresh.unwrap()]);
        }
    }
    for view in VIEWS {
        let page = bench.view(view).await;
        for secret in &secrets {
            assert!(
                secret.len() > 10 && !page.contains(secret.as_str()),
                "{view} shows {secret}"
            );
        }
    }
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_scenario_shows_how_far_it_is() {
    let bench = Bench::start().await;
    let text = "title = \"Two steps\"\n[[people]]\nas = \"zoe\"\nname = \"Zoë\"\n\
                [[steps]]\nafter = \"0s\"\ndo = \"delete\"\nwho = \"zoe\"\n\
                [[steps]]\nafter = \"0s\"\ndo = \"tag\"\nwho = \"zoe\"\nadd = [\"a\"]\n";
    let scenario = Scenario::read(text).unwrap();
    let script = bench
        .running
        .lever
        .look(|world| scenario.script(world))
        .unwrap();
    let hands = Hands::from(&bench.running);
    let people = script.add_people(&hands);
    assert!(script.play(&hands, &people).await.is_err());
    let page = bench.view("world").await;
    assert!(
        page.contains(">done</span>") && page.contains(">refused</span>"),
        "{page}"
    );
    let state = bench.json("/console/state.json").await;
    assert_eq!(state["scenario"][0]["trouble"], serde_json::Value::Null);
    assert!(state["scenario"][1]["trouble"].is_string());
}
