//! Pattern data: which words mean what.

mod dictionary;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(super) use self::dictionary::{Dictionary, Vocabulary};
use super::jobtwine;
use crate::vendor::Vendor;

/// What a word can mean in a note of myInterview's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Concept {
    Negation,
    Modal,
    Future,
    Hypothetical,
    Unreal,
    Advice,
    Break,
    Invite,
    Send,
    Fail,
    Email,
    Address,
    Phone,
    Reaction,
    Missing,
    Present,
    Require,
    Invalid,
    Valid,
    Template,
    Tag,
    Exist,
    Unknown,
    Several,
    Ambiguous,
    Unique,
    Spelling,
    Support,
    Retry,
    Done,
    Ready,
    Interview,
    Video,
    Response,
    Review,
    Take,
    Candidate,
    Partial,
    Expired,
    Admin,
}

impl Vocabulary for Concept {
    const COUNT: usize = Self::Admin as usize + 1;
}

/// The data's version this reader understands.
const VERSION: u32 = 1;

/// Words and the concepts they stand for, per vendor. Data, so that a team can correct a reading without a new build.
///
/// One file may speak of one vendor, `{"version": 1, "vendor": "jobtwine", "concepts": {"slots": ["slot*", …], …}}` (without
/// `vendor` it is myInterview's), or of several,
/// `{"version": 1, "vendors": {"myinterview": {"concepts": …}, "jobtwine": {"concepts": …}}}`. A vendor that the file does
/// not name keeps the words that come with the app. A pattern is one to five words in lower case without accents, separated
/// by single blanks; `*` at a word's end matches any ending.
#[derive(Clone, Debug)]
pub struct Patterns {
    pub(super) myinterview: Dictionary<Concept>,
    pub(super) jobtwine: Dictionary<jobtwine::Concept>,
}

/// Why a pattern text was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Not JSON of the expected shape, or a concept this version does not know.
    #[error("the patterns are not readable: {0}")]
    Unreadable(String),
    /// Written for another version of the reader.
    #[error("the patterns are of version {0}, this reader knows version {VERSION}")]
    Version(u32),
    /// Concepts without any words would never be found, silently.
    #[error("{0} of the reader's concepts have no words")]
    ConceptsWithoutWords(usize),
    /// A pattern that could never match or would match everything.
    #[error("not a pattern: {0:?}")]
    BadPattern(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    version: u32,
    #[serde(default)]
    vendor: Option<Vendor>,
    #[serde(default)]
    concepts: Option<serde_json::Value>,
    #[serde(default)]
    vendors: BTreeMap<Vendor, Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    concepts: serde_json::Value,
}

const MYINTERVIEW: &str = include_str!("../../patterns/myinterview.json");
const JOBTWINE: &str = include_str!("../../patterns/jobtwine.json");

impl Patterns {
    /// The patterns that come with the app.
    ///
    /// # Errors
    /// Never in a tested build: the texts are compiled in, and a test loads them.
    pub fn builtin() -> Result<Self, PatternError> {
        let words = |text| Ok(wire(text)?.concepts.unwrap_or_default());
        Ok(Self {
            myinterview: dictionary(words(MYINTERVIEW)?)?,
            jobtwine: dictionary(words(JOBTWINE)?)?,
        })
    }

    /// Reads and checks a pattern text; what it does not speak of stays as it comes with the app.
    ///
    /// # Errors
    /// See [`PatternError`]; nothing is half loaded.
    pub fn load(text: &str) -> Result<Self, PatternError> {
        let wire = wire(text)?;
        let mut patterns = Self::builtin()?;
        if wire.concepts.is_none() && wire.vendors.is_empty() {
            return Err(PatternError::Unreadable("no concepts in it".to_owned()));
        }
        let single = wire
            .concepts
            .map(|concepts| (wire.vendor.unwrap_or(Vendor::MyInterview), concepts));
        let several = wire
            .vendors
            .into_iter()
            .map(|(vendor, words)| (vendor, words.concepts));
        for (vendor, concepts) in single.into_iter().chain(several) {
            match vendor {
                Vendor::MyInterview => patterns.myinterview = dictionary(concepts)?,
                Vendor::JobTwine => patterns.jobtwine = dictionary(concepts)?,
            }
        }
        Ok(patterns)
    }
}

fn wire(text: &str) -> Result<Wire, PatternError> {
    let wire: Wire =
        serde_json::from_str(text).map_err(|error| PatternError::Unreadable(error.to_string()))?;
    if wire.version == VERSION {
        Ok(wire)
    } else {
        Err(PatternError::Version(wire.version))
    }
}

fn dictionary<C: Vocabulary>(concepts: serde_json::Value) -> Result<Dictionary<C>, PatternError> {
    Dictionary::new(shaped(concepts)?)
}

fn shaped<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, PatternError> {
    serde_json::from_value(value).map_err(|error| PatternError::Unreadable(error.to_string()))
}
