//! The same few facts in many voices: terse, chatty, passive, with the cause first, with advice, with names that look
//! like causes.

use super::assert_all;

#[test]
fn completed() {
    assert_all(
        "completed + link",
        &[
            "The candidate has completed the video interview. Review it here: https://start.myinterview.com/r/1",
            "myInterview: Interview Completed. https://start.myinterview.com/r/1",
            "Good news! Zsófia just finished recording. Watch: https://start.myinterview.com/r/1",
            "Video interview submitted on 12 Oct at 14:03 UTC\nLink: https://start.myinterview.com/r/1",
            "A new video response is ready to watch: https://start.myinterview.com/r/1",
            "All questions answered - see https://start.myinterview.com/r/1",
            "Interview complete → https://start.myinterview.com/r/1",
            "Jo Quill's one-way interview has been received and can now be reviewed at https://start.myinterview.com/r/1",
            "Review Jo's video interview: https://start.myinterview.com/r/1",
            "The applicant wrapped up the screening; the recording is available under https://start.myinterview.com/r/1 for 90 days.",
            "Done! 5 answers, 7 minutes. https://start.myinterview.com/r/1",
            "Here is the link to the completed interview: https://start.myinterview.com/r/1",
            "Candidate submitted their responses. Please review them within a week: https://start.myinterview.com/r/1",
        ],
    );
    assert_all(
        "completed",
        &[
            "The interview was completed.",
            "Candidate finished the video interview, well done!",
            "Answers received for the video interview (6 of 6).",
            "Your candidate has submitted the one-way interview. Log in to the dashboard to watch.",
        ],
    );
}

#[test]
fn missing_email() {
    assert_all(
        "missing_email",
        &[
            "myInterview: invite not sent - the candidate has no email address.",
            "We couldn't invite this candidate because there's no e-mail on file.",
            "Invitation failed: email missing",
            "Missing email: a candidate must have at least one email address on file.",
            "The candidate does not have an email address on file.",
            "Invite could not be delivered. Reason: e-mail address is empty.",
            "No email address was provided for this applicant, so no interview invitation went out.",
            "Oops, we were unable to send the video interview invite. The contact lacks an email address.",
            "Without an e-mail address we can't reach the candidate. Invitation skipped.",
            "ERROR [invite] candidate.email is blank",
            "The invitation was not sent. Please add an email address to the candidate and move them back to the trigger stage.",
            "Nothing was sent, as no email address could be found for the candidate.",
            "Invite not sent (no email).",
            "Cannot invite. The candidate doesn't have an email address.",
            "This candidate was skipped by myInterview: contact record contains no e-mail.",
            "Invitation not possible – e-mail: none",
            "invite_failed: missing_email",
            "Unable to invite: candidate's email address has not been provided.",
        ],
    );
}

#[test]
fn invalid_email() {
    assert_all(
        "invalid_email",
        &[
            "Invitation not sent: the email address \"n/a\" is not valid.",
            "We could not invite the candidate since the e-mail on the profile is malformed.",
            "Invite failed. ana@example looks like an invalid email address.",
            "The invite bounced: the candidate's email address was rejected by the mail server.",
            "Candidate not invited; their e-mail address does not look like an email address.",
            "What stands in the e-mail field is not an e-mail address, so we did not invite the candidate.",
            "Error: invalid email. No interview invitation was sent.",
        ],
    );
}

