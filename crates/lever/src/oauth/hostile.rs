//! Hostile visitors at the address the browser comes back to: real connections to the real listener, thousands of them.

use std::time::Duration;

use fulcrum_vault::Secret;
use oauth2::CsrfToken;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

use super::loopback::Loopback;
use crate::error::{Code, LeverError};

/// Never to be seen again by whoever sent it.
const CODE: &str = "code-that-must-stay-here";

/// A listener that waits for the browser.
struct Waiting {
    address: Url,
    state: String,
    finished: JoinHandle<Result<Secret, LeverError>>,
}

/// Ports that were free a moment ago; several, since another test may take one meanwhile.
async fn opened() -> Loopback {
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = format!("http://127.0.0.1:{port}/callback");
        addresses.push(address.parse().unwrap());
    }
    Loopback::bind(&addresses).await.unwrap()
}

impl Waiting {
    async fn begin() -> Self {
        let loopback = opened().await;
        let address = loopback.redirect_uri.clone();
        let state = CsrfToken::new_random().secret().clone();
        let awaited = state.clone();
        let finished = tokio::spawn(async move {
            loopback
                .code(&awaited, Duration::from_secs(120), true)
                .await
        });
        Self {
            address,
            state,
            finished,
        }
    }

    fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.address.port().unwrap())
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.authority()).await.unwrap()
    }

    /// Sends bytes and says no more; what comes back, as far as it came.
    async fn send(&self, request: &[u8]) -> Vec<u8> {
        let Ok(mut stream) = TcpStream::connect(self.authority()).await else {
            return Vec::new();
        };
        // A listener that has seen enough may close at once.
        let _ = stream.write_all(request).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        answer
    }

    fn right(&self) -> String {
        format!(
            "GET /callback?code={CODE}&state={} HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.state,
            self.authority()
        )
    }

    /// It waits on.
    fn nothing_happened(&self) -> bool {
        !self.finished.is_finished()
    }

    /// The right answer still counts.
    async fn ends_well(self) {
        let page = self.send(self.right().as_bytes()).await;
        let page = String::from_utf8_lossy(&page);
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(!page.contains(CODE) && !page.contains(&self.state));
        let code = self.finished.await.unwrap().unwrap();
        assert_eq!(code.expose_text(), Some(CODE));
    }
}

/// What is wrong with a request that is right in everything else; it may even know the state.
#[derive(Clone, Copy, Debug)]
enum Flaw {
    Method,
    Path,
    Host,
    State,
    Parameters,
    Head,
}

fn word() -> impl Strategy<Value = String> {
    "[!-~]{0,40}"
}

/// Query parts: the good code, and either the good state or another one.
fn parameters(flaw: Flaw, state: &str) -> BoxedStrategy<String> {
    let good = format!("code={CODE}&state={state}");
    let foreign = state.chars().rev().collect::<String>();
    match flaw {
        Flaw::State => prop_oneof![
            Just(format!("code={CODE}")),
            Just(format!("code={CODE}&state=")),
            Just(format!("code={CODE}&state={foreign}")),
            Just(format!("code={CODE}&state={state}%00")),
            Just(format!("code={CODE}&state={}", state.to_uppercase() + "x")),
            Just(format!("code={CODE}&State={state}")),
            Just(format!("code={CODE}&state[]={state}")),
            Just(format!("error=access_denied&state={foreign}")),
            word().prop_map(|other| format!("code={CODE}&state={other}")),
        ]
        .boxed(),
        Flaw::Parameters => prop_oneof![
            Just(format!("{good}&code={CODE}")),
            Just(format!("{good}&code=other")),
            Just(format!("{good}&state={foreign}")),
            Just(format!("state={foreign}&{good}")),
            Just(format!("{good}&error=access_denied")),
            Just(format!(
                "error=access_denied&error=server_error&state={state}"
            )),
            Just(format!("code=&state={state}")),
            Just(format!("code={CODE}%0a&state={state}")),
            Just(format!("code={CODE}%C3%28&state={state}")),
            Just(format!("code={CODE}{}&state={state}", "a".repeat(5000))),
            Just(format!("state={state}")),
            Just(format!("%63ode=a&{good}")),
        ]
        .boxed(),
        _ => Just(good).boxed(),
    }
}

fn method(flaw: Flaw) -> BoxedStrategy<String> {
    match flaw {
        Flaw::Method => prop_oneof![
            "POST|HEAD|PUT|DELETE|OPTIONS|TRACE|CONNECT|PATCH|get|Get|GETT|GE",
            "[A-Za-z]{1,12}".prop_filter("that one is right", |word| word != "GET"),
        ]
        .boxed(),
        _ => Just("GET".to_owned()).boxed(),
    }
}

