//! The sentences of the vendor's notes. The real ones were never published, so there are many, unlike one another in
//! order, tone, layout and naming. They are known to the sandbox alone: whoever reads notes must cope with sentences that
//! were never shown to it.

use crate::partner::dice::Dice;
use crate::partner::sentence::filled;

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Matter {
    /// The interview was handed in.
    Completed,
    /// No e-mail address on file.
    MissingEmail,
    /// No usable e-mail address on file.
    InvalidEmail,
    /// No template of the name or id on the posting.
    TemplateNotFound { wanted: String },
    /// Several templates of that name.
    TemplateAmbiguous { wanted: String, ids: Vec<String> },
    /// Several configuration tags.
    SeveralTags { tags: Vec<String> },
    /// Anything else.
    Other,
}

/// What the sentences may mention.
pub(crate) struct Mention<'a> {
    pub(crate) candidate: &'a str,
    pub(crate) job: &'a str,
    /// The review link; empty in failure notes.
    pub(crate) link: &'a str,
}

/// Where the vendor asks for help to be sought.
pub(crate) const SUPPORT: &str = "support@myinterview.com";

/// How many wordings each matter has.
pub(crate) const WORDINGS: usize = 12;

/// The note's text: the wording numbered `fixed`, or one by chance per interview.
pub(crate) fn note(
    matter: &Matter,
    mention: &Mention<'_>,
    fixed: Option<usize>,
    dice: Dice,
    interview: &str,
) -> String {
    let wordings = wordings(matter);
    let chosen = fixed
        .and_then(|n| wordings.get(n % WORDINGS))
        .or_else(|| dice.pick(wordings, &[interview, "wording", kind(matter)]));
    let (wanted, ids, tags) = match matter {
        Matter::TemplateNotFound { wanted } => (wanted.as_str(), String::new(), String::new()),
        Matter::TemplateAmbiguous { wanted, ids } => {
            (wanted.as_str(), ids.join(", "), String::new())
        }
        Matter::SeveralTags { tags } => ("", String::new(), quoted(tags)),
        _ => ("", String::new(), String::new()),
    };
    let fill = |name: &str| match name {
        "candidate" if mention.candidate.is_empty() => "the candidate",
        "candidate" => mention.candidate,
        "job" if mention.job.is_empty() => "this posting",
        "job" => mention.job,
        "link" => mention.link,
        "wanted" => wanted,
        "ids" => ids.as_str(),
        "tags" => tags.as_str(),
        "support" => SUPPORT,
        _ => "",
    };
    chosen.map_or_else(String::new, |wording| filled(wording, fill))
}

