//! Every way in which something can go wrong, as a sentence, a cause and a way out. The window and the command line show
//! the same words. Nothing here takes a secret or a candidate's data; hosts, permissions and setting names are all it is
//! told.

mod words;

use crate::view::Problem;

/// What went wrong, with the few facts its words need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Lever does not accept the key (or no longer does).
    WrongKey,
    /// The key is good and lacks a right.
    MissingPermission {
        /// What the right is for, in Lever's words (`Postings: write`).
        permission: String,
    },
    /// No answer from the host.
    Unreachable {
        /// Host and port.
        host: String,
    },
    /// The host answered with something that is not Lever's API.
    NotLever {
        /// Host and port.
        host: String,
    },
    /// Too many requests.
    RateLimited,
    /// Lever answered 5xx.
    LeverDown,
    /// The machine's clock and Lever's differ.
    ClockOff {
        /// By how many seconds.
        seconds: i64,
    },
    /// The server's certificate is outside its dates, seen from this machine.
    CertificateDates {
        /// Host and port.
        host: String,
    },
    /// A port this program needs is taken.
    PortTaken {
        /// The port.
        port: u16,
    },
    /// All registered sign-in ports are taken.
    PortsTaken {
        /// Which, such as `1, 2, 3`.
        ports: String,
    },
    /// Lever does not accept the organisation's app.
    AppRejected,
    /// The grant has ended.
    SignInExpired,
    /// The token is of Lever's other environment.
    WrongEnvironment {
        /// Host that was asked.
        host: String,
    },
    /// Lever's consent page was answered with no.
    SignInDenied,
    /// The browser did not come back in time.
    SignInUnanswered,
    /// What came back belongs to another sign-in.
    SignInForeign,
    /// The app is not registered for what is needed.
    ScopesRefused,
    /// Less access was given than is needed.
    ScopesMissing {
        /// Which scopes are missing, separated by commas.
        scopes: String,
    },
    /// No access to the API was given.
    NothingGranted,
    /// Lever refused the proof (PKCE) that goes with a sign-in.
    ProofRefused,
    /// The code of a sign-in is no longer good.
    CodeRefused,
    /// The sign-in was ended here.
    SignInCancelled,
    /// No keyring service.
    NoKeyring,
    /// The keyring is locked.
    KeyringLocked,
    /// The start takes long; most often the keyring asks for its password.
    StillOpening,
    /// The keyring refused or answered nonsense.
    KeyringRefused,
    /// The local copy was written by a newer version.
    CacheNewer,
    /// The local copy cannot be read.
    CacheBroken,
    /// The local copy was damaged and is being read anew.
    CacheRebuilt,
    /// The file with this seat's own notes cannot be read: its key is lost or it is damaged.
    DeskUnreadable {
        /// Moves, notes and other changes that were waiting in it.
        waiting: usize,
    },
    /// That file was damaged and its backup has taken its place.
    DeskRestored {
        /// Changes that the backup had not seen.
        missing: usize,
    },
    /// A new file was begun in the place of one that could not be read.
    DeskBegunAnew {
        /// Changes that were waiting in it.
        missing: usize,
    },
    /// No space left.
    DiskFull,
    /// The data folder cannot be written.
    ReadOnly,
    /// Another copy of the program holds the local files.
    Busy,
    /// No such opportunity, posting or intent here.
    NotFound {
        /// What (`candidate`, `posting`, `move`, `stage`, `user`).
        what: &'static str,
    },
    /// Somebody else changed the same thing meanwhile. Both facts are told.
    Conflict {
        /// What was decided on.
        expected: String,
        /// What Lever holds now.
        found: String,
    },
    /// A posting came back from Lever with more changed than its tags.
    PostingChanged {
        /// Names of the fields that were otherwise, as Lever calls them.
        fields: Vec<String>,
        /// Whether they stand as before again; `None`: nobody can say.
        put_back: Option<bool>,
    },
    /// Tags of many postings cannot be changed at once.
    ManyLocked {
        /// Fields that the latest comparison found otherwise; empty: nothing was compared yet.
        fields: Vec<String>,
    },
    /// Preflight says stop: cannot be done at all.
    MoveStopped {
        /// Finding's code.
        code: String,
    },
    /// Preflight says block: needs "Move anyway".
    MoveBlocked {
        /// Finding's code.
        code: String,
    },
    /// The seat's role in Lever may not do this.
    RoleMayNot {
        /// The role, as Lever names it.
        role: String,
    },
    /// Nobody is connected.
    NotConnected,
    /// Input that cannot be used.
    BadInput {
        /// What was wrong, as a sentence about the form, not the content.
        why: &'static str,
    },
    /// A team file that cannot be used.
    TeamFile {
        /// What was wrong, as a sentence about the form, not the content.
        why: &'static str,
        /// What to do.
        way_out: &'static str,
    },
    /// A link that must not be opened.
    LinkRefused {
        /// Its host, if it has one.
        host: Option<String>,
    },
    /// A link into the program that leads nowhere in it.
    LinkLeadsNowhere,
    /// A secure link is no longer good, and Lever holds no newer one.
    LinkExpired,
    /// What a link gave is not what it should be.
    FileRefused {
        /// What was wrong, as a sentence.
        why: &'static str,
    },
    /// A download broke off.
    DownloadCut {
        /// Where it came from; nothing else of the link.
        host: String,
    },
    /// The desktop names no folder for downloads.
    NoDownloadsFolder,
    /// The desktop has nothing that shows a folder.
    NoFileManager,
    /// The vendor's own API did not answer.
    VendorUnavailable,
    /// The vendor did not take slots.
    SlotsNotSent {
        /// Why, as a sentence.
        why: &'static str,
    },
    /// The vendor wants no slots any more.
    SlotsTooLate {
        /// Why, as a sentence.
        why: &'static str,
    },
    /// Lever refused the write.
    Refused {
        /// Lever's error code or the HTTP status.
        code: String,
    },
    /// What was to mail a candidate was not sent in time.
    TooOld,
    /// A move that cannot be taken back any more.
    OnItsWay,
    /// The program was closed during the hold.
    ClosedDuringHold,
    /// A resend may not go out now.
    ResendRefused {
        /// `not_in_stage`, `invite_open`, `already_completed`, `cooling_down`, `no_neutral_stage`.
        reason: &'static str,
    },
    /// The desktop has nothing that opens a link.
    NoBrowser,
    /// The desktop names no place for application data.
    NoDataFolder,
    /// The window system or the webview refused.
    NoWindow,
    /// A bug.
    Internal,
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        let (code, sentence, cause, way_out) = words::of(trouble);
        Self {
            code,
            sentence,
            cause,
            way_out,
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.sentence, self.cause, self.way_out)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_has_a_sentence_a_cause_and_a_way_out() {
        let all = [
            Trouble::WrongKey,
            Trouble::MissingPermission {
                permission: "Postings: write".to_owned(),
            },
            Trouble::Unreachable {
                host: "api.lever.co".to_owned(),
            },
            Trouble::NotLever {
                host: "api.lever.co".to_owned(),
            },
            Trouble::RateLimited,
            Trouble::LeverDown,
            Trouble::ClockOff { seconds: -400 },
            Trouble::PortTaken { port: 4711 },
            Trouble::PortsTaken {
                ports: "1, 2, 3".to_owned(),
            },
            Trouble::AppRejected,
            Trouble::SignInExpired,
            Trouble::WrongEnvironment {
                host: "api.lever.co".to_owned(),
            },
            Trouble::SignInDenied,
            Trouble::SignInUnanswered,
            Trouble::SignInForeign,
            Trouble::ScopesRefused,
            Trouble::ScopesMissing {
                scopes: "postings:write:admin".to_owned(),
            },
            Trouble::NothingGranted,
            Trouble::ProofRefused,
            Trouble::CodeRefused,
            Trouble::SignInCancelled,
            Trouble::CertificateDates {
                host: "api.lever.co".to_owned(),
            },
            Trouble::NoKeyring,
            Trouble::KeyringLocked,
            Trouble::StillOpening,
            Trouble::KeyringRefused,
            Trouble::CacheNewer,
            Trouble::CacheBroken,
            Trouble::CacheRebuilt,
            Trouble::DeskUnreadable { waiting: 2 },
            Trouble::DeskRestored { missing: 1 },
            Trouble::DeskBegunAnew { missing: 0 },
            Trouble::DiskFull,
            Trouble::ReadOnly,
            Trouble::Busy,
            Trouble::NotFound { what: "candidate" },
            Trouble::Conflict {
                expected: "New applicant".to_owned(),
                found: "On-site".to_owned(),
            },
            Trouble::MoveStopped {
                code: "archived".to_owned(),
            },
            Trouble::MoveBlocked {
                code: "missing_email".to_owned(),
            },
            Trouble::RoleMayNot {
                role: "interviewer".to_owned(),
            },
            Trouble::NotConnected,
            Trouble::BadInput {
                why: "An address has an @ in it.",
            },
            Trouble::TeamFile {
                why: "It is not text in UTF-8.",
                way_out: "Ask your admin to export the team file again.",
            },
            Trouble::LinkRefused { host: None },
            Trouble::LinkLeadsNowhere,
            Trouble::LinkExpired,
            Trouble::FileRefused {
                why: "What came is not a PDF.",
            },
            Trouble::DownloadCut {
                host: "files.example.com".to_owned(),
            },
            Trouble::NoDownloadsFolder,
            Trouble::NoFileManager,
            Trouble::VendorUnavailable,
            Trouble::SlotsNotSent {
                why: "The vendor did not answer in time.",
            },
            Trouble::SlotsTooLate {
                why: "The interview has been scheduled meanwhile.",
            },
            Trouble::Refused {
                code: "BadRequestError".to_owned(),
            },
            Trouble::TooOld,
            Trouble::OnItsWay,
            Trouble::ClosedDuringHold,
            Trouble::NoBrowser,
            Trouble::NoDataFolder,
            Trouble::NoWindow,
            Trouble::Internal,
        ];
        let resend = [
            "not_in_stage",
            "invite_open",
            "already_completed",
            "cooling_down",
            "no_neutral_stage",
        ]
        .map(|reason| Trouble::ResendRefused { reason });
        let mut sentences = std::collections::BTreeSet::new();
        for trouble in all.into_iter().chain(resend) {
            let problem = Problem::from(trouble.clone());
            for part in [&problem.sentence, &problem.cause, &problem.way_out] {
                assert!(
                    part.len() > 12 && part.ends_with('.'),
                    "{trouble:?}: {part}"
                );
            }
            assert!(
                sentences.insert(problem.sentence.clone()),
                "said twice: {}",
                problem.sentence
            );
        }
    }
}
