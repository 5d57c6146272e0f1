//! `getVideo` by the vendor's documented hash.

use serde_json::json;

use super::bench::Bench;

struct Completed {
    bench: Bench,
    video: String,
    now_s: i64,
}

async fn completed() -> Completed {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    let attempt = bench.until(&id, "completed").await;
    let video = attempt["video"].as_str().unwrap().to_owned();
    let now_s = bench.state().await["now"].as_i64().unwrap() / 1_000;
    Completed {
        bench,
        video,
        now_s,
    }
}

impl Completed {
    fn hash(&self, stated: i64) -> String {
        let plain = format!(
            "{}{}{stated}",
            self.bench.credential("api_key"),
            self.bench.credential("secret_token")
        );
        bcrypt::hash(plain, 10).unwrap()
    }

    async fn get(&self, key: &str, stated: i64, hash: &str, video: &str) -> (u16, String) {
        let url = format!("{}/2.21.2/getVideo", self.bench.info("base"));
        let query = [
            ("apiKey", key),
            ("hashTimestamp", &stated.to_string()),
            ("hash", hash),
            ("video", video),
        ];
        let answer = self.bench.http.get(url).query(&query).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

#[tokio::test]
async fn a_right_hash_buys_a_link_for_ten_minutes() {
    let done = completed().await;
    let key = done.bench.credential("api_key");
    let hash = done.hash(done.now_s);
    let (status, link) = done.get(&key, done.now_s, &hash, &done.video).await;
    assert_eq!(status, 200, "{link}");
    assert_eq!(
        done.bench.http.get(&link).send().await.unwrap().status(),
        200
    );
    for prefix in ["$2a$", "$2y$"] {
        let other = hash.replacen("$2b$", prefix, 1);
        assert_eq!(
            done.get(&key, done.now_s, &other, &done.video).await.0,
            200,
            "{prefix}"
        );
    }
    done.bench.switch(json!({ "video_as_json": true })).await;
    let (_, quoted) = done.get(&key, done.now_s, &hash, &done.video).await;
    assert!(
        serde_json::from_str::<String>(&quoted)
            .unwrap()
            .starts_with("http"),
        "{quoted}"
    );
    done.bench.jump_hours(1).await;
    assert_eq!(
        done.bench.http.get(&link).send().await.unwrap().status(),
        403
    );
    assert_eq!(done.get(&key, done.now_s, &hash, &done.video).await.0, 401);
}

#[tokio::test]
async fn everything_else_is_refused() {
    let done = completed().await;
    let key = done.bench.credential("api_key");
    let (now, hash) = (done.now_s, done.hash(done.now_s));
    assert_eq!(done.get("another", now, &hash, &done.video).await.0, 401);
    assert_eq!(done.get(&key, now, "nonsense", &done.video).await.0, 401);
    assert_eq!(done.get(&key, now, &hash, "another").await.0, 404);
    for stated in [now + 400, now - 700] {
        let right_but_far = done.hash(stated);
        assert_eq!(
            done.get(&key, stated, &right_but_far, &done.video).await.0,
            401,
            "{stated}"
        );
    }
    for stated in [now + 200, now - 500] {
        let near = done.hash(stated);
        assert_eq!(
            done.get(&key, stated, &near, &done.video).await.0,
            200,
            "{stated}"
        );
    }
}

/// Only the account knows how long its keys are. From 72 bytes on, and without a look at the clock, one hash opens every
/// video of the account for ever: the trap of the documented scheme.
#[tokio::test]
async fn long_keys_let_the_time_slip() {
    let done = completed().await;
    let keys = async |length: &str, clock: bool| {
        done.bench
            .switch(json!({ "playback_keys": length, "playback_clock": clock }))
            .await;
        let keys = done.bench.vendor().await["playback"].take();
        let text = |name: &str| keys[name].as_str().unwrap().to_owned();
        (
            text("api_key"),
            text("secret_token"),
            keys["bytes"].as_u64().unwrap(),
        )
    };
    let now = done.now_s;
    for (length, bytes, next_second, next_hour, years) in [
        ("short", 48, 401, 401, 401),
        ("long", 64, 200, 401, 401),
        ("endless", 72, 200, 200, 200),
    ] {
        let (key, secret, given) = keys(length, false).await;
        assert_eq!(given, bytes);
        // A second that ends in 00: the next ones differ in the last two digits only.
        let stated = now - now % 100;
        let hash = bcrypt::hash(format!("{key}{secret}{stated}"), 10).unwrap();
        for (later, status) in [
            (0, 200),
            (1, next_second),
            (3_600, next_hour),
            (100_000_000, years),
        ] {
            let answer = done.get(&key, stated + later, &hash, &done.video).await;
            assert_eq!(answer.0, status, "{length} +{later}");
        }
        // The clock binds what the hash does not.
        keys(length, true).await;
        let late = done
            .get(&key, stated + 100_000_000, &hash, &done.video)
            .await;
        assert_eq!(late.0, 401, "{length}");
    }
}

/// The player is a page around the same link.
#[tokio::test]
async fn the_player_shows_the_video_for_a_right_hash() {
    let done = completed().await;
    let key = done.bench.credential("api_key");
    let hash = done.hash(done.now_s);
    for page in ["player.v3.html", "player.v4.html"] {
        let url = format!("{}/{page}", done.bench.info("base"));
        let stated = done.now_s.to_string();
        let mut query = vec![
            ("apiKey", key.as_str()),
            ("hashTimestamp", stated.as_str()),
            ("hash", hash.as_str()),
            ("video", done.video.as_str()),
            ("autoplay", "1"),
        ];
        let shown = done
            .bench
            .http
            .get(&url)
            .query(&query)
            .send()
            .await
            .unwrap();
        assert_eq!(shown.status(), 200);
        let text = shown.text().await.unwrap();
        assert!(
            text.contains("<video controls autoplay src=\"http"),
            "{text}"
        );
        query[2].1 = "wrong";
        let refused = done
            .bench
            .http
            .get(&url)
            .query(&query)
            .send()
            .await
            .unwrap();
        assert_eq!(refused.status(), 401);
    }
}
