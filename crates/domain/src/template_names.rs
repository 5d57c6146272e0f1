//! What a person who types a template's name on a posting gets wrong: the vendor compares letter for letter.

use std::collections::BTreeMap;

use crate::vendor::{Template, TemplateCatalogue};

/// A vendor's file is taken as up to date for this long, ms.
pub const FRESH_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// A feature of a name that the eye misses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameTrap {
    /// A space at its beginning or end.
    EdgeSpace,
    /// Two spaces in a row.
    DoubleSpace,
    /// A letter that shows nothing, or a space that is none: no-break, zero-width.
    Invisible,
    /// A dash, quotation mark or dots that keyboards type as something plainer.
    Typographic,
}

impl NameTrap {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EdgeSpace => "edge_space",
            Self::DoubleSpace => "double_space",
            Self::Invisible => "invisible",
            Self::Typographic => "typographic",
        }
    }
}

/// The worst trap of a name; `None`: it can be typed as it is read.
pub fn trap_of(name: &str) -> Option<NameTrap> {
    let invisible = |letter: char| {
        matches!(
            letter,
            '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2000}'..='\u{200a}' | '\u{202a}'..='\u{202f}'
                | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}'
        ) || letter.is_control()
    };
    let typographic = |letter: char| {
        matches!(
            letter,
            '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2026}' | '\u{2212}' | '\u{ff1a}'
        )
    };
    if name.contains(invisible) {
        Some(NameTrap::Invisible)
    } else if name.trim() != name {
        Some(NameTrap::EdgeSpace)
    } else if name.contains("  ") {
        Some(NameTrap::DoubleSpace)
    } else if name.contains(typographic) {
        Some(NameTrap::Typographic)
    } else {
        None
    }
}

/// Templates whose name another one has, too.
pub fn shared_names(catalogue: &TemplateCatalogue) -> Vec<&Template> {
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for template in &catalogue.templates {
        *times.entry(template.name.as_str()).or_default() += 1;
    }
    catalogue
        .templates
        .iter()
        .filter(|template| times.get(template.name.as_str()).is_some_and(|n| *n > 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::CatalogueSource;

    #[test]
    fn what_the_eye_misses_is_named() {
        for (name, trap) in [
            ("Lever Demo", None),
            ("Prüfung für Köln", None),
            ("面接", None),
            ("Backend – first video", Some(NameTrap::Typographic)),
            ("“Quoted”", Some(NameTrap::Typographic)),
            (" Demo", Some(NameTrap::EdgeSpace)),
            ("Demo\t", Some(NameTrap::Invisible)),
            ("Night  Shift", Some(NameTrap::DoubleSpace)),
            ("Night\u{a0}Shift", Some(NameTrap::Invisible)),
            ("De\u{200b}mo", Some(NameTrap::Invisible)),
        ] {
            assert_eq!(trap_of(name), trap, "{name:?}");
        }
    }

    #[test]
    fn equal_names_are_equal_to_the_letter() {
        let template = |id: &str, name: &str| Template {
            id: id.into(),
            name: name.to_owned(),
        };
        let catalogue = TemplateCatalogue {
            templates: vec![
                template("1", "Demo"),
                template("2", "demo"),
                template("3", "Demo"),
            ],
            as_of_ms: 0,
            source: CatalogueSource::File,
        };
        let ids: Vec<&str> = shared_names(&catalogue)
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(ids, ["1", "3"]);
    }
}
