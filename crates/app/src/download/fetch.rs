//! One fetch: from the first missing byte to the end, looking at what comes.

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, RANGE,
};
use reqwest::{Client, Response, StatusCode};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;

use super::kind::{self, TELLING};
use crate::failure;
use crate::links;
use crate::problem::Trouble;
use crate::training::is_loopback;
use crate::view::{Problem, ResultPart};

/// Between two words about progress: often enough to look alive.
const PROGRESS: Duration = Duration::from_millis(200);
/// Storage behind a secure link is one or two steps away.
const MOST_REDIRECTS: usize = 5;

/// The server's own mark of a version of a file (RFC 9110, section 13.1.5): a strong entity tag or a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Validator(String);

/// How a fetch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All bytes are here, and they are what was asked for.
    Whole {
        /// By the file's first bytes.
        extension: &'static str,
    },
    /// The person stopped it.
    Stopped,
    /// The link is no longer good.
    Expired,
}

/// How far a fetch is.
pub(super) struct Progress {
    pub(super) received: i64,
    pub(super) total: Option<i64>,
    pub(super) validator: Option<Validator>,
}

pub(super) struct Fetch<'a> {
    pub(super) link: &'a str,
    pub(super) part: &'a Path,
    pub(super) kind: ResultPart,
    /// Bytes.
    pub(super) largest: i64,
    pub(super) validator: Option<Validator>,
    pub(super) training: bool,
}

/// Where an answer's body belongs in the file.
struct Body {
    from: i64,
    total: Option<i64>,
    validator: Option<Validator>,
}

impl Fetch<'_> {
    /// Fetches what is missing, and tells how far it is.
    pub(super) async fn run(
        &self,
        stop: &CancellationToken,
        tell: impl Fn(Progress) + Send + Sync,
    ) -> Result<End, Problem> {
        tokio::select! {
            biased;
            () = stop.cancelled() => Ok(End::Stopped),
            end = self.receive(&tell) => end,
        }
    }

    async fn receive(&self, tell: &(impl Fn(Progress) + Send + Sync)) -> Result<End, Problem> {
        let here = length(self.part).await;
        let mut answer = self.ask(here).await?;
        if answer.status() == StatusCode::RANGE_NOT_SATISFIABLE && here > 0 {
            // What is here does not fit what is there: from the start.
            answer = self.ask(0).await?;
        }
        let body = match self.body(&answer, here)? {
            Some(body) => body,
            None => return Ok(End::Expired),
        };
        if body.total.is_some_and(|total| total > self.largest) {
            return Err(refused("It is larger than any interview.").into());
        }
        let mut file = open(self.part, body.from).await.map_err(disk)?;
        let mut received = body.from;
        let mut first = head(self.part, body.from).await.map_err(disk)?;
        let mut told = Instant::now();
        let progress = |received| Progress {
            received,
            total: body.total,
            validator: body.validator.clone(),
        };
        tell(progress(received));
        while let Some(bytes) = answer.chunk().await.map_err(|_| self.cut())? {
            if first.len() < TELLING {
                first.extend(bytes.iter().take(TELLING - first.len()));
                if first.len() == TELLING && kind::extension(self.kind, &first).is_none() {
                    return self.not_asked_for(file).await;
                }
            }
            received += i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            if received > self.largest || body.total.is_some_and(|total| received > total) {
                return Err(refused("More came than was announced.").into());
            }
            file.write_all(&bytes).await.map_err(disk)?;
            // Written, not only taken: stopping or breaking off here loses nothing.
            file.flush().await.map_err(disk)?;
            if told.elapsed() >= PROGRESS {
                told = Instant::now();
                tell(progress(received));
            }
        }
        file.sync_all().await.map_err(disk)?;
        tell(progress(received));
        if body.total.is_some_and(|total| received < total) {
            return Err(self.cut());
        }
        match kind::extension(self.kind, &first) {
            Some(extension) => Ok(End::Whole { extension }),
            None => self.not_asked_for(file).await,
        }
    }

    async fn ask(&self, from: i64) -> Result<Response, Problem> {
        // Compressed, a byte's place would not be its place in the file.
        let mut request = client(self.link, self.training)?
            .get(self.link)
            .header(ACCEPT_ENCODING, "identity");
        if let (true, Some(Validator(mark))) = (from > 0, &self.validator) {
            request = request
                .header(RANGE, format!("bytes={from}-"))
                .header(IF_RANGE, mark);
        }
        request.send().await.map_err(|_| self.cut())
    }

    /// Where the body of an answer belongs; `None` when the link is no longer good.
    fn body(&self, answer: &Response, here: i64) -> Result<Option<Body>, Problem> {
        let length = answer
            .content_length()
            .and_then(|length| i64::try_from(length).ok());
        match answer.status() {
            StatusCode::OK => Ok(Some(Body {
                from: 0,
                total: length,
                validator: validator(answer.headers()),
            })),
            StatusCode::PARTIAL_CONTENT => {
                let (from, total) = answer
                    .headers()
                    .get(CONTENT_RANGE)
                    .and_then(|value| range(value.to_str().ok()?))
                    .ok_or_else(|| refused("The server sent another part than was asked for."))?;
                if from != here {
                    return Err(refused("The server sent another part than was asked for.").into());
                }
                Ok(Some(Body {
                    from,
                    total: total.or(length.map(|length| from.saturating_add(length))),
                    validator: self.validator.clone(),
                }))
            }
            StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::GONE => Ok(None),
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Err(self.cut())
            }
            _ => Err(refused("The server answered with something else than a file.").into()),
        }
    }

    /// What came is removed: a web page under a report's name helps nobody.
    async fn not_asked_for(&self, file: File) -> Result<End, Problem> {
        file.set_len(0).await.map_err(disk)?;
        Err(refused(match self.kind {
            ResultPart::Report => "What came is not a PDF.",
            ResultPart::Video => "What came is not a video.",
        })
        .into())
    }

    /// Where the connection broke off, by host: nothing else of the link is said.
    fn cut(&self) -> Problem {
        let host = links::host(self.link).unwrap_or_default();
        Trouble::DownloadCut { host }.into()
    }
}

