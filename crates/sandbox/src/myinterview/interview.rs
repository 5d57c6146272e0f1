//! One attempt at interviewing one candidacy, as the vendor keeps it.

use serde::{Deserialize, Serialize};

use super::switches::Write;
use crate::partner::dice::Dice;

/// Where an attempt stands. `Expired` is never stored: it follows from the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Invited, link not opened.
    Invited,
    /// Link opened.
    Clicked,
    /// Handed in.
    Completed,
    /// Not invited, and a note says why.
    Failed,
    /// Not invited, and nothing says why.
    Silent,
    /// Not meant to be invited.
    Ignored,
    /// Not handed in before the deadline.
    Expired,
    /// Ended before it was handed in: archived for good, or replaced by another invitation.
    Cancelled,
    /// Known, not invited: made over the vendor's own API.
    Created,
}

impl State {
    /// Whether the vendor's rules lead from here to `next`. [`Expired`](Self::Expired) is never stored.
    pub(crate) fn leads_to(self, next: Self) -> bool {
        use State::{Cancelled, Clicked, Completed, Created, Failed, Invited, Silent};
        match self {
            Created => matches!(next, Invited | Clicked | Completed),
            Invited => matches!(next, Clicked | Completed | Cancelled),
            Clicked => matches!(next, Completed | Cancelled),
            // A note that could not be written at first.
            Silent => next == Failed,
            Completed | Failed | Cancelled | Self::Ignored | Self::Expired => false,
        }
    }
}

/// A change of status tags that Lever is still owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TagChange {
    Add(String),
    Remove(String),
}

/// Why nobody was invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// The posting has no configuration tag.
    NoTag,
    /// The candidacy has no posting.
    NoPosting,
    /// The candidacy is archived.
    Archived,
    MissingEmail,
    InvalidEmail,
    TemplateNotFound,
    TemplateAmbiguous,
    MultipleConfigTags,
    /// "Any other error".
    Other,
    /// Lever no longer lets the vendor in.
    VendorUnauthorized,
    /// The vendor dropped the event.
    Lost,
    /// The candidacy had left the trigger stage when the vendor looked.
    LeftStage,
    /// Another invitation took its place.
    Replaced,
}

/// An attempt. Links in a stored past hold `{base}` where the vendor's address comes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Interview {
    /// 24 hexadecimal digits; also the key of the candidate's link and of the review page.
    pub(crate) id: String,
    /// The candidate's number in the link.
    pub(crate) unique_id: String,
    pub(crate) opportunity: String,
    pub(crate) posting: Option<String>,
    /// Posting title, for messages and pages.
    pub(crate) title: String,
    /// Candidate's name, for messages and pages.
    pub(crate) candidate: String,
    /// 1 for the first.
    pub(crate) attempt: u32,
    pub(crate) state: State,
    pub(crate) code: Option<Code>,
    pub(crate) template_id: Option<String>,
    pub(crate) job: Option<String>,
    /// What the candidate opens; `None` when nobody was invited.
    pub(crate) link: Option<String>,
    /// What the recruiter opens; `None` before completion.
    pub(crate) review: Option<String>,
    /// Video id; `None` before completion.
    pub(crate) video: Option<String>,
    /// Address that was mailed.
    pub(crate) mail: Option<String>,
    /// Number that was texted.
    pub(crate) sms: Option<String>,
    /// How often the invitation was sent.
    pub(crate) sent: u32,
    /// The status tag now on the opportunity by this attempt, exactly as written.
    pub(crate) tag: Option<String>,
    /// The status tag that is to replace [`tag`](Self::tag).
    pub(crate) next_tag: Option<String>,
    /// Writes to Lever that completion still owes.
    pub(crate) owed: Vec<Write>,
    /// Hidden while the candidacy is archived.
    pub(crate) hidden: bool,
    /// Times in Unix milliseconds.
    pub(crate) at: i64,
    pub(crate) invited_at: Option<i64>,
    pub(crate) clicked_at: Option<i64>,
    pub(crate) completed_at: Option<i64>,
    pub(crate) deadline: Option<i64>,
    /// A reminder went out.
    pub(crate) reminded: bool,
    /// The hours before the deadline for which a reminder went out.
    #[serde(default)]
    pub(crate) reminders: Vec<i64>,
    /// The candidate's IANA zone, as the vendor guesses it.
    #[serde(default = "utc")]
    pub(crate) zone: String,
    /// What was tolerated, where the vendor is lenient.
    #[serde(default)]
    pub(crate) warning: Option<String>,
    /// Status tags that the invitation still owes Lever, in order.
    #[serde(default)]
    pub(crate) owed_tags: Vec<TagChange>,
    /// The note that a failure still owes Lever.
    #[serde(default)]
    pub(crate) owed_note: Option<String>,
    /// The first owed write may be in Lever already: its answer was lost, and so was the look for it.
    #[serde(default)]
    pub(crate) unsure: bool,
    /// Made over the vendor's own API: Lever knows nothing of it.
    #[serde(default)]
    pub(crate) external: bool,
    /// Came by a link that anybody may use: such a candidate has no status.
    #[serde(default)]
    pub(crate) direct: bool,
    /// States it has been in, without the present one.
    #[serde(default)]
    pub(crate) trail: Vec<State>,
}