fn path(flaw: Flaw, authority: &str) -> BoxedStrategy<String> {
    match flaw {
        Flaw::Path => prop_oneof![
            Just("/".to_owned()),
            Just("/callback/".to_owned()),
            Just("/Callback".to_owned()),
            Just("/x/../callback".to_owned()),
            Just("/./callback".to_owned()),
            Just("//callback".to_owned()),
            Just("//evil.example/callback".to_owned()),
            Just("/%63allback".to_owned()),
            Just("\\callback".to_owned()),
            Just("callback".to_owned()),
            Just("*".to_owned()),
            Just(format!("http://{authority}/callback")),
            Just("http://evil.example/callback".to_owned()),
            "/[a-z/.%]{0,30}".prop_filter("that one is right", |path| path != "/callback"),
        ]
        .boxed(),
        _ => Just("/callback".to_owned()).boxed(),
    }
}

fn headers(flaw: Flaw, authority: &str) -> BoxedStrategy<String> {
    let good = format!("Host: {authority}\r\n");
    let port = authority.rsplit(':').next().unwrap_or_default().to_owned();
    let headers = match flaw {
        Flaw::Host => prop_oneof![
            Just(String::new()),
            Just("Host:\r\n".to_owned()),
            Just("Host: 127.0.0.1\r\n".to_owned()),
            Just(format!("Host: localhost:{port}\r\n")),
            Just(format!("Host: evil.example:{port}\r\n")),
            Just(format!("Host: {authority}.evil.example\r\n")),
            Just(format!("Host: a@{authority}\r\n")),
            Just(format!("{good}{good}")),
            Just(format!("{good}Host: evil.example\r\n")),
            Just(format!("X-Forwarded-Host: {authority}\r\n")),
            word().prop_map(|host| format!("Host: {host}x\r\n")),
        ]
        .boxed(),
        Flaw::Head => prop_oneof![
            Just(format!("{good}Content-Length: 5\r\n")),
            Just(format!("{good}Transfer-Encoding: chunked\r\n")),
            Just(format!("{good}No colon here\r\n")),
            Just(format!("{good}\u{0}: x\r\n")),
            Just(format!("{good}X: {}\r\n", "a".repeat(40_000))),
            Just(format!("{good}{}", "X: y\r\n".repeat(200))),
        ]
        .boxed(),
        _ => Just(good).boxed(),
    };
    // Browsers send more; none of it heals a flaw.
    (
        headers,
        proptest::option::of("(Accept|Cookie|Origin): [ -~]{0,60}\r\n"),
    )
        .prop_map(|(headers, more)| headers + &more.unwrap_or_default())
        .boxed()
}

fn flawed(authority: String, state: String) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(Flaw::Method),
        Just(Flaw::Path),
        Just(Flaw::Host),
        Just(Flaw::State),
        Just(Flaw::Parameters),
        Just(Flaw::Head),
    ]
    .prop_flat_map(move |flaw| {
        (
            method(flaw),
            path(flaw, &authority),
            parameters(flaw, &state),
            headers(flaw, &authority),
            "HTTP/1\\.[01]",
        )
    })
    .prop_map(|(method, path, parameters, headers, version)| {
        format!("{method} {path}?{parameters} {version}\r\n{headers}\r\n").into_bytes()
    })
}

/// A right request of somebody who does not know the state, with bytes changed, lost and added anywhere.
fn mangled(authority: &str, state: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    let foreign: String = state.chars().rev().collect();
    let request = format!(
        "GET /callback?code={CODE}&state={foreign} HTTP/1.1\r\nHost: {authority}\r\nAccept: */*\r\n\r\n"
    )
    .into_bytes();
    let place = 0..request.len();
    let change = (place, any::<u8>(), 0..3_u8);
    proptest::collection::vec(change, 0..12).prop_map(move |changes| {
        let mut bytes = request.clone();
        for (place, byte, kind) in changes {
            let place = place.min(bytes.len().saturating_sub(1));
            match kind {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                _ if bytes.len() > 1 => {
                    bytes.remove(place);
                }
                _ => {}
            }
        }
        bytes
    })
}

fn hostile(authority: &str, state: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    prop_oneof![
        6 => flawed(authority.to_owned(), state.to_owned()),
        3 => mangled(authority, state),
        1 => proptest::collection::vec(any::<u8>(), 0..3000),
        1 => "(GET|TLS|SSH|\u{16}\u{3})[ -~\r\n]{0,300}(\r\n\r\n)?".prop_map(String::into_bytes),
    ]
}

/// Sign-ins that are attacked, and requests that each of them meets: few enough for a slow machine to send within the two minutes
/// after which a sign-in ends by itself.
const SIGN_INS: usize = 20;
const REQUESTS: u32 = 250;

#[test]
fn thousands_of_hostile_requests_are_all_refused_and_the_right_one_still_counts() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    for _ in 0..SIGN_INS {
        attack(&runtime);
    }
}

