//! The account's message templates: what candidates are sent instead of the vendor's stock texts.
//!
//! "Please ensure to 'Set this template as default'": a template that is not the default of its kind is kept and not used.

use serde::{Deserialize, Serialize};

/// What a message template is for. The help article names these four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The e-mail that invites.
    InviteEmail,
    /// The text message that invites.
    InviteSms,
    /// The nudge before the deadline.
    ReminderEmail,
    /// The confirmation afterwards.
    ThankYouEmail,
}

/// A message template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageTemplate {
    /// What it is for.
    pub kind: MessageKind,
    /// What the account calls it.
    pub name: String,
    /// Subject of an e-mail; of no use in a text message.
    #[serde(default)]
    pub subject: String,
    /// Text with the holes `{candidate}`, `{job}`, `{link}`, `{company}` and `{deadline}`.
    pub body: String,
    /// It is the one that applies.
    #[serde(default)]
    pub default: bool,
}

/// The template of `kind` that applies, if the account made one its default.
pub(crate) fn applying(
    templates: &[MessageTemplate],
    kind: MessageKind,
) -> Option<&MessageTemplate> {
    templates
        .iter()
        .find(|template| template.kind == kind && template.default)
}

/// Whether no kind has two defaults.
///
/// # Errors
/// A sentence.
pub(crate) fn check(templates: &[MessageTemplate]) -> Result<(), String> {
    let mut kinds: Vec<MessageKind> = templates
        .iter()
        .filter(|template| template.default)
        .map(|template| template.kind)
        .collect();
    let all = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < all {
        return Err("only one message template of a kind is its default".to_owned());
    }
    if templates.iter().any(|one| one.body.trim().is_empty()) {
        return Err("a message template has a text".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{MessageKind, MessageTemplate, applying, check};

    fn template(kind: MessageKind, name: &str, default: bool) -> MessageTemplate {
        MessageTemplate {
            kind,
            name: name.to_owned(),
            subject: String::new(),
            body: "x".to_owned(),
            default,
        }
    }

    #[test]
    fn only_the_default_of_a_kind_applies() {
        let mut all = vec![
            template(MessageKind::InviteEmail, "one", false),
            template(MessageKind::InviteEmail, "two", true),
            template(MessageKind::InviteSms, "three", false),
        ];
        assert_eq!(
            applying(&all, MessageKind::InviteEmail).unwrap().name,
            "two"
        );
        assert!(applying(&all, MessageKind::InviteSms).is_none());
        assert_eq!(check(&all), Ok(()));
        all.push(template(MessageKind::InviteEmail, "four", true));
        assert!(check(&all).is_err());
    }
}
