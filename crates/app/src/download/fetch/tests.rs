use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use reqwest::header::HeaderValue;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::*;
use crate::view::ProblemCode;

const WHOLE: &[u8] = b"%PDF-1.7 a report that is a little longer than its first bytes";

/// A server on this machine that answers each request by a rule, and keeps what it was asked.
struct Server {
    link: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(rule: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let link = format!("http://{}/secret-token", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let mut byte = [0_u8; 1];
                    if socket.read(&mut byte).await.unwrap_or(0) == 0 {
                        break;
                    }
                    request.push(byte[0]);
                }
                let request = String::from_utf8_lossy(&request).to_lowercase();
                let answer = rule(&request);
                kept.lock().unwrap().push(request);
                let _ = socket.write_all(&answer).await;
                let _ = socket.shutdown().await;
            }
        });
        Self { link, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn all(body: &[u8], length: usize) -> Vec<u8> {
    answer(
        &format!("200 OK\r\nETag: \"v1\"\r\nContent-Length: {length}"),
        body,
    )
}

/// A part file and what was told about it.
struct Desk {
    folder: TempDir,
    told: Mutex<Vec<(i64, Option<i64>)>>,
    validator: Mutex<Option<Validator>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            told: Mutex::default(),
            validator: Mutex::default(),
        }
    }

    fn part(&self) -> PathBuf {
        self.folder.path().join("Report.part")
    }

    fn held(&self) -> Vec<u8> {
        std::fs::read(self.part()).unwrap_or_default()
    }

    async fn fetch(&self, link: &str) -> Result<End, ProblemCode> {
        self.fetch_while(link, true, &CancellationToken::new())
            .await
    }

    async fn fetch_while(
        &self,
        link: &str,
        training: bool,
        stop: &CancellationToken,
    ) -> Result<End, ProblemCode> {
        let part = self.part();
        let fetch = Fetch {
            link,
            part: &part,
            kind: ResultPart::Report,
            largest: 1_000,
            validator: self.validator.lock().unwrap().clone(),
            training,
        };
        let told = fetch.run(stop, |progress| {
            *self.validator.lock().unwrap() = progress.validator;
            self.told
                .lock()
                .unwrap()
                .push((progress.received, progress.total));
        });
        told.await.map_err(|problem| {
            let said = format!("{problem} {problem:?}");
            assert!(!said.contains("secret-token"), "{said}");
            problem.code
        })
    }
}

const PDF: End = End::Whole { extension: "pdf" };

#[tokio::test]
async fn a_download_that_broke_off_goes_on_where_it_was() {
    let half = WHOLE.len() / 2;
    let server = Server::start(move |request| {
        if request.contains("range: bytes=") {
            assert!(request.contains("if-range: \"v1\""), "{request}");
            let range = format!("bytes {half}-{}/{}", WHOLE.len() - 1, WHOLE.len());
            let head = format!(
                "206 Partial Content\r\nContent-Range: {range}\r\nContent-Length: {}",
                WHOLE.len() - half
            );
            answer(&head, &WHOLE[half..])
        } else {
            all(&WHOLE[..half], WHOLE.len())
        }
    })
    .await;
    let desk = Desk::new();
    assert_eq!(
        desk.fetch(&server.link).await,
        Err(ProblemCode::Unreachable)
    );
    assert_eq!(desk.held(), &WHOLE[..half]);
    assert_eq!(desk.fetch(&server.link).await, Ok(PDF));
    assert_eq!(desk.held(), WHOLE);
    let length = i64::try_from(WHOLE.len()).unwrap();
    assert_eq!(
        desk.told.lock().unwrap().last(),
        Some(&(length, Some(length)))
    );
    let asked = server.asked();
    assert!(asked[1].contains(&format!("range: bytes={half}-")));
    assert!(asked.iter().all(|request| !request.contains("referer")));
}

