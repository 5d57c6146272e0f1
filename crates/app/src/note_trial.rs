//! Trying how vendor notes are read, for the command line: no account, no keyring, no file of ours.

use fulcrum_domain::note_reading::{Patterns, tryout};
use fulcrum_domain::vendor::VendorSetup;

/// What is needed to read notes: whose they are, and which words mean what.
#[derive(Clone, Debug)]
pub struct NoteTrial {
    setups: Vec<VendorSetup>,
    patterns: Patterns,
}

impl NoteTrial {
    /// `authors` and `hosts` name each vendor's Lever user and link host, as `jobtwine=ID,myinterview=ID`; a vendor may
    /// come twice. `patterns` is the text of a pattern file; without one, the words that come with the program are used.
    ///
    /// # Errors
    /// A sentence: a vendor that is none, or a pattern file that cannot be used.
    pub fn new(authors: &str, hosts: &str, patterns: Option<&str>) -> Result<Self, String> {
        let pins = |text: &str| tryout::pins(text).map_err(|error| error.to_string());
        let setups = tryout::setups(&pins(authors)?, &pins(hosts)?);
        let patterns = match patterns {
            Some(text) => Patterns::load(text),
            None => Patterns::builtin(),
        };
        let patterns = patterns.map_err(|error| error.to_string())?;
        Ok(Self { setups, patterns })
    }

    /// One note, `{"author", "value", "createdAt"}`, as one line of JSON: `{vendor, kind, at, outcome, links, confidence,
    /// why, round}`.
    ///
    /// # Errors
    /// A sentence that says what the line lacks; it quotes nothing of the note.
    pub fn line(&self, line: &str) -> Result<String, String> {
        let read = tryout::read_line(line, &self.setups, &self.patterns)
            .map_err(|error| error.to_string())?;
        serde_json::to_string(&read).map_err(|_| "the answer could not be written".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(author: &str, text: &str) -> Value {
        let trial = NoteTrial::new("jobtwine=jt", "jobtwine=jt.example", None).unwrap();
        let note = json!({ "author": author, "value": text, "createdAt": 1_790_000_000_000_i64 });
        serde_json::from_str(&trial.line(&note.to_string()).unwrap()).unwrap()
    }

    #[test]
    fn the_author_decides_whose_note_it_is_and_the_words_what_it_says() {
        let text = "Round 2: the interview is scheduled for 2026-10-20T15:00:00+01:00.";
        let vendors = read("jt", text);
        assert_eq!(vendors["vendor"], "jobtwine");
        assert_eq!(vendors["kind"], "scheduled");
        assert_eq!(vendors["at"], "2026-10-20T15:00:00+01:00");
        let somebodys = read("a recruiter", text);
        assert_eq!(somebodys["kind"], "not_vendor");
        assert_eq!(somebodys["vendor"], Value::Null);
    }

    #[test]
    fn what_cannot_be_used_is_a_sentence() {
        let unknown = NoteTrial::new("jobtwin=jt", "", None).unwrap_err();
        assert!(unknown.contains("jobtwin"), "{unknown}");
        assert!(NoteTrial::new("", "", Some("{}")).is_err());
        let trial = NoteTrial::new("jobtwine=jt", "", None).unwrap();
        let broken = trial.line("{\"value\": \"a secret word\"").unwrap_err();
        assert!(!broken.contains("secret word"), "{broken}");
    }
}