fn utc() -> String {
    "UTC".to_owned()
}

impl Interview {
    /// An attempt of which nothing but the candidacy is known.
    pub(crate) fn new(dice: Dice, opportunity: &str, attempt: u32, at: i64) -> Self {
        let number = attempt.to_string();
        Self {
            id: dice.key(&["interview", opportunity, &number]),
            unique_id: dice.uuid(&["unique", opportunity, &number]),
            opportunity: opportunity.to_owned(),
            posting: None,
            title: String::new(),
            candidate: String::new(),
            attempt,
            state: State::Ignored,
            code: None,
            template_id: None,
            job: None,
            link: None,
            review: None,
            video: None,
            mail: None,
            sms: None,
            sent: 0,
            tag: None,
            next_tag: None,
            owed: Vec::new(),
            hidden: false,
            at,
            invited_at: None,
            clicked_at: None,
            completed_at: None,
            deadline: None,
            reminded: false,
            reminders: Vec::new(),
            zone: utc(),
            warning: None,
            owed_tags: Vec::new(),
            owed_note: None,
            unsure: false,
            external: false,
            direct: false,
            trail: Vec::new(),
        }
    }

    /// Gives up every write that Lever is still owed.
    pub(crate) fn forgive(&mut self) {
        self.owed.clear();
        self.owed_tags.clear();
        self.owed_note = None;
    }

    /// Whether Lever is still owed a write.
    pub(crate) fn owes(&self) -> bool {
        !self.owed.is_empty() || !self.owed_tags.is_empty() || self.owed_note.is_some()
    }

    /// The id that its video will have.
    pub(crate) fn video_id(&self, dice: Dice) -> String {
        dice.uuid(&["video", &self.id])
    }

    /// Where the candidate records, below `base`.
    pub(crate) fn candidate_link(&self, base: &str) -> String {
        format!(
            "{base}/start/{}/{COMPANY}/{}?unique_id={}",
            self.id,
            slug(&self.title),
            self.unique_id
        )
    }

    /// Where the team watches, below `base`.
    pub(crate) fn review_link(&self, base: &str) -> String {
        format!("{base}/review/{}", self.id)
    }

    /// Where it stands at `now`.
    pub(crate) fn state_at(&self, now: i64) -> State {
        match self.state {
            State::Invited | State::Clicked
                if self.deadline.is_some_and(|deadline| now > deadline) =>
            {
                State::Expired
            }
            state => state,
        }
    }

    /// Invited, not handed in, not past the deadline.
    pub(crate) fn open_at(&self, now: i64) -> bool {
        matches!(self.state_at(now), State::Invited | State::Clicked)
    }

    /// The word that the vendor's dashboard shows for an invited candidate.
    pub(crate) fn invite_status(&self) -> Option<&'static str> {
        match self.state {
            _ if self.direct => None,
            State::Invited => Some("Pending"),
            State::Clicked => Some("Clicked"),
            State::Completed => Some("Completed"),
            State::Cancelled if self.clicked_at.is_some() => Some("Clicked"),
            State::Cancelled => Some("Pending"),
            _ => None,
        }
    }

    /// As the console shows it at `now`.
    pub(crate) fn json_at(&self, now: i64) -> serde_json::Value {
        let mut shown = self.clone();
        shown.state = self.state_at(now);
        serde_json::to_value(shown).unwrap_or_default()
    }
}

/// The account's name in links.
pub(crate) const COMPANY: &str = "northlight";

/// A posting title as it stands in a link: lower-case ASCII letters and digits, hyphens between.
pub(crate) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "interview".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Dice, Interview, State, slug};

    #[test]
    fn a_deadline_ends_only_what_is_open() {
        let mut interview = Interview::new(Dice::new(1), "o", 1, 0);
        interview.deadline = Some(100);
        for (state, after) in [
            (State::Invited, State::Expired),
            (State::Clicked, State::Expired),
            (State::Completed, State::Completed),
            (State::Failed, State::Failed),
            (State::Cancelled, State::Cancelled),
        ] {
            interview.state = state;
            assert_eq!(interview.state_at(100), state);
            assert_eq!(interview.state_at(101), after);
        }
    }

    #[test]
    fn links_have_the_vendors_shape() {
        let mut interview = Interview::new(Dice::new(1), "o", 1, 0);
        interview.title = "Sales & Partnerships / DACH".to_owned();
        let link = interview.candidate_link("http://h/myinterview");
        let rest = link.strip_prefix("http://h/myinterview/start/").unwrap();
        let (path, unique) = rest.split_once("?unique_id=").unwrap();
        assert_eq!(
            path.split('/').skip(1).collect::<Vec<_>>(),
            ["northlight", "sales-partnerships-dach"]
        );
        assert_eq!(path.split('/').next().unwrap().len(), 24);
        assert_eq!(unique.len(), 36);
        assert_eq!(slug("営業"), "interview");
    }
}
