//! The words themselves: sentence, cause, way out.

use super::Trouble;
use crate::view::ProblemCode;

pub(super) type Words = (ProblemCode, String, String, String);

fn say(code: ProblemCode, sentence: &str, cause: &str, way_out: &str) -> Words {
    (
        code,
        sentence.to_owned(),
        cause.to_owned(),
        way_out.to_owned(),
    )
}

pub(super) fn of(trouble: Trouble) -> Words {
    use ProblemCode as Code;
    match trouble {
        Trouble::WrongKey => say(
            Code::WrongKey,
            "Lever does not accept this key.",
            "It was mistyped, deleted, or belongs to another Lever account or to Lever's other environment (production or sandbox).",
            "Copy the key again from Lever, Settings, Integrations and API, API Credentials, see that the environment is the key's, or ask a Super Admin for a new one.",
        ),
        Trouble::MissingPermission { permission } => (
            Code::MissingPermission,
            format!("The key lacks the permission {permission}."),
            "A key's permissions are chosen when it is made and cannot be changed later.".to_owned(),
            format!("Ask a Super Admin for a new key that includes {permission}."),
        ),
        Trouble::Unreachable { host } => (
            Code::Unreachable,
            format!("{host} does not answer."),
            "The network is down, a proxy or firewall stands between, or the address is wrong.".to_owned(),
            "Check the connection. What is here stays readable, and Fulcrum tries again by itself.".to_owned(),
        ),
        Trouble::NotLever { host } => (
            Code::NotLever,
            format!("{host} answered, but not as Lever does."),
            "A sign-in page of the network, a proxy, or a wrong address sent a web page instead of data.".to_owned(),
            "Open a browser to sign in to the network, or check the address; then try again.".to_owned(),
        ),
        Trouble::RateLimited => say(
            Code::RateLimited,
            "Lever asks for a pause.",
            "All programs of this account together sent more requests than it allows.",
            "Nothing to do: Fulcrum waits and goes on by itself.",
        ),
        Trouble::LeverDown => say(
            Code::LeverDown,
            "Lever is not working right now.",
            "Its servers answered with an error of their own.",
            "Nothing to do: Fulcrum tries again by itself. Lever's status page says more.",
        ),
        Trouble::ClockOff { seconds } => (
            Code::ClockOff,
            format!("This machine's clock is {} {}.", span(seconds.abs()), if seconds > 0 { "behind" } else { "ahead" }),
            "Lever's answers carry another time.".to_owned(),
            "Let the system set the time by network; ages on the cards are wrong until then.".to_owned(),
        ),
        Trouble::CertificateDates { host } => (
            Code::ClockOff,
            format!("The certificate of {host} is not valid today."),
            "Most often this machine's date is wrong; rarely the server's certificate has run out.".to_owned(),
            "Check the machine's date and time first, then try again.".to_owned(),
        ),
        Trouble::PortsTaken { ports } => (
            Code::PortTaken,
            "All ports for signing in are taken.".to_owned(),
            format!("Lever sends the browser back to a registered port of this machine, and other programs listen on all of them: {ports}."),
            format!("Close the program that listens on one of the ports {ports}, then sign in again."),
        ),
        Trouble::AppRejected => say(
            Code::WrongKey,
            "Lever does not accept the organisation's app.",
            "The client id or the client secret was mistyped, or the app's redirect addresses are not the ones shown here.",
            "Compare both with the app in Lever, check its redirect addresses, then sign in again.",
        ),
        Trouble::SignInExpired => say(
            Code::WrongKey,
            "The sign-in with Lever has ended.",
            "It was revoked in Lever, not used for 90 days, or used on another machine too: each use changes it, so it works in one place only.",
            "Choose Connect again and sign in. What is here stays, and moves that wait are kept.",
        ),
        Trouble::WrongEnvironment { host } => (
            Code::WrongKey,
            "This sign-in belongs to Lever's other environment.".to_owned(),
            format!("Lever has two, production and sandbox, and {host} does not know the other one's tokens."),
            "Choose the environment in which the organisation's app is registered, then sign in again.".to_owned(),
        ),
        Trouble::SignInDenied => say(
            Code::BadInput,
            "The sign-in was declined.",
            "Lever's page was answered with no, or the person there is no Super Admin: nobody else may give this access.",
            "Sign in again and accept, or ask a Super Admin to do it on this machine.",
        ),
        Trouble::SignInUnanswered => say(
            Code::BadInput,
            "The browser did not come back from Lever.",
            "Nobody accepted within two minutes, or the page was closed. Where Lever's page itself said “ClientID not found”, the app belongs to the other environment; where it named the redirect address, that is not registered letter by letter.",
            "Sign in again and accept on the page that opens. If Lever's page shows an error, correct the app or the environment first.",
        ),
        Trouble::SignInForeign => say(
            Code::BadInput,
            "What came back from the browser was not this sign-in.",
            "It was the page of an earlier sign-in, or another program or web page tried the address. Nothing was taken from it.",
            "Close older pages of Lever's sign-in, sign in again, and accept on the page that opens.",
        ),
        Trouble::ScopesRefused => say(
            Code::MissingPermission,
            "The organisation's app may not ask for everything that is needed.",
            "Lever refused a scope: an app can only ask for the scopes it is registered with.",
            "Have the app registered with all scopes that are listed under “Sign in with Lever”, written exactly so, then sign in again.",
        ),
        Trouble::ScopesMissing { scopes } => (
            Code::MissingPermission,
            "Lever gave less access than is needed.".to_owned(),
            format!("The sign-in came back without {scopes}."),
            "Have these scopes added to the organisation's app, then sign in again; Lever asks a Super Admin once more.".to_owned(),
        ),
        Trouble::NothingGranted => say(
            Code::MissingPermission,
            "Lever gave access to nothing of its API.",
            "The sign-in asked for another API than this account's (its audience), so Lever offered “offline access” alone. Most often the app is of the other environment, or an address was set by hand.",
            "Choose the environment of the app, start without an address of your own, then sign in again.",
        ),
        Trouble::ProofRefused => say(
            Code::BadInput,
            "Lever did not take the sign-in's extra proof.",
            "Fulcrum sends one (PKCE) that Lever does not document, and this account's sign-in refuses it.",
            "Sign in again: this time Fulcrum goes without it. The client secret and the one-time state protect the sign-in all the same.",
        ),
        Trouble::CodeRefused => say(
            Code::BadInput,
            "Lever no longer takes the code from the browser.",
            "It lives some minutes and is used once: the page stood open too long, or was loaded a second time.",
            "Sign in again. Nothing was kept from this try.",
        ),
        Trouble::SignInCancelled => say(
            Code::BadInput,
            "The sign-in was cancelled.",
            "It was ended in this window or replaced by another one.",
            "Sign in again when you are ready.",
        ),
        Trouble::PortTaken { port } => (
            Code::PortTaken,
            format!("Port {port} on this machine is taken."),
            "Another program listens there.".to_owned(),
            "Close that program, or choose another port.".to_owned(),
        ),
        Trouble::NoKeyring => say(
            Code::NoKeyring,
            "This machine has no keyring.",
            "Fulcrum keeps keys only in the system's keyring, never in a plain file.",
            "Start one (on Linux: gnome-keyring or KWallet with the Secret Service), then try again.",
        ),
        Trouble::KeyringLocked => say(
            Code::KeyringLocked,
            "The keyring is locked.",
            "It was not unlocked in time, or its question was closed.",
            "Unlock it, usually with the login password, then try again.",
        ),
        Trouble::StillOpening => say(
            Code::KeyringLocked,
            "Fulcrum is still opening.",
            "Most often the keyring asks for its password in another window; a slow disk or network can be the cause, too.",
            "Unlock the keyring. Fulcrum goes on by itself.",
        ),
        Trouble::KeyringRefused => say(
            Code::NoKeyring,
            "The keyring did not hand out what is needed.",
            "It refused this program, or an entry in it is damaged.",
            "Allow Fulcrum in the keyring's settings or log in again, then try again.",
        ),
        Trouble::CacheNewer => say(
            Code::CacheNewer,
            "The local data was written by a newer Fulcrum.",
            "An older program must not change it.",
            "Install the newer version, or start this one with another data folder.",
        ),
        Trouble::CacheBroken => say(
            Code::CacheBroken,
            "The local copy of Lever's data cannot be read.",
            "Its file is damaged, or its key is no longer in the keyring.",
            "Read everything from Lever once more. Nothing is lost: this file holds only what Lever has.",
        ),
        Trouble::CacheRebuilt => say(
            Code::CacheBroken,
            "The local copy of Lever's data was damaged.",
            "Its file could not be read, or its key was no longer in the keyring.",
            "Nothing to do: Fulcrum reads everything from Lever again, and nothing is lost.",
        ),
        Trouble::DeskUnreadable { waiting } => (
            Code::DeskLost,
            "This seat's own file cannot be read.".to_owned(),
            format!(
                "It is damaged, or its key is no longer in the keyring. It holds the set-up and what was waiting to be sent: {}.",
                changes(waiting)
            ),
            "If you have a copy of the keyring, restore it and try again. Otherwise begin with a new file: the old one is kept beside it, nothing is sent, and whoever was waiting is named.".to_owned(),
        ),
        Trouble::DeskRestored { missing } => (
            Code::DeskLost,
            "This seat's own file was damaged and comes from its copy.".to_owned(),
            format!("The copy is made soon after every change that is to be sent. What it had not seen: {}.", changes(missing)),
            lost_way_out(missing),
        ),
        Trouble::DeskBegunAnew { missing } => (
            Code::DeskLost,
            "This seat works with a new file of its own.".to_owned(),
            format!("The old one could not be read. What was waiting in it: {}.", changes(missing)),
            lost_way_out(missing),
        ),
        Trouble::DiskFull => say(
            Code::DiskFull,
            "The disk is full.",
            "Fulcrum could not write its local data. Nothing was sent that was not written down first.",
            "Free some space, then try again.",
        ),
        Trouble::ReadOnly => say(
            Code::ReadOnly,
            "Fulcrum cannot write to its data folder.",
            "The folder or its disk is read-only for this user.",
            "Give the user write access, or start with another data folder.",
        ),
        Trouble::Busy => say(
            Code::Busy,
            "The local data is in use.",
            "Another Fulcrum is running on the same folder.",
            "Close the other one, then try again.",
        ),
        Trouble::NotFound { what } => (
            Code::NotFound,
            format!("This {what} is not here."),
            "It was deleted in Lever, or has not been read yet.".to_owned(),
            "Wait for the next sync, or look it up in Lever.".to_owned(),
        ),
        Trouble::Conflict { expected, found } => (
            Code::Conflict,
            format!("Somebody was first: you decided on “{expected}”, Lever now says “{found}”."),
            "A colleague or another program changed it in Lever after you decided.".to_owned(),
            "Nothing was sent: decide anew.".to_owned(),
        ),
        Trouble::PostingChanged { fields, put_back } => (
            Code::Conflict,
            format!("Lever changed more of this posting than its tags: {}.", fields.join(", ")),
            match put_back {
                Some(true) => "After the write Fulcrum read the posting again, found this, and put it back as it was.".to_owned(),
                Some(false) => "After the write Fulcrum read the posting again and found this. Not all of it could be put back.".to_owned(),
                None => "After the write Fulcrum read the posting again and found this. Lever did not say whether it could be put back.".to_owned(),
            },
            "Compare the posting in Lever. Edit tags there until a single change from here compares well; changing many at once stays locked until then.".to_owned(),
        ),
        Trouble::ManyLocked { fields } if fields.is_empty() => say(
            Code::Blocked,
            "Changing many postings at once is locked.",
            "No posting of this account was changed from here yet, so nobody has seen that Lever keeps everything but the tags.",
            "Change one posting that you choose. When it compares well, this opens by itself.",
        ),
        Trouble::ManyLocked { fields } => (
            Code::Blocked,
            "Changing many postings at once is locked.".to_owned(),
            format!("The last posting that was changed came back with more changed than its tags: {}.", fields.join(", ")),
            "Change one posting that you choose, and compare it in Lever. When it compares well here, this opens by itself.".to_owned(),
        ),
        Trouble::MoveStopped { code } => (
            Code::Stopped,
            "This move cannot be made.".to_owned(),
            format!("The check found: {}.", code.replace('_', " ")),
            "See the finding for what can be done.".to_owned(),
        ),
        Trouble::MoveBlocked { code } => (
            Code::Blocked,
            "No invitation would go out.".to_owned(),
            format!("The check found: {}.", code.replace('_', " ")),
            "Fix it first, or move anyway without an invitation.".to_owned(),
        ),
        Trouble::RoleMayNot { role } => (
            Code::MissingPermission,
            "Your role in Lever may not do this.".to_owned(),
            format!("You are connected as {role}, and Fulcrum offers what that role may do in Lever."),
            "Ask somebody with the right to do it, or a Lever admin to change your role.".to_owned(),
        ),
        Trouble::NotConnected => say(
            Code::BadInput,
            "Nobody is connected.",
            "There is no Lever key, or no seat was chosen yet.",
            "Connect to Lever first.",
        ),
        Trouble::BadInput { why } => (
            Code::BadInput,
            "This cannot be used.".to_owned(),
            why.to_owned(),
            "Correct it and try again.".to_owned(),
        ),
        Trouble::TeamFile { why, way_out } => say(
            Code::BadInput,
            "This team file cannot be used.",
            why,
            way_out,
        ),
        Trouble::LinkRefused { host } => (
            Code::LinkRefused,
            "This link was not opened.".to_owned(),
            match host {
                Some(host) => format!("It leads to {host}, which is not among the hosts of the vendor."),
                None => "It is not a secure link.".to_owned(),
            },
            "Allow the host once if you know it, or open the candidate in Lever.".to_owned(),
        ),
        Trouble::LinkLeadsNowhere => say(
            Code::LinkRefused,
            "This link leads nowhere in Fulcrum.",
            "Fulcrum follows only links that begin with fulcrum://candidate/ or fulcrum://opportunity/ and end with a candidate's id.",
            "Nothing was opened or changed. To find a candidate, search by name.",
        ),
        Trouble::LinkExpired => say(
            Code::LinkExpired,
            "The link has expired.",
            "The vendor's links are good for a while only, and the candidate in Lever holds no newer one.",
            "Open the candidate in the vendor's own pages, which make a new link, or ask the vendor for one.",
        ),
        Trouble::FileRefused { why } => (
            Code::FileRefused,
            "This file was not kept.".to_owned(),
            why.to_owned(),
            "Open the link in the browser to see what the vendor shows there.".to_owned(),
        ),
        Trouble::DownloadCut { host } => (
            Code::Unreachable,
            "The download broke off.".to_owned(),
            format!("{host} does not answer, or the connection was lost."),
            "Check the connection, then resume: what is here stays.".to_owned(),
        ),
        Trouble::NoDownloadsFolder => say(
            Code::ReadOnly,
            "There is no folder for downloads.",
            "The desktop names none, and there is no home folder to put one in.",
            "Set HOME, or choose a folder for downloads in the desktop's settings, then try again.",
        ),
        Trouble::NoFileManager => say(
            Code::LinkRefused,
            "The folder was not opened.",
            "The desktop has no file manager, or it did not start. The file is in your folder for downloads.",
            "Open that folder yourself.",
        ),
        Trouble::VendorUnavailable => say(
            Code::VendorUnavailable,
            "The vendor does not answer.",
            "Its API is down, or its credentials are no longer good.",
            "Fulcrum goes on with what Lever shows. Check the vendor's credentials in Set-up.",
        ),
        Trouble::SlotsNotSent { why } => say(
            Code::VendorUnavailable,
            "JobTwine did not take the slots.",
            why,
            "What you entered is kept. Send it again, or open JobTwine's link and enter the slots there.",
        ),
        Trouble::SlotsTooLate { why } => say(
            Code::Conflict,
            "JobTwine wants no slots for this interview any more.",
            why,
            "Nothing was sent. The card shows how it stands in a moment.",
        ),
        Trouble::Refused { code } => (
            Code::Conflict,
            "Lever refused the change.".to_owned(),
            format!("It answered {code}."),
            "Look at the candidate in Lever, then decide again.".to_owned(),
        ),
        Trouble::TooOld => say(
            Code::Conflict,
            "Not sent: it would contact the candidate, and was decided too long ago.",
            "It could not be sent in time (offline, asleep or busy), and much may have changed since.",
            "Try again to check it anew, or leave it.",
        ),
        Trouble::OnItsWay => say(
            Code::Conflict,
            "This move is on its way.",
            "It was handed to Lever already and cannot be taken back here.",
            "Wait until it is settled, then move the candidate back if you must.",
        ),
        Trouble::ClosedDuringHold => say(
            Code::Conflict,
            "Not sent: Fulcrum was closed or asleep during the hold.",
            "What is held can be undone by its person only while it is seen, so it ends with the program.",
            "Try again to check it anew, or leave it.",
        ),
        Trouble::ResendRefused { reason } => resend_words(reason),
        Trouble::NoBrowser => say(
            Code::LinkRefused,
            "The link was not opened.",
            "The desktop has no program for links, or it did not start.",
            "Choose a default browser in the desktop's settings, then try again.",
        ),
        Trouble::NoDataFolder => say(
            Code::ReadOnly,
            "There is no place for Fulcrum's data.",
            "The desktop names no folder for application data (HOME is not set).",
            "Name one with --data-dir.",
        ),
        Trouble::NoWindow => say(
            Code::Internal,
            "The window did not open.",
            "There is no display, or the system's webview did not start.",
            "Start Fulcrum from a desktop session; on Linux, check that WebKitGTK 4.1 is installed.",
        ),
        Trouble::Internal => say(
            Code::Internal,
            "Something in Fulcrum went wrong.",
            "This is a mistake in the program.",
            "Try again; if it stays, restart Fulcrum and report it.",
        ),
    }
}

