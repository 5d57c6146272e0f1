//! A date: made, moved, called off, missed.

pub(crate) const SCHEDULED: [&str; 12] = [
    "JobTwine: {round} interview scheduled for {when} with {interviewer}. Details: {link}",
    "Interview confirmed!\n{candidate} meets {interviewer} on {when} ({round}).\nDetails and changes: {link}\nJobTwine",
    "[JobTwine] Scheduled | {when} | Round {number}: {round} | interviewer {interviewer} | {link}",
    "{when}: {round} of {candidate}. Interviewer: {interviewer}. See {link} – Team JobTwine",
    "{link}\n{round} is on the calendar for {when}. (JobTwine, {interviewer})",
    "JobTwine\nRound: {round}\nStatus: Scheduled\nTime: {when}\nInterviewer: {interviewer}\nLink: {link}",
    "Termin steht: „{round}“ mit {candidate} am {when}. Interviewer: {interviewer}. {link} (JobTwine)",
    "JobTwine : entretien « {round} » planifié le {when} avec {interviewer}. Détails : {link}",
    "Good news, an interviewer took one of the slots: {when}, {round}. {interviewer} will conduct it. {link}",
    "{round} → {when} → {interviewer} → {link} → JobTwine",
    "Booked for {job}: {when}. The {round} round will be taken by {interviewer}. Need to move it? {link}",
    "Hello,\n\nthe {round} interview of {candidate} takes place on {when}. It will be held by {interviewer}.\nMore: {link}\n\nJobTwine",
];

pub(crate) const RESCHEDULED: [&str; 12] = [
    "JobTwine: {round} interview moved from {old} to {when} ({interviewer}). Details: {link}",
    "New time for {candidate}: {when}. Was: {old}. Round: {round}. {link} – JobTwine",
    "[JobTwine] Rescheduled | {old} → {when} | {round} | {interviewer} | {link}",
    "The {round} interview of {candidate} will not take place on {old}; it is now on {when}. {link} (JobTwine)",
    "{link}\nChange of plan for {round}: {when} instead of {old}. JobTwine",
    "JobTwine\nRound: {round}\nStatus: Rescheduled\nOld time: {old}\nNew time: {when}\nInterviewer: {interviewer}\nLink: {link}",
    "„{round}“ wurde verschoben: neu {when}, bisher {old}. {link} (JobTwine)",
    "JobTwine : entretien « {round} » reporté. Nouvelle date : {when} (au lieu de {old}). {link}",
    "Please note the new date {when} for {round}. The old one, {old}, is void. Interviewer {interviewer}. {link} JobTwine",
    "{when} (formerly {old}): {round}, {candidate}, {interviewer}. {link} / JobTwine",
    "Rescheduled by JobTwine. Before: {old}. After: {when}. Round {number}, {round}. {link}",
    "Hello,\n\nthe interview ({round}) originally planned for {old} has been rescheduled to {when}.\n{link}\n\nJobTwine",
];

pub(crate) const CANCELLED: [&str; 12] = [
    "JobTwine: {round} - cancelled by {who}.",
    "[JobTwine] Cancelled | {round} | by {who} | {candidate}",
    "The {round} interview of {candidate} has been cancelled by {who}. (JobTwine)",
    "{round}: called off. Cancelled by: {who}. JobTwine",
    "JobTwine\nRound: {round}\nStatus: Cancelled\nBy: {who}",
    "We are sorry to tell you that {who} cancelled {round}. Re-enter the stage to start over. Team JobTwine",
    "„{round}“ wurde abgesagt (durch: {who}). JobTwine",
    "JobTwine : entretien « {round} » annulé par {who}.",
    "Cancellation notice – {job} – {round} – initiated by {who} – JobTwine",
    "No interview for {candidate} in round {number} ({round}): {who} cancelled it. JobTwine",
    "{who} cancelled. Affected: {round}, {candidate}. – JobTwine",
    "Hello,\n\n{who} has cancelled the {round} interview for {job}.\n\nJobTwine",
];

pub(crate) const NO_SHOW: [&str; 12] = [
    "JobTwine: {round} - no show ({who}).",
    "[JobTwine] No show | {round} | {who} | {candidate}",
    "{who} did not join the {round} interview of {candidate}. (JobTwine)",
    "{round}: {who} was a no-show. JobTwine",
    "JobTwine\nRound: {round}\nStatus: No Show\nMissing: {who}",
    "We waited for fifteen minutes, but {who} did not turn up ({round}). Team JobTwine",
    "„{round}“ fand nicht statt: {who} ist nicht erschienen. JobTwine",
    "JobTwine : {who} ne s'est pas présenté à l'entretien « {round} ».",
    "Interview not held – absent: {who} – {round} – {job} – JobTwine",
    "Round {number} ({round}) of {candidate} could not take place because {who} was absent. JobTwine",
    "Missed: {round}. Absent party: {who}. – JobTwine",
    "Hello,\n\nunfortunately {who} did not attend the {round} interview.\n\nJobTwine",
];
