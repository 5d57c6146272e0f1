//! A transport that answers from a script and keeps what was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use fulcrum_domain::clock::Clock;
use fulcrum_lever::{
    ApiKey, Authorize, Body, Budget, BudgetSettings, Connection, Lever, Request, RequestObserver,
    RequestRecord, Response, TokioTimer, Transport, TransportError,
};
use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use serde_json::{Value, json};

pub(crate) type Answer = Result<Response, TransportError>;

/// Answers in order; the last one for ever.
#[derive(Default)]
pub(crate) struct Script {
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<Request>>,
}

impl Script {
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
        })
    }

    /// `METHOD path?query body` of every request, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .map(|request| {
                let target = &request.url[url::Position::BeforePath..];
                let body = match &request.body {
                    None => String::new(),
                    Some(Body::Json(json)) => format!(" {json}"),
                    Some(Body::Form(form)) => format!(" {}", form.expose_text().unwrap()),
                };
                format!("{} {target}{body}", request.method.as_str())
            })
            .collect()
    }

    pub(crate) fn headers(&self) -> Vec<Option<String>> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .map(|request| {
                let header = request.authorization.as_ref()?;
                Some(header.expose_text().unwrap().to_owned())
            })
            .collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Answer> {
        self.asked.lock().unwrap().push(request);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front().unwrap()
        } else {
            answers.front().expect("a script with an answer").clone()
        };
        Box::pin(async move { answer })
    }
}

pub(crate) fn status(status: u16, body: &Value) -> Answer {
    Ok(Response {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into_bytes(),
    })
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "called with a literal everywhere"
)]
pub(crate) fn ok(body: Value) -> Answer {
    status(200, &body)
}

pub(crate) fn html(status: u16) -> Answer {
    Ok(Response {
        status,
        headers: vec![("content-type".to_owned(), "text/html".to_owned())],
        body: b"<!doctype html><title>Sign in</title>".to_vec(),
    })
}

pub(crate) fn refused(code: u16, lever_code: &str, message: &str) -> Answer {
    status(code, &json!({ "code": lever_code, "message": message }))
}

/// Follows tokio's (paused) time from a fixed start.
pub(crate) struct TokioClock(tokio::time::Instant);

pub(crate) const START_MS: i64 = 1_782_972_900_000;

impl Default for TokioClock {
    fn default() -> Self {
        Self(tokio::time::Instant::now())
    }
}

impl Clock for TokioClock {
    fn now_ms(&self) -> i64 {
        START_MS + i64::try_from(self.0.elapsed().as_millis()).unwrap()
    }
}

#[derive(Default)]
pub(crate) struct Records(Mutex<Vec<RequestRecord>>);

impl Records {
    pub(crate) fn all(&self) -> Vec<RequestRecord> {
        self.0.lock().unwrap().clone()
    }
}

impl RequestObserver for Records {
    fn finished(&self, record: &RequestRecord) {
        self.0.lock().unwrap().push(record.clone());
    }
}

pub(crate) struct Parts {
    pub lever: Lever,
    pub records: Arc<Records>,
}

pub(crate) fn parts(script: &Arc<Script>, authorize: Arc<dyn Authorize>) -> Parts {
    let clock: Arc<dyn Clock> = Arc::new(TokioClock::default());
    let records = Arc::new(Records::default());
    let lever = Lever::new(Connection {
        api_base: "https://api.lever.example/v1/".parse().unwrap(),
        authorize,
        transport: script.clone(),
        budget: Arc::new(Budget::new(
            BudgetSettings::default(),
            clock.clone(),
            Arc::new(TokioTimer),
        )),
        observer: records.clone(),
        clock,
        timer: Arc::new(TokioTimer),
        seed: 7,
    });
    Parts { lever, records }
}

pub(crate) fn lever(script: &Arc<Script>) -> Lever {
    parts(script, Arc::new(ApiKey::new(&Secret::from_text("key")))).lever
}