fn attack(runtime: &tokio::runtime::Runtime) {
    let waiting = runtime.block_on(Waiting::begin());
    let requests = hostile(&waiting.authority(), &waiting.state);
    let mut runner = TestRunner::new(Config {
        cases: REQUESTS,
        failure_persistence: None,
        ..Config::default()
    });
    // A sign-in that has ended refuses everything after it, so the first request that went wrong is the one to be told.
    let first = std::sync::Mutex::new(None);
    let outcome = runner.run(&requests, |request| {
        let answer = runtime.block_on(waiting.send(&request));
        let answer = String::from_utf8_lossy(&answer);
        let wrong = if answer.starts_with("HTTP/1.1 200") {
            "was accepted"
        } else if answer.contains(CODE) || answer.contains(&waiting.state) {
            "was repeated"
        } else if !waiting.nothing_happened() {
            "ended the sign-in"
        } else {
            return Ok(());
        };
        let told = format!("{wrong}: {}", String::from_utf8_lossy(&request));
        first.lock().unwrap().get_or_insert(told);
        Err(TestCaseError::fail(wrong))
    });
    if outcome.is_err() {
        panic!("{:?}", first.lock().unwrap());
    }
    runtime.block_on(waiting.ends_well());
}

#[tokio::test]
async fn the_silent_and_the_slow_keep_nobody_out() {
    let waiting = Waiting::begin().await;
    let mut slow = Vec::new();
    for number in 0..200 {
        let mut stream = waiting.connect().await;
        if number % 2 == 0 {
            // Who was put out for a newer one hears of it here.
            let _ = stream.write_all(b"GET /callback?code=").await;
        }
        slow.push(stream);
    }
    assert!(waiting.nothing_happened());
    waiting.ends_well().await;
    drop(slow);
}

#[tokio::test]
async fn a_head_without_end_is_cut_off() {
    let waiting = Waiting::begin().await;
    let mut stream = waiting.connect().await;
    let line = format!(
        "GET /callback?code={CODE}&state={} HTTP/1.1\r\n",
        waiting.state
    );
    stream.write_all(line.as_bytes()).await.unwrap();
    let mut sent = 0_usize;
    // Ends when the other side has closed; it reads no more than it needs to know that this is no browser.
    while sent < 64 * 1024 * 1024 {
        if stream.write_all(&[b'a'; 4096]).await.is_err() {
            break;
        }
        sent += 4096;
    }
    assert!(sent < 64 * 1024 * 1024, "{sent} bytes were taken");
    assert!(waiting.nothing_happened());
    waiting.ends_well().await;
}

#[tokio::test]
async fn after_the_answer_there_is_nobody_to_replay_it_to() {
    let waiting = Waiting::begin().await;
    let (authority, state) = (waiting.authority(), waiting.state.clone());
    waiting.ends_well().await;
    for _ in 0..3 {
        assert!(TcpStream::connect(&authority).await.is_err());
    }
    // The next sign-in has another state; the old answer is a stranger's there.
    let next = Waiting::begin().await;
    assert_ne!(next.state, state);
    let old = format!(
        "GET /callback?code={CODE}&state={state} HTTP/1.1\r\nHost: {}\r\n\r\n",
        next.authority()
    );
    let page = next.send(old.as_bytes()).await;
    assert!(page.starts_with(b"HTTP/1.1 400"));
    assert!(next.nothing_happened());
    next.ends_well().await;
}

#[tokio::test]
async fn of_two_right_answers_at_once_one_counts() {
    let waiting = Waiting::begin().await;
    let right = waiting.right();
    let mut pages = futures::future::join_all((0..2).map(|_| async {
        // The port may be closed before the second one is through.
        let mut stream = TcpStream::connect(waiting.authority()).await.ok()?;
        stream.write_all(right.as_bytes()).await.ok()?;
        let mut page = String::new();
        let _ = stream.read_to_string(&mut page).await;
        Some(page)
    }))
    .await;
    pages.retain(|page| {
        page.as_ref()
            .is_some_and(|page| page.starts_with("HTTP/1.1 200"))
    });
    assert_eq!(pages.len(), 1);
    let code = waiting.finished.await.unwrap().unwrap();
    assert_eq!(code.expose_text(), Some(CODE));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_waited_for_longer_than_two_minutes_whatever_is_asked() {
    let began = tokio::time::Instant::now();
    let loopback = opened().await;
    // Counted from the opening of the port, not from the first one who asks.
    tokio::time::sleep(Duration::from_secs(100)).await;
    let error = loopback
        .code("s", Duration::from_secs(3600), true)
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::SignInTimedOut);
    let waited = began.elapsed();
    assert!(waited <= Duration::from_secs(121), "{waited:?}");
}
