//! Search over what is here.

use fulcrum_cache::query::MatchedField;
use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::fold::fold;

use crate::app::App;
use crate::failure;
use crate::picture::stage_name;
use crate::view::{Problem, SearchAnswer, SearchHit};

/// Characters of an excerpt before and after the match.
const AROUND: usize = 40;

impl App {
    /// Finds candidates by name, e-mail, posting, tag or note. Nothing for less than two letters.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn search(&self, text: &str, limit: u32) -> Result<SearchAnswer, Problem> {
        let ready = self.ready()?;
        let text = text.to_owned();
        ready
            .cache
            .read(move |tx| {
                let stages = tx.stages()?;
                let counts = tx.counts()?;
                let mut hits = Vec::new();
                for hit in tx.search(&text, limit)? {
                    hits.push(SearchHit {
                        excerpt: excerpt(tx, &hit, &text)?,
                        stage_name: stage_name(&stages, &hit.stage),
                        matched: matched(hit.matched).to_owned(),
                        id: hit.id,
                        name: hit.name,
                        posting: hit.posting_title,
                        archived: hit.archived,
                    });
                }
                Ok(SearchAnswer {
                    hits,
                    people: counts.opportunities,
                    notes: counts.notes,
                })
            })
            .await
            .map_err(failure::cache)
    }
}

fn matched(field: MatchedField) -> &'static str {
    match field {
        MatchedField::Name => "name",
        MatchedField::Email => "email",
        MatchedField::Posting => "posting",
        MatchedField::Tag => "tag",
        MatchedField::Note => "note",
    }
}

/// The text that matched, shortened around the match.
fn excerpt(
    tx: &CacheReader<'_>,
    hit: &fulcrum_cache::query::SearchHit,
    asked: &str,
) -> Result<String, Error> {
    let texts: Vec<String> = match hit.matched {
        MatchedField::Name => vec![hit.name.clone()],
        MatchedField::Posting => hit.posting_title.iter().cloned().collect(),
        MatchedField::Email => tx
            .opportunity(&hit.id)?
            .map(|opportunity| opportunity.emails)
            .unwrap_or_default(),
        MatchedField::Tag => tx
            .opportunity(&hit.id)?
            .map(|opportunity| opportunity.tags)
            .unwrap_or_default(),
        MatchedField::Note => tx
            .notes(&hit.id)?
            .into_iter()
            .filter(|note| !note.secret && note.deleted_at_ms.is_none())
            .flat_map(|note| note.fields.into_iter().map(|field| field.value))
            .collect(),
    };
    let words: Vec<String> = asked.split_whitespace().map(fold).collect();
    let found = texts.iter().find_map(|text| {
        words
            .iter()
            .filter(|word| word.chars().count() > 1)
            .find_map(|word| around(text, word))
    });
    Ok(found
        .or_else(|| {
            texts
                .first()
                .map(|text| text.chars().take(2 * AROUND).collect())
        })
        .unwrap_or_default())
}

/// The part of `text` around `word`, compared without accents and case, letter by letter.
fn around(text: &str, word: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut folded = String::new();
    let mut origin = Vec::new();
    for (index, letter) in letters.iter().enumerate() {
        for part in fold(&letter.to_string()).chars() {
            folded.push(part);
            origin.push(index);
        }
    }
    let byte = folded.find(word)?;
    let at = folded.get(..byte)?.chars().count();
    let start = origin.get(at)?.saturating_sub(AROUND);
    let end = origin
        .get(at + word.chars().count().saturating_sub(1))?
        .saturating_add(AROUND)
        .min(letters.len().saturating_sub(1));
    let middle: String = letters.get(start..=end)?.iter().collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if end + 1 < letters.len() { "…" } else { "" };
    Some(format!("{before}{}{after}", middle.replace('\n', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_shows_the_match_whatever_its_accents() {
        assert_eq!(
            around("Zoë Müller", &fold("zoe")).as_deref(),
            Some("Zoë Müller")
        );
        let long = format!("{} needle {}", "a".repeat(90), "b".repeat(90));
        let shown = around(&long, "needle").unwrap();
        assert!(shown.contains("needle") && shown.starts_with('…') && shown.ends_with('…'));
        assert!(shown.chars().count() < 100);
        assert_eq!(around("abc", "x"), None);
    }
}
