//! The tags by which the vendor shows on a candidate where the interview stands.

use crate::partner::dice::Dice;

/// Every spelling of "invited" that the vendor's help article uses.
pub const INVITED: [&str; 2] = ["MyInterview: Invite Sent", "myInterview: Invite sent"];
/// Every spelling of "completed" that the vendor's help article uses.
pub const COMPLETED: [&str; 2] = [
    "myInterview: Interview Completed",
    "myInterview: Interview complete",
];

/// What a status tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Invited,
    Completed,
}

impl Status {
    fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Invited => &INVITED,
            Self::Completed => &COMPLETED,
        }
    }

    /// The tag to write: the spelling numbered `fixed`, or one by chance per interview.
    pub(crate) fn tag(self, fixed: Option<usize>, dice: Dice, interview: &str) -> String {
        let spellings = self.spellings();
        fixed
            .and_then(|n| spellings.get(n))
            .or_else(|| dice.pick(spellings, &[interview, "spelling", &format!("{self:?}")]))
            .map_or_else(String::new, |tag| (*tag).to_owned())
    }
}

/// Reads a tag as a status tag: prefix without regard to case, the rest folded; `None` for everything else.
pub(crate) fn read(tag: &str) -> Option<Status> {
    let (prefix, rest) = tag.split_once(':')?;
    if !prefix.trim().eq_ignore_ascii_case("myinterview") {
        return None;
    }
    let words: Vec<String> = rest.split_whitespace().map(str::to_lowercase).collect();
    match words.join(" ").as_str() {
        "invite sent" => Some(Status::Invited),
        "interview complete" | "interview completed" => Some(Status::Completed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPLETED, Dice, INVITED, Status, read};

    #[test]
    fn every_spelling_is_read_and_written() {
        for tag in INVITED {
            assert_eq!(read(tag), Some(Status::Invited), "{tag}");
        }
        for tag in COMPLETED {
            assert_eq!(read(tag), Some(Status::Completed), "{tag}");
        }
        assert_eq!(read("myInterview:Lever Demo"), None);
        assert_eq!(read("myInterview"), None);
        for (n, spelling) in INVITED.iter().enumerate() {
            assert_eq!(&Status::Invited.tag(Some(n), Dice::new(1), "x"), spelling);
        }
    }

    #[test]
    fn by_chance_all_spellings_come_up() {
        let seen: std::collections::BTreeSet<String> = (0..64)
            .flat_map(|n| {
                let interview = format!("opportunity-{n}");
                [Status::Invited, Status::Completed].map(|s| s.tag(None, Dice::new(3), &interview))
            })
            .collect();
        assert_eq!(seen.len(), INVITED.len() + COMPLETED.len());
    }
}
