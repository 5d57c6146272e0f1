//! The interviewers' portal: open candidates, claims that race, status chips.

use serde_json::json;

use super::bench::{Bench, HOUR};

impl Bench {
    async fn portal(&self, page: &str, who: &str) -> String {
        let url = format!("{}/interviewer/{page}", self.info("base"));
        let answer = self
            .http
            .get(url)
            .query(&[("as", who)])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    }

    async fn press(&self, who: &str, candidate: &str, slot: &str) -> (u16, String) {
        let url = format!("{}/interviewer/schedule-candidates", self.info("base"));
        let form = [("as", who), ("candidate", candidate), ("slot", slot)];
        let answer = self.http.post(url).form(&form).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// Two interviewers want one candidate: one gets the time, the other two lines; nobody holds two interviews at once.
#[tokio::test]
async fn interviewers_race_for_a_candidate() {
    let bench = Bench::start().await;
    let start = (bench.now().await + 48 * HOUR) / HOUR * HOUR;
    let mut cards = Vec::new();
    for _ in 0..2 {
        let id = bench.asked().await;
        let slots = json!({ "slots": [start, start + 3 * HOUR] });
        bench.act(&id, "slots", slots).await;
        let one = bench.attempts(&id).await.remove(0);
        cards.push((id, one["id"].as_str().unwrap().to_owned()));
    }
    let open = bench.portal("schedule-candidates", "Elif Karaca").await;
    for (_, card) in &cards {
        assert!(open.contains(&format!("id=\"{card}\"")), "{open}");
    }
    assert_eq!(open.matches("type=\"radio\"").count(), 4);

    let (one, two) = tokio::join!(
        bench.press("Elif Karaca", &cards[0].1, "0"),
        bench.press("Grace Mwangi", &cards[0].1, "0"),
    );
    let mut statuses = [one.0, two.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let (won, lost, winner, loser) = if one.0 == 200 {
        (one.1, two.1, "Elif Karaca", "Grace Mwangi")
    } else {
        (two.1, one.1, "Grace Mwangi", "Elif Karaca")
    };
    assert!(won.contains("Time selected is "));
    assert!(lost.contains("This slot could not be scheduled.<br>"));
    assert!(!won.contains(&cards[0].1), "the card has left the list");

    let (status, busy) = bench.press(winner, &cards[1].1, "0").await;
    assert_eq!(status, 409);
    assert!(
        busy.contains(&format!("id=\"{}\"", cards[1].1)),
        "the card stays"
    );
    assert_eq!(bench.press(loser, &cards[1].1, "0").await.0, 200);
    for (who, candidate, slot, wanted) in [
        ("Elif Karaca", "nobody", "0", 404),
        ("Elif Karaca", cards[0].1.as_str(), "x", 422),
        (
            "Elif Karaca",
            cards[0].1.as_str(),
            "99999999999999999999",
            422,
        ),
        ("A Stranger", cards[0].1.as_str(), "0", 404),
    ] {
        let (status, text) = bench.press(who, candidate, slot).await;
        assert_eq!(status, wanted, "{text}");
    }
}

/// The chips, word for word.
#[tokio::test]
async fn chips_follow_the_course() {
    let bench = Bench::start().await;
    let who = "Farid Haddad";
    let mut start = (bench.now().await + 48 * HOUR) / HOUR * HOUR;
    let mut scheduled = async || {
        start += 24 * HOUR;
        let id = bench.asked().await;
        bench.act(&id, "slots", json!({ "slots": [start] })).await;
        let claim = json!({ "slot": 0, "interviewer": who });
        bench.act(&id, "claim", claim).await;
        id
    };
    let courses: [(&[(&str, serde_json::Value)], &str); 7] = [
        (&[], "Scheduled"),
        (&[("hold", json!({}))], "Pending Feedback Review"),
        (
            &[
                ("hold", json!({})),
                ("feedback", json!({ "outcome": "not_recommended" })),
            ],
            "Not Recommended",
        ),
        (
            &[
                ("hold", json!({})),
                ("feedback", json!({ "outcome": "is_a_good_fit" })),
            ],
            "Is a Good Fit",
        ),
        (
            &[
                ("hold", json!({})),
                ("feedback", json!({ "outcome": "strongly_recommended" })),
            ],
            "Strongly Recommended",
        ),
        (
            &[("no_show", json!({ "who": "candidate" }))],
            "Candidate No Show",
        ),
        (
            &[("cancel", json!({ "by": "candidate" }))],
            "Cancelled by Candidate",
        ),
    ];
    for (actions, chip) in courses {
        let id = scheduled().await;
        for (action, body) in actions {
            bench.act(&id, action, body.clone()).await;
        }
        let one = bench.attempts(&id).await.remove(0);
        assert_eq!(one["chip"], chip);
        let page = bench.portal("candidates", who).await;
        let card = page
            .split("<article")
            .find(|part| part.contains(one["id"].as_str().unwrap()))
            .unwrap();
        assert!(card.contains(&format!("class=\"chip\">{chip}<")), "{card}");
        let zoned = card.split("class=\"time\">").nth(1).unwrap();
        let zoned = zoned.split('<').next().unwrap();
        let written = zoned.strip_suffix(" IST").unwrap();
        chrono::NaiveDateTime::parse_from_str(written, "%a, %b %d, %Y, %I:%M %p").unwrap();
        let others = bench.portal("candidates", "Ilse Vandamme").await;
        assert!(!others.contains(one["id"].as_str().unwrap()));
    }
}