fn quoted(tags: &[String]) -> String {
    tags.iter()
        .map(|tag| format!("\"{tag}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

fn kind(matter: &Matter) -> &'static str {
    match matter {
        Matter::Completed => "completed",
        Matter::MissingEmail => "missing e-mail",
        Matter::InvalidEmail => "invalid e-mail",
        Matter::TemplateNotFound { .. } => "template not found",
        Matter::TemplateAmbiguous { .. } => "template ambiguous",
        Matter::SeveralTags { .. } => "several tags",
        Matter::Other => "other",
    }
}

fn wordings(matter: &Matter) -> &'static [&'static str; WORDINGS] {
    match matter {
        Matter::Completed => &COMPLETED,
        Matter::MissingEmail => &MISSING_EMAIL,
        Matter::InvalidEmail => &INVALID_EMAIL,
        Matter::TemplateNotFound { .. } => &TEMPLATE_NOT_FOUND,
        Matter::TemplateAmbiguous { .. } => &TEMPLATE_AMBIGUOUS,
        Matter::SeveralTags { .. } => &SEVERAL_TAGS,
        Matter::Other => &OTHER,
    }
}

const COMPLETED: [&str; WORDINGS] = [
    "{candidate} has completed their myInterview. Review the video: {link}",
    "myInterview: a new video is ready to watch.\n{link}",
    "{link}\n\n{candidate} just finished the video interview for {job}.",
    "[myInterview] Interview submitted | {job} | {candidate} | {link}",
    "Great news! The answers of {candidate} are in. Click {link} to see them and leave a rating for the team.",
    "VIDEO INTERVIEW RECEIVED\nCandidate: {candidate}\nJob: {job}\nWatch: {link}",
    "The candidate recorded and submitted all questions. You can view the recording here ({link}).",
    "Entretien vidéo terminé : {candidate} a répondu à toutes les questions. Lien : {link}",
    "Das Videointerview von {candidate} ist abgeschlossen. Zur Aufzeichnung: {link}",
    "Watch it now → {link} ← {candidate}, {job}. Sent by myInterview.",
    "Hi team,\n\nplease find below the recording we received for {job}.\n\n{link}\n\nKind regards,\nmyInterview",
    "Submission complete. Review link (team members only): {link}. Answers: all. Candidate: {candidate}.",
];

const MISSING_EMAIL: [&str; WORDINGS] = [
    "We could not invite {candidate}: there is no email address on file.",
    "myInterview: invitation not sent. Reason: missing email.",
    "A candidate must have at least one email address. Please add one and move {candidate} to the stage again.",
    "[myInterview] ERROR email_missing ({job})",
    "Oh no! {candidate} has no e-mail, so we have nowhere to send the video interview to.",
    "INVITE FAILED\nCandidate: {candidate}\nProblem: the e-mail field is empty\nWhat to do: fill it in, then resend",
    "Sorry, the invite for {job} was skipped because this profile lists no contact email.",
    "Impossible d'inviter {candidate} : aucune adresse e-mail n'est renseignée.",
    "Einladung nicht verschickt: Für {candidate} ist keine E-Mail-Adresse hinterlegt.",
    "No address, no interview :) Add an email for {candidate} and try again. (myInterview)",
    "Hello,\n\nour system tried to reach the candidate for {job}, but an email could not be found on the profile.\n\nmyInterview",
    "Email: none found. Invitation: not created. Please update the candidate's contact details first.",
];

const INVALID_EMAIL: [&str; WORDINGS] = [
    "We could not invite {candidate}: the email address on file is not valid.",
    "myInterview: invitation not sent. Reason: invalid email.",
    "The email of {candidate} looks malformed. Please correct it and move the candidate to the stage again.",
    "[myInterview] ERROR email_invalid ({job})",
    "Oh no! We cannot deliver to the e-mail of {candidate}. Is there a typo in it?",
    "INVITE FAILED\nCandidate: {candidate}\nProblem: e-mail address rejected\nWhat to do: correct it, then resend",
    "Sorry, the invite for {job} was skipped because the contact email is not a proper address.",
    "Impossible d'inviter {candidate} : l'adresse e-mail n'est pas valide.",
    "Einladung nicht verschickt: Die E-Mail-Adresse von {candidate} ist ungültig.",
    "That address does not work. Fix the email of {candidate} and try again. (myInterview)",
    "Hello,\n\nour system tried to reach the candidate for {job}, but mail cannot be sent to the email on the profile.\n\nmyInterview",
    "Email: wrong format. Invitation: not created. Please check the candidate's contact details.",
];

const TEMPLATE_NOT_FOUND: [&str; WORDINGS] = [
    "Template \"{wanted}\" was not found. Please check the tag on the posting.",
    "myInterview: invitation not sent. Reason: template not found ({wanted}).",
    "There is no question template called {wanted} in your myInterview account. Names are case and space sensitive; special characters need the template_id.",
    "[myInterview] ERROR template_unknown: {wanted} ({job})",
    "Oh no! We looked everywhere and could not find the template '{wanted}'. A small misspelling perhaps?",
    "INVITE FAILED\nCandidate: {candidate}\nProblem: unknown template: {wanted}\nWhat to do: correct the tag on the job, then resend",
    "Sorry, {candidate} was not invited: {job} refers to a template ({wanted}) that does not exist.",
    "Impossible d'inviter {candidate} : le modèle « {wanted} » est introuvable.",
    "Einladung nicht verschickt: Die Vorlage „{wanted}“ gibt es nicht.",
    "Which template did you mean? \"{wanted}\" is not one of yours. (myInterview)",
    "Hello,\n\nthe tag on {job} names a template that is not in our system:\n{wanted}\n\nPlease correct it and move the candidate back.\n\nmyInterview",
    "Template: no match for {wanted}. Job: not created. Invitation: not created.",
];

const TEMPLATE_AMBIGUOUS: [&str; WORDINGS] = [
    "More than one template is called \"{wanted}\". Please use the template_id instead: {ids}.",
    "myInterview: invitation not sent. Reason: template name is not unique ({wanted}). Use one of the ids {ids}.",
    "Several of your templates share the name {wanted}. Put the template_id into the posting's tag.",
    "[myInterview] ERROR template_ambiguous: {wanted} (template_id needed: {ids})",
    "Oh no! '{wanted}' exists more than once, and we cannot choose for you. The template_id can.",
    "INVITE FAILED\nCandidate: {candidate}\nProblem: duplicate template name: {wanted}\nWhat to do: tag the job with the id ({ids}), then resend",
    "Sorry, {candidate} was not invited: the name {wanted} on {job} fits two templates. The template id is needed.",
    "Impossible d'inviter {candidate} : plusieurs modèles s'appellent « {wanted} ». Indiquez le template_id ({ids}).",
    "Einladung nicht verschickt: Der Vorlagenname „{wanted}“ ist mehrfach vergeben. Bitte die template_id verwenden.",
    "Twins! \"{wanted}\" names two templates. Tell us the id: {ids}. (myInterview)",
    "Hello,\n\nthe tag on {job} is not clear: these templates have the same name ({wanted}):\n{ids}\n\nPlease use the template_id.\n\nmyInterview",
    "Template: {wanted}: 2+ matches ({ids}). An id is required. Invitation: not created.",
];

const SEVERAL_TAGS: [&str; WORDINGS] = [
    "{job} has more than one myInterview tag: {tags}. Only one is allowed.",
    "myInterview: invitation not sent. Reason: multiple tags ({tags}).",
    "You can only add one tag on each posting. Found: {tags}. Please remove all but one and move {candidate} to the stage again.",
    "[myInterview] ERROR multiple_tags {tags}",
    "Oh no! The job carries {tags}, and we do not know which one to follow.",
    "INVITE FAILED\nCandidate: {candidate}\nProblem: conflicting tags: {tags}\nWhat to do: keep one tag on the job, then resend",
    "Sorry, {candidate} was not invited because {job} names several templates: {tags}.",
    "Impossible d'inviter {candidate} : l'offre porte plusieurs tags ({tags}).",
    "Einladung nicht verschickt: Die Stelle hat mehrere Tags ({tags}), erlaubt ist einer.",
    "One posting, one tag, please! We see {tags}. (myInterview)",
    "Hello,\n\nthe posting {job} has these tags for our integration:\n{tags}\n\nPlease leave exactly one.\n\nmyInterview",
    "Tags: {tags}. Expected: 1. Invitation: not created.",
];

const OTHER: [&str; WORDINGS] = [
    "Something went wrong while inviting {candidate}. Please contact {support}.",
    "myInterview: invitation not sent. Please contact {support}.",
    "An unexpected error occurred. If it happens again, write to {support} and mention {job}.",
    "[myInterview] ERROR internal ({job}) {support}",
    "Oh no! We hit a snag with this invite. Our people at {support} would love to help.",
    "INVITE FAILED\nCandidate: {candidate}\nProblem: unknown\nWhat to do: contact myInterview Support at {support}",
    "Sorry, {candidate} was not invited. For any other error please contact myInterview Support ({support}).",
    "Impossible d'inviter {candidate}. Veuillez contacter {support}.",
    "Einladung nicht verschickt: unbekannter Fehler. Bitte wenden Sie sich an {support}.",
    "That did not work, and it is our fault. {support} knows more. (myInterview)",
    "Hello,\n\nthe interview for {job} could not be set up. Please get in touch with us: {support}\n\nmyInterview",
    "Status: failed. Code: 500. Support: {support}. Invitation: not created.",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Dice, Matter, Mention, SUPPORT, WORDINGS, note};

    fn matters() -> Vec<Matter> {
        let wanted = "lever demo".to_owned();
        vec![
            Matter::Completed,
            Matter::MissingEmail,
            Matter::InvalidEmail,
            Matter::TemplateNotFound {
                wanted: wanted.clone(),
            },
            Matter::TemplateAmbiguous {
                wanted,
                ids: vec!["aaa".to_owned(), "bbb".to_owned()],
            },
            Matter::SeveralTags {
                tags: vec!["myInterview:A".to_owned(), "myInterview:B".to_owned()],
            },
            Matter::Other,
        ]
    }

    fn all(matter: &Matter) -> Vec<String> {
        let mention = Mention {
            candidate: "Ana {link}",
            job: "Cook",
            link: "http://x/review/1",
        };
        (0..WORDINGS)
            .map(|n| note(matter, &mention, Some(n), Dice::new(1), "i"))
            .collect()
    }

    #[test]
    fn every_matter_has_twelve_different_notes_and_no_hole_is_left() {
        let mut seen = BTreeSet::new();
        for matter in matters() {
            for text in all(&matter) {
                assert!(
                    !text.replace("Ana {link}", "").contains(['{', '}']),
                    "{text}"
                );
                assert!(seen.insert(text));
            }
        }
        assert_eq!(seen.len(), 7 * WORDINGS);
        const { assert!(WORDINGS >= 12) };
    }

    #[test]
    fn each_note_holds_what_it_must() {
        for matter in matters() {
            for text in all(&matter) {
                match &matter {
                    Matter::Completed => {
                        assert_eq!(text.matches("http://x/review/1").count(), 1, "{text}");
                    }
                    Matter::TemplateNotFound { wanted } => assert!(text.contains(wanted), "{text}"),
                    Matter::TemplateAmbiguous { wanted, .. } => {
                        let asks_for_id = ["template_id", "template id", " id"]
                            .iter()
                            .any(|word| text.contains(word));
                        assert!(text.contains(wanted) && asks_for_id, "{text}");
                    }
                    Matter::SeveralTags { tags } => {
                        assert!(tags.iter().all(|tag| text.contains(tag)), "{text}");
                    }
                    Matter::Other => assert!(text.contains(SUPPORT), "{text}"),
                    Matter::MissingEmail | Matter::InvalidEmail => {
                        assert!(!text.contains(SUPPORT), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn by_chance_every_wording_comes_up() {
        let mention = Mention {
            candidate: "Ana",
            job: "Cook",
            link: "l",
        };
        let seen: BTreeSet<String> = (0..400)
            .map(|n| note(&Matter::Other, &mention, None, Dice::new(2), &n.to_string()))
            .collect();
        assert_eq!(seen.len(), WORDINGS);
    }
}