#[test]
fn template_not_found() {
    assert_all(
        "template_not_found",
        &[
            "myInterview: invite not sent - template \"Lever demo\" was not found.",
            "Template not found: Lever demo",
            "We could not find a template called 'Lever demo'. The candidate was not invited.",
            "No template matches the tag myInterview:Lever demo on this posting.",
            "The posting's tag names a template that does not exist (“lever demo”). Check the spelling; names are case sensitive.",
            "Invitation failed: unknown template.",
            "The question set “Backend – first video” isn't known to us, nobody was invited.",
            "Template lookup failed for the tag on this job. No invite was sent.",
            "Invite error. There is no such template in your account.",
            "Couldn't invite the candidate: template name 'No email' is not recognised.",
            "The tag on the posting doesn't correspond to any template in myInterview, therefore no invitation has gone out.",
            "The invite was not sent. Please check the spelling and casing of the template name in the posting tag.",
            "Unable to match the posting to a template.",
            "The template, Lever demo, was not found. The candidate has not been invited.",
            "Skipped: 'lever demo' isn't one of your templates.",
            "myInterview doesn't have a template with the name or ID \"Lever demo\"; no invite created.",
            "We looked for the template in your tag and found nothing, so the candidate hasn't been contacted.",
            "Interview not created: could not resolve template id 6530f0c2a1b2c3d4e5f60718",
            "invite_failed: template_not_found",
        ],
    );
}

#[test]
fn template_ambiguous() {
    assert_all(
        "template_ambiguous",
        &[
            "Invite not sent: more than one template is named \"Backend\". Use the template id.",
            "The template name is ambiguous, so we did not invite the candidate.",
            "Two templates share the name “Backend”; nothing was sent.",
            "Could not invite: there are several templates with that name.",
            "Template name not unique. Refer to it by its id. The invitation was not sent.",
            "The tag matches multiple templates and the candidate was not invited.",
        ],
    );
}

#[test]
fn several_configuration_tags() {
    assert_all(
        "several_configuration_tags",
        &[
            "Invite not sent: the posting has more than one myInterview tag.",
            "Two template tags were found on this posting. Keep only one. The candidate was not invited.",
            "There are multiple myInterview tags on the job, we could not invite the candidate.",
            "Only one tag is allowed per posting, so no invitation went out: 'myInterview:A' and 'myInterview:B'.",
            "Several configuration tags on the posting, invitation skipped",
        ],
    );
}

#[test]
fn other_failures() {
    assert_all(
        "other",
        &[
            "myInterview: invite not sent - internal error 5012. Contact support@myinterview.com.",
            "Something went wrong while inviting the candidate. Please contact myInterview Support at support@myinterview.com.",
            "The invitation could not be sent because your plan has no interviews left.",
            "We failed to create the interview for this candidate.",
            "The candidate was not invited. Your subscription has ended.",
        ],
    );
}

#[test]
fn expired() {
    assert_all(
        "expired",
        &[
            "The interview invitation has expired.",
            "The candidate's invite lapsed without an answer.",
            "Interview link ran out: the candidate did not record anything.",
            "The deadline has passed and the candidate has not completed the interview.",
        ],
    );
}

#[test]
fn what_is_not_sure_stays_unread() {
    assert_all(
        "unread",
        &[
            "",
            "Hello!",
            "Invitation sent to the candidate by email and SMS.",
            "The candidate has not completed the interview yet.",
            "Candidate opened the invitation and started the interview.",
            "Reminder sent: please complete your video interview by Friday.",
            "Once the candidate has completed the interview, the video will appear here: https://start.myinterview.com/r/1",
            "Has the candidate completed the interview?",
            "The candidate completed 2 out of 5 questions.",
            "The candidate declined to complete the interview.",
            "The interview is ready for the candidate: https://start.myinterview.com/i/1",
            "Completed interviews will show up on this page.",
            "If the invitation fails, contact support@myinterview.com.",
            "In case the email is missing, the invite will not be sent.",
            "SMS could not be sent because the phone number is not international. The email invitation was sent.",
            "The reminder e-mail was not opened.",
            "No email response from the candidate so far.",
            "Job created from template \"Completed interviews\".",
            "Template \"Backend\" was updated.",
            "The candidate withdrew and will not complete the interview.",
            "Interview incomplete.",
            "The invitation expires in 3 days.",
            "A teammate rated this interview 4/5.",
            "Deadline for completion of the interview: 12 Oct.",
            "The interview was completed, but the invitation was not sent because the email address is missing.",
            "You can watch how to set up templates here: https://start.myinterview.com/help",
        ],
    );
}
