//! After an interview: feedback on its way, feedback here.

pub(crate) const FEEDBACK_PENDING: [&str; 12] = [
    "JobTwine: {round} interview held, feedback is pending review.",
    "[JobTwine] Pending Feedback Review | {round} | {candidate}",
    "{candidate} has completed {round}. The feedback will follow shortly. (JobTwine)",
    "{round} is done. Our quality team reviews the feedback of {interviewer}. JobTwine",
    "JobTwine\nRound: {round}\nStatus: Pending Feedback Review",
    "The interview took place. Expect the report on {round} soon. Team JobTwine",
    "„{round}“ hat stattgefunden, die Bewertung folgt. JobTwine",
    "JobTwine : entretien « {round} » terminé, compte rendu en cours.",
    "Feedback pending – {round} – {job} – JobTwine",
    "{interviewer} is writing up round {number} ({round}). JobTwine will post the result here.",
    "Held: {round}. Next: feedback. – JobTwine",
    "Hello,\n\nthe {round} interview of {candidate} is over; feedback is being prepared.\n\nJobTwine",
];

pub(crate) const FEEDBACK: [&str; 12] = [
    "JobTwine: {round} feedback - {outcome}\n{sections}\nSummary: {summary}\nFeedback report: {report}    Video: {video}",
    "Feedback for {candidate} ({round})\n\nRecommendation: {outcome}\n\n{sections}\n\nSummary\n{summary}\n\nReport: {report}\nRecording: {video}\n\nJobTwine",
    "[JobTwine] Feedback | {outcome} | {round}\n{summary}\n{sections}\nPDF {report}\nVideo {video}",
    "{candidate}: {outcome}.\n{summary}\n\nRatings\n{sections}\n\nWatch: {video}\nRead: {report}\n({round}, JobTwine)",
    "{report}\n{video}\n\nJobTwine has completed {round}.\nResult: {outcome}\n{sections}\nOverall: {summary}",
    "JobTwine\nRound: {round}\nStatus: {outcome}\nInterviewer: {interviewer}\n\n{sections}\n\nComments: {summary}\n\nFeedback URL: {report}\nVideo URL: {video}",
    "Bewertung „{round}“: {outcome}\n{sections}\nZusammenfassung: {summary}\nBericht: {report}\nVideo: {video}\nJobTwine",
    "JobTwine : compte rendu « {round} »\nAvis : {outcome}\n{sections}\nSynthèse : {summary}\nRapport : {report}\nVidéo : {video}",
    "The results are in! {interviewer} says: {outcome}.\n\n{summary}\n\n{sections}\n\nDownload the report ({report}) or the video ({video}). {round}, JobTwine",
    "Round {number} - {round}\nFinal verdict >> {outcome}\n{sections}\nIn short: {summary}\nSecure links (expire): {report} , {video}\nJobTwine",
    "Summary: {summary}\nScores:\n{sections}\nVerdict: {outcome}\nVideo: <{video}>\nReport: <{report}>\n– JobTwine, {round}",
    "Hello,\n\nplease find the feedback on {candidate} for {round}.\n\n{sections}\n\n{summary}\n\nOur recommendation: {outcome}\n\nReport {report}\nVideo {video}\n\nJobTwine",
];