/// A number of changes that somebody asked for.
fn changes(count: usize) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "1 change".to_owned(),
        many => format!("{many} changes"),
    }
}

fn lost_way_out(missing: usize) -> String {
    if missing == 0 {
        "Look through Setup once; everything else is here.".to_owned()
    } else {
        "Look at each candidate below, and decide again what is still to be done.".to_owned()
    }
}

/// A duration in its largest unit, rounded: "5 min", "24 h", "3 days".
fn span(seconds: i64) -> String {
    let rounded = |unit: i64| seconds.saturating_add(unit / 2) / unit;
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", rounded(60)),
        7_200..172_800 => format!("{} h", rounded(3_600)),
        _ => format!("{} days", rounded(86_400)),
    }
}

fn resend_words(reason: &str) -> Words {
    use ProblemCode as Code;
    match reason {
        "not_in_stage" => say(
            Code::Stopped,
            "Nothing to send again here.",
            "The candidate is not in the vendor's stage.",
            "Move the candidate into the vendor's stage; that invites.",
        ),
        "already_completed" => say(
            Code::Stopped,
            "The interview is already completed.",
            "Sending again would ask the candidate to do it twice.",
            "Open the result instead.",
        ),
        "cooling_down" => say(
            Code::Stopped,
            "An invitation went out a moment ago.",
            "Sending again at once could mail the candidate twice.",
            "Wait a few minutes, then send again.",
        ),
        "no_neutral_stage" => say(
            Code::Stopped,
            "There is no stage to pass through.",
            "Sending again means leaving the vendor's stage and coming back, and no neutral stage is chosen.",
            "Choose a stage that triggers nothing in Set-up.",
        ),
        _ => say(
            Code::Blocked,
            "An invitation is still open.",
            "The candidate can still use the last one.",
            "Send again anyway if the candidate asked for it.",
        ),
    }
}
