//! Where the vendor's behaviour is unknown, set by its admin, or broken on purpose. All of it can be changed while running.

use serde::{Deserialize, Serialize};

use super::wording::WORDINGS;

/// The vendor's switches. As JSON, a missing field keeps its value and an unknown one is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Which spelling of "invited" is written (0 or 1); `null`: by chance per interview.
    pub invited_spelling: Option<usize>,
    /// Which spelling of "completed" is written (0 or 1); `null`: by chance per interview.
    pub completed_spelling: Option<usize>,
    /// Which wording notes have (0 to 11); `null`: by chance per interview.
    pub wording: Option<usize>,
    /// When nothing at all is said.
    pub silence: Silence,
    /// The next invitation fails for a reason that the help article calls "any other error".
    pub fail_next: bool,
    /// Order of the four writes at completion: each once, the new tag before the old one goes.
    pub completion_order: Vec<Write>,
    /// The next completion breaks off after this write; the console's `resume` does the rest.
    pub break_after: Option<Write>,
    /// A completed candidate who enters the trigger stage again is invited again.
    pub reinvite_completed: bool,
    /// Reminder mails are on.
    pub reminders: bool,
    /// Hours before the deadline at which the reminder goes out.
    pub reminder_hours: i64,
    /// Days from invitation to deadline.
    pub deadline_days: i64,
    /// Notes carry the vendor's Lever user as author; off: no `perform_as`, author null.
    pub note_author: bool,
    /// `getVideo` answers with a JSON string instead of a bare address.
    pub video_as_json: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            invited_spelling: None,
            completed_spelling: None,
            wording: None,
            silence: Silence::OneInTen,
            fail_next: false,
            completion_order: vec![Write::AddTag, Write::RemoveTag, Write::Note, Write::Link],
            break_after: None,
            reinvite_completed: false,
            reminders: true,
            reminder_hours: 48,
            deadline_days: 7,
            note_author: true,
            video_as_json: false,
        }
    }
}

/// When the vendor says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// One failure in ten leaves no note, by chance per interview ("in most cases … a note will be attached").
    OneInTen,
    /// Every failure leaves a note.
    Never,
    /// No failure leaves a note.
    Failures,
    /// Nothing happens at all, however well the posting is set up.
    Everything,
}

/// One write to Lever when an interview is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Write {
    /// The tag that says "completed".
    AddTag,
    /// The tag that said "invited" goes.
    RemoveTag,
    /// The note with the review link.
    Note,
    /// The review link on the contact.
    Link,
}

impl Switches {
    /// These switches with the fields of `patch` (a JSON object) laid over them.
    ///
    /// # Errors
    /// A sentence that names what cannot be.
    pub fn patched(&self, patch: &serde_json::Value) -> Result<Self, String> {
        let mut merged = serde_json::to_value(self).map_err(|error| error.to_string())?;
        let (Some(fields), Some(changes)) = (merged.as_object_mut(), patch.as_object()) else {
            return Err("switches are a JSON object".to_owned());
        };
        for (name, value) in changes {
            fields.insert(name.clone(), value.clone());
        }
        let switches: Self = serde_json::from_value(merged).map_err(|error| error.to_string())?;
        switches.check()?;
        Ok(switches)
    }

    fn check(&self) -> Result<(), String> {
        if [self.invited_spelling, self.completed_spelling]
            .iter()
            .flatten()
            .any(|n| *n > 1)
        {
            return Err("a spelling is 0 or 1".to_owned());
        }
        if self.wording.is_some_and(|n| n >= WORDINGS) {
            return Err(format!("a wording is 0 to {}", WORDINGS - 1));
        }
        let mut sorted = self.completion_order.clone();
        sorted.sort_unstable();
        if sorted != [Write::AddTag, Write::RemoveTag, Write::Note, Write::Link] {
            return Err(
                "completion_order names add_tag, remove_tag, note and link, each once".to_owned(),
            );
        }
        let at = |write| self.completion_order.iter().position(|w| *w == write);
        if at(Write::AddTag) > at(Write::RemoveTag) {
            return Err("add_tag comes before remove_tag".to_owned());
        }
        if self.deadline_days < 1 {
            return Err("a deadline cannot be on the day of the invitation".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Silence, Switches, Write};
    use serde_json::json;

    #[test]
    fn a_patch_keeps_what_it_does_not_name() {
        let switches = Switches::default()
            .patched(&json!({ "silence": "never", "invited_spelling": 1 }))
            .unwrap();
        assert_eq!(switches.silence, Silence::Never);
        let back = switches
            .patched(&json!({ "invited_spelling": null, "silence": "one_in_ten" }))
            .unwrap();
        assert_eq!(back, Switches::default());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for patch in [
            json!({ "completion_order": ["add_tag", "note", "link"] }),
            json!({ "completion_order": ["remove_tag", "add_tag", "note", "link"] }),
            json!({ "wording": 12 }),
            json!({ "invited_spelling": 2 }),
            json!({ "deadline_days": 0 }),
            json!({ "silent": true }),
            json!([]),
        ] {
            assert!(Switches::default().patched(&patch).is_err(), "{patch}");
        }
        let order = json!({ "completion_order": ["note", "link", "add_tag", "remove_tag"], "break_after": "note" });
        assert_eq!(
            Switches::default().patched(&order).unwrap().break_after,
            Some(Write::Note)
        );
    }
}
