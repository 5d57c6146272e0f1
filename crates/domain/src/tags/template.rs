//! From a tag's text to a template, the way the vendor looks it up: id first, then exact name.

use super::classify::{MYINTERVIEW, status_words};
use crate::vendor::{Template, TemplateCatalogue};

/// Result of looking a tag's value up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateMatch<'a> {
    /// Exactly one template.
    Found(&'a Template),
    /// Several share the exact name; the vendor refuses and asks for the id.
    Ambiguous(Vec<&'a Template>),
    /// None.
    NotFound,
}

/// Looks `value` up without trimming or folding it.
pub fn resolve_template<'a>(value: &str, catalogue: &'a TemplateCatalogue) -> TemplateMatch<'a> {
    if let Some(by_id) = catalogue
        .templates
        .iter()
        .find(|template| template.id.as_str() == value)
    {
        return TemplateMatch::Found(by_id);
    }
    let named: Vec<&Template> = catalogue
        .templates
        .iter()
        .filter(|template| template.name == value)
        .collect();
    match named.as_slice() {
        [] => TemplateMatch::NotFound,
        [one] => TemplateMatch::Found(one),
        _ => TemplateMatch::Ambiguous(named),
    }
}

/// The tag to write on a posting for `template`: by name where a person can read it safely, by id where the name is
/// shared, holds special characters, has blanks at its ends, equals another template's id or spells a status.
pub fn picker_text(template: &Template, catalogue: &TemplateCatalogue) -> String {
    let by_name = plain(&template.name)
        && status_words(&template.name).is_none()
        && resolve_template(&template.name, catalogue) == TemplateMatch::Found(template);
    let value = if by_name {
        template.name.as_str()
    } else {
        template.id.as_str()
    };
    format!("{MYINTERVIEW}:{value}")
}

/// The vendor asks for the id "if you have special characters in your template name" without saying which; letters,
/// digits, single blanks and a few signs of everyday titles are taken as plain.
fn plain(name: &str) -> bool {
    !name.is_empty()
        && name.trim() == name
        && !name.contains("  ")
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '(' | ')'))
}