fn refused(why: &'static str) -> Trouble {
    Trouble::FileRefused { why }
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
fn disk(error: std::io::Error) -> Problem {
    failure::folder(&error).into()
}

/// A client for one link: secure hosts, or this machine while training, and never from one to the other.
fn client(link: &str, training: bool) -> Result<Client, Problem> {
    let local = is_loopback(link);
    let builder = Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(60))
        // The next host is not told the link that led to it.
        .referer(false)
        .redirect(reqwest::redirect::Policy::custom(move |attempt| {
            let fits = if local {
                training && is_loopback(attempt.url().as_str())
            } else {
                attempt.url().scheme() == "https" && !is_loopback(attempt.url().as_str())
            };
            if fits && attempt.previous().len() <= MOST_REDIRECTS {
                attempt.follow()
            } else {
                attempt.stop()
            }
        }))
        .user_agent(concat!("fulcrum/", env!("CARGO_PKG_VERSION")));
    let builder = if local {
        builder.no_proxy()
    } else {
        builder.https_only(true)
    };
    builder.build().map_err(|_| Trouble::Internal.into())
}

/// A weak tag says that two versions read alike, not that their bytes are the same.
fn validator(headers: &HeaderMap) -> Option<Validator> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    text(ETAG)
        .filter(|tag| !tag.starts_with("W/"))
        .or_else(|| text(LAST_MODIFIED))
        .map(Validator)
}

/// `bytes 5-9/10`: the first byte and, where said, the length of the whole.
fn range(value: &str) -> Option<(i64, Option<i64>)> {
    let (span, total) = value.strip_prefix("bytes ")?.split_once('/')?;
    let from = span.split_once('-')?.0.trim().parse().ok()?;
    Some((from, total.trim().parse().ok()))
}

async fn length(part: &Path) -> i64 {
    let metadata = tokio::fs::metadata(part).await;
    metadata
        .ok()
        .and_then(|file| i64::try_from(file.len()).ok())
        .unwrap_or(0)
}

/// Opened for writing at `from`; what lies after it is cut off.
async fn open(part: &Path, from: i64) -> std::io::Result<File> {
    let file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(part)
        .await?;
    file.set_len(u64::try_from(from).unwrap_or(0)).await?;
    Ok(file)
}

/// The first bytes that are here already.
async fn head(part: &Path, from: i64) -> std::io::Result<Vec<u8>> {
    let mut first = Vec::new();
    if from > 0 {
        let telling = u64::try_from(TELLING).unwrap_or(0);
        let file = File::open(part).await?;
        file.take(telling).read_to_end(&mut first).await?;
    }
    Ok(first)
}

#[cfg(test)]
mod tests;