#[tokio::test]
async fn another_version_is_fetched_from_its_start() {
    // A server that does not resume, or holds another file by now, answers with the whole.
    let server = Server::start(|_| all(WHOLE, WHOLE.len())).await;
    let desk = Desk::new();
    std::fs::write(desk.part(), b"%PDF-1.4 of yesterday").unwrap();
    *desk.validator.lock().unwrap() = Some(Validator("\"v0\"".to_owned()));
    assert_eq!(desk.fetch(&server.link).await, Ok(PDF));
    assert_eq!(desk.held(), WHOLE);
    assert!(server.asked()[0].contains("range: bytes=21-"));

    // And one that cannot give that range is asked again for all of it.
    let server = Server::start(|request| {
        if request.contains("range:") {
            answer("416 Range Not Satisfiable\r\nContent-Length: 0", b"")
        } else {
            all(WHOLE, WHOLE.len())
        }
    })
    .await;
    std::fs::write(desk.part(), b"%PDF-1.4 of yesterday").unwrap();
    assert_eq!(desk.fetch(&server.link).await, Ok(PDF));
    assert_eq!((desk.held(), server.asked().len()), (WHOLE.to_vec(), 2));
}

#[tokio::test]
async fn an_expired_link_is_told_apart_from_a_failure() {
    for status in [
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "410 Gone",
    ] {
        let server =
            Server::start(move |_| answer(&format!("{status}\r\nContent-Length: 0"), b"")).await;
        assert_eq!(
            Desk::new().fetch(&server.link).await,
            Ok(End::Expired),
            "{status}"
        );
    }
    let server = Server::start(|_| answer("503 Busy\r\nContent-Length: 0", b"")).await;
    assert_eq!(
        Desk::new().fetch(&server.link).await,
        Err(ProblemCode::Unreachable)
    );
}

#[tokio::test]
async fn only_a_report_is_kept_as_a_report() {
    let page = b"<!doctype html><title>Sign in</title>";
    for refused in [
        all(page, page.len()),
        all(b"short", 5),
        // Longer than any report.
        all(WHOLE, 5_000),
    ] {
        let server = Server::start(move |_| refused.clone()).await;
        let desk = Desk::new();
        assert_eq!(
            desk.fetch(&server.link).await,
            Err(ProblemCode::FileRefused)
        );
        assert_eq!(desk.held(), b"");
    }
}

#[tokio::test]
async fn a_link_leads_on_only_where_it_may() {
    let storage = Server::start(|_| all(WHOLE, WHOLE.len())).await;
    let target = storage.link.clone();
    let door = Server::start(move |_| {
        answer(
            &format!("302 Found\r\nLocation: {target}\r\nContent-Length: 0"),
            b"",
        )
    })
    .await;
    assert_eq!(Desk::new().fetch(&door.link).await, Ok(PDF));
    // Outside training nothing of this machine is fetched on.
    let (desk, never) = (Desk::new(), CancellationToken::new());
    let real = desk.fetch_while(&door.link, false, &never).await;
    assert_eq!(real, Err(ProblemCode::FileRefused));
    assert_eq!(storage.asked().len(), 1);
}

#[tokio::test]
async fn stopping_keeps_what_is_here() {
    let stop = CancellationToken::new();
    stop.cancel();
    let server = Server::start(|_| all(WHOLE, WHOLE.len())).await;
    let desk = Desk::new();
    std::fs::write(desk.part(), &WHOLE[..20]).unwrap();
    let ended = desk.fetch_while(&server.link, true, &stop).await;
    assert_eq!(ended, Ok(End::Stopped));
    assert_eq!(desk.held(), &WHOLE[..20]);
    assert!(server.asked().is_empty());
}

#[test]
fn ranges_are_read() {
    assert_eq!(range("bytes 5-9/10"), Some((5, Some(10))));
    assert_eq!(range("bytes 5-9/*"), Some((5, None)));
    assert_eq!(range("bytes */10"), None);
    assert_eq!(range("5-9/10"), None);
}

#[test]
fn weak_tags_prove_nothing() {
    let mut headers = HeaderMap::new();
    headers.insert(ETAG, HeaderValue::from_static("W/\"a\""));
    assert_eq!(validator(&headers), None);
    headers.insert(
        LAST_MODIFIED,
        HeaderValue::from_static("Thu, 22 Oct 2026 08:00:00 GMT"),
    );
    assert!(validator(&headers).is_some_and(|mark| mark.0.starts_with("Thu")));
    headers.insert(ETAG, HeaderValue::from_static("\"b\""));
    assert_eq!(validator(&headers), Some(Validator("\"b\"".to_owned())));
}
