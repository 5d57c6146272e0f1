//! Which object every route answers with, and the recorded answers that show such an object.

/// One kind of object.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// Recorded answers that show it, and where in the body.
    pub(crate) own: &'static [(&'static str, &'static str)],
    /// Recorded answers of the same object in another shape.
    pub(crate) kin: &'static [(&'static str, &'static str)],
    /// Its name among the documented ones.
    pub(crate) documented: &'static str,
}

const fn kind(
    name: &'static str,
    own: &'static [(&'static str, &'static str)],
    kin: &'static [(&'static str, &'static str)],
    documented: &'static str,
) -> Kind {
    Kind {
        name,
        own,
        kin,
        documented,
    }
}

const READ: &[(&str, &str)] = &[
    ("GET /opportunities", "data[]"),
    ("GET /opportunities/:id", "data"),
];
const TEMPLATES: &[(&str, &str)] = &[
    ("GET /feedback_templates", "data[]"),
    ("GET /feedback_templates/:id", "data"),
    ("POST /feedback_templates", "data"),
    ("PUT /feedback_templates/:id", "data"),
];
const USERS: &[(&str, &str)] = &[
    ("GET /users", "data[]"),
    ("GET /users/:id", "data"),
    ("POST /users", "data"),
    ("PUT /users/:id", "data"),
    ("POST /users/:id/deactivate", "data"),
    ("POST /users/:id/reactivate", "data"),
];
const REASONS: &[(&str, &str)] = &[
    ("GET /archive_reasons", "data[]"),
    ("GET /archive_reasons/:id", "data"),
];

pub(crate) const KINDS: &[Kind] = &[
    kind("opportunity", READ, &[], "opportunity"),
    kind(
        "new opportunity",
        &[("POST /opportunities", "data")],
        READ,
        "opportunity",
    ),
    kind(
        "changed opportunity",
        &[
            ("PUT /opportunities/:id/stage", "data"),
            ("PUT /opportunities/:id/archived", "data"),
            ("POST /opportunities/:id/addTags", "data"),
            ("POST /opportunities/:id/addSources", "data"),
        ],
        READ,
        "opportunity",
    ),
    kind(
        "linked opportunity",
        &[("POST /opportunities/:id/addLinks", "data")],
        READ,
        "opportunity",
    ),
    kind("deleted opportunity", &[], READ, "opportunity"),
    kind(
        "application",
        &[("GET /opportunities/:id/applications/:id", "data")],
        &[],
        "application",
    ),
    kind("deleted application", &[], &[], "deleted application"),
    kind(
        "note",
        &[("GET /opportunities/:id/notes/:id", "data")],
        &[],
        "note",
    ),
    kind(
        "new note",
        &[("POST /opportunities/:id/notes", "data")],
        &[("GET /opportunities/:id/notes/:id", "data")],
        "note",
    ),
    kind("changed note", &[], &[], "changed note"),
    kind(
        "panel",
        &[
            ("GET /opportunities/:id/panels", "data[]"),
            ("POST /opportunities/:id/panels", "data"),
        ],
        &[],
        "panel",
    ),
    kind(
        "interview",
        &[
            ("GET /opportunities/:id/interviews/:id", "data"),
            ("PUT /opportunities/:id/interviews/:id", "data"),
        ],
        &[],
        "interview",
    ),
    kind(
        "feedback",
        &[
            ("GET /opportunities/:id/feedback/:id", "data"),
            ("POST /opportunities/:id/feedback", "data"),
        ],
        TEMPLATES,
        "feedback",
    ),
    kind(
        "changed feedback",
        &[("PUT /opportunities/:id/feedback/:id", "data")],
        &[("GET /opportunities/:id/feedback/:id", "data")],
        "feedback",
    ),
    kind("feedback template", TEMPLATES, &[], ""),
    kind("file", &[], &[], "file"),
    kind("file action", &[], &[], "file action"),
    kind("resume", &[], &[], "resume"),
    kind("upload", &[], &[], "upload"),
    kind("offer", &[], &[], "offer"),
    kind("referral", &[], &[], "referral"),
    kind("form", &[], &[], "form"),
    kind("form template", &[], &[], "form template"),
    kind("contact", &[("GET /contacts/:id", "data")], &[], ""),
    kind(
        "changed contact",
        &[("PUT /contacts/:id", "data")],
        &[("GET /contacts/:id", "data")],
        "",
    ),
    kind(
        "posting",
        &[
            ("GET /postings", "data[]"),
            ("GET /postings/:id", "data"),
            ("POST /postings/:id", "data"),
        ],
        &[],
        "posting",
    ),
    kind(
        "posting's users",
        &[("GET /postings/:id/users", "")],
        &[],
        "",
    ),
    kind(
        "application form",
        &[("GET /postings/:id/apply", "data")],
        &[],
        "",
    ),
    kind(
        "new application",
        &[("POST /postings/:id/apply", "data")],
        &[],
        "",
    ),
    kind("stage", &[("GET /stages", "data[]")], &[], ""),
    kind("archive reason", REASONS, &[], ""),
    kind(
        "stages and reasons",
        &[("GET /disposition_stages", "data")],
        &[],
        "",
    ),
    kind("tag", &[("GET /tags", "data[]")], &[], ""),
    kind("source", &[("GET /sources", "data[]")], &[], ""),
    kind("user", USERS, &[], "user"),
    kind(
        "requisition",
        &[
            ("GET /requisitions", "data[]"),
            ("GET /requisitions/:id", "data"),
        ],
        &[],
        "requisition",
    ),
    kind(
        "changed requisition",
        &[
            ("POST /requisitions", "data"),
            ("PUT /requisitions/:id", "data"),
        ],
        &[("GET /requisitions", "data[]")],
        "changed requisition",
    ),
    kind(
        "requisition field",
        &[("GET /requisition_fields", "data[]")],
        &[],
        "requisition field",
    ),
    kind(
        "survey response",
        &[("GET /eeo/responses", "data[]")],
        &[],
        "survey response",
    ),
    kind(
        "personal survey response",
        &[("GET /eeo/responses/pii", "data[]")],
        &[],
        "survey response",
    ),
    kind("diversity survey", &[], &[], "diversity survey"),
    kind("audit event", &[], &[], "audit event"),
    kind("webhook", &[("GET /webhooks", "data[]")], &[], ""),
    kind("new webhook", &[("POST /webhooks", "data")], &[], ""),
];

/// What a route answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// `{data: [object…], hasNext, next?}`
    List(&'static str),
    /// `{data: [object…]}`
    Plain(&'static str),
    /// `{data: object}`, with whatever else was recorded beside it.
    One(&'static str),
    /// The object alone.
    Bare(&'static str),
    /// 204.
    Nothing,
    /// Bytes.
    File,
}

use Answer::{Bare, File, List, Nothing, One, Plain};

/// By method and path, parameters called `:id`.
pub(crate) const ANSWERS: &[(&str, Answer)] = &[
    ("GET /opportunities", List("opportunity")),
    ("GET /opportunities/deleted", List("deleted opportunity")),
    ("GET /opportunities/:id", One("opportunity")),
    ("POST /opportunities", One("new opportunity")),
    ("PUT /opportunities/:id/stage", One("changed opportunity")),
    (
        "PUT /opportunities/:id/archived",
        One("changed opportunity"),
    ),
    (
        "POST /opportunities/:id/addTags",
        One("changed opportunity"),
    ),
    (
        "POST /opportunities/:id/removeTags",
        One("changed opportunity"),
    ),
    (
        "POST /opportunities/:id/addSources",
        One("changed opportunity"),
    ),
    (
        "POST /opportunities/:id/removeSources",
        One("changed opportunity"),
    ),
    (
        "POST /opportunities/:id/addLinks",
        One("linked opportunity"),
    ),
    (
        "POST /opportunities/:id/removeLinks",
        One("linked opportunity"),
    ),
    ("GET /applications/deleted", List("deleted application")),
    ("GET /opportunities/:id/applications", List("application")),
    (
        "GET /opportunities/:id/applications/:id",
        One("application"),
    ),
    ("GET /opportunities/:id/notes", List("note")),
    ("GET /opportunities/:id/notes/:id", One("note")),
    ("POST /opportunities/:id/notes", One("new note")),
    ("PUT /opportunities/:id/notes/:id", One("changed note")),
    ("DELETE /opportunities/:id/notes/:id", Nothing),
    ("GET /opportunities/:id/panels", List("panel")),
    ("GET /opportunities/:id/panels/:id", One("panel")),
    ("POST /opportunities/:id/panels", One("panel")),
    ("PUT /opportunities/:id/panels/:id", One("panel")),
    ("DELETE /opportunities/:id/panels/:id", Nothing),
    ("GET /opportunities/:id/interviews", List("interview")),
    ("GET /opportunities/:id/interviews/:id", One("interview")),
    ("POST /opportunities/:id/interviews", One("interview")),
    ("PUT /opportunities/:id/interviews/:id", One("interview")),
    ("DELETE /opportunities/:id/interviews/:id", Nothing),
    ("GET /opportunities/:id/feedback", List("feedback")),
    ("GET /opportunities/:id/feedback/:id", One("feedback")),
    ("POST /opportunities/:id/feedback", One("feedback")),
    (
        "PUT /opportunities/:id/feedback/:id",
        One("changed feedback"),
    ),
    ("DELETE /opportunities/:id/feedback/:id", Nothing),
    ("GET /feedback_templates", List("feedback template")),
    ("GET /feedback_templates/:id", One("feedback template")),
    ("POST /feedback_templates", One("feedback template")),
    ("PUT /feedback_templates/:id", One("feedback template")),
    ("DELETE /feedback_templates/:id", Nothing),
    ("GET /opportunities/:id/files", List("file")),
    ("GET /opportunities/:id/files/:id", One("file")),
    ("GET /opportunities/:id/files/:id/download", File),
    ("GET /opportunities/:id/file_actions", List("file action")),
    ("POST /opportunities/:id/files", One("file")),
    ("DELETE /opportunities/:id/files/:id", Nothing),
    ("GET /opportunities/:id/resumes", List("resume")),
    ("GET /opportunities/:id/resumes/:id", One("resume")),
    ("GET /opportunities/:id/resumes/:id/download", File),
    ("GET /opportunities/:id/offers", List("offer")),
    ("GET /opportunities/:id/offers/:id/download", File),
    ("GET /opportunities/:id/referrals", List("referral")),
    ("GET /opportunities/:id/referrals/:id", One("referral")),
    ("GET /opportunities/:id/forms", List("form")),
    ("GET /opportunities/:id/forms/:id", One("form")),
    ("POST /opportunities/:id/forms", One("form")),
    ("GET /form_templates", List("form template")),
    ("GET /form_templates/:id", One("form template")),
    ("POST /form_templates", One("form template")),
    ("PUT /form_templates/:id", One("form template")),
    ("DELETE /form_templates/:id", Nothing),
    ("GET /contacts/:id", One("contact")),
    ("PUT /contacts/:id", One("changed contact")),
    ("GET /postings", List("posting")),
    ("GET /postings/deleted", List("posting")),
    ("GET /postings/:id", One("posting")),
    ("GET /postings/:id/users", Bare("posting's users")),
    ("POST /postings", One("posting")),
    ("POST /postings/:id", One("posting")),
    ("GET /postings/:id/apply", One("application form")),
    ("POST /postings/:id/apply", One("new application")),
    ("POST /uploads", One("upload")),
    ("GET /stages", List("stage")),
    ("GET /stages/:id", One("stage")),
    ("GET /archive_reasons", List("archive reason")),
    ("GET /archive_reasons/:id", One("archive reason")),
    ("GET /disposition_stages", One("stages and reasons")),
    ("GET /tags", List("tag")),
    ("GET /sources", List("source")),
    ("GET /users", List("user")),
    ("GET /users/:id", One("user")),
    ("POST /users", One("user")),
    ("PUT /users/:id", One("user")),
    ("POST /users/:id/deactivate", One("user")),
    ("POST /users/:id/reactivate", One("user")),
    ("GET /requisitions", List("requisition")),
    ("GET /requisitions/:id", One("requisition")),
    ("POST /requisitions", One("changed requisition")),
    ("PUT /requisitions/:id", One("changed requisition")),
    ("DELETE /requisitions/:id", Nothing),
    ("GET /requisition_fields", Plain("requisition field")),
    ("GET /requisition_fields/:id", One("requisition field")),
    ("POST /requisition_fields", One("requisition field")),
    ("PUT /requisition_fields/:id", One("requisition field")),
    ("DELETE /requisition_fields/:id", Nothing),
    (
        "POST /requisition_fields/:id/options",
        One("requisition field"),
    ),
    (
        "PUT /requisition_fields/:id/options",
        One("requisition field"),
    ),
    ("DELETE /requisition_fields/:id/options", Nothing),
    ("GET /eeo/responses", List("survey response")),
    ("GET /eeo/responses/pii", List("personal survey response")),
    ("GET /surveys/diversity/:id", Plain("diversity survey")),
    ("GET /audit_events", List("audit event")),
    ("GET /webhooks", Plain("webhook")),
    ("POST /webhooks", One("new webhook")),
    ("PUT /webhooks", Plain("webhook")),
    ("DELETE /webhooks/:id", Nothing),
];

/// Where an answer of ours differs from what was recorded, on purpose: kind of object, difference, and the recorded answer
/// that shows why the difference is right.
pub(crate) const DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "application",
        "archived: null, recorded as object",
        "The one recorded application was archived; GET /opportunities shows 1313 opportunities that are not.",
    ),
    (
        "application",
        "user: null, recorded as uuid",
        "The one recorded application is of type `user`; GET /eeo/responses/pii shows people who applied by themselves.",
    ),
    (
        "feedback",
        "fields[].scores: never recorded",
        "The recorded forms have other fields; GET /feedback_templates shows scorecards with their scores.",
    ),
    (
        "changed feedback",
        "fields[].scores: never recorded",
        "The recorded form has other fields; GET /feedback_templates shows scorecards with their scores.",
    ),
    (
        "feedback",
        "fields[].value: array, recorded as null or string",
        "The recorded forms have other fields; GET /feedback_templates shows multiple-select and scorecard fields.",
    ),
    (
        "feedback",
        "fields[].value: number, recorded as null or string",
        "The recorded forms have other fields; GET /feedback_templates shows fields of type `score`, a number.",
    ),
    (
        "survey response",
        "gender: never recorded",
        "The recorded surveys came without answers; GET /postings/:id/apply shows that this is asked.",
    ),
    (
        "survey response",
        "race: never recorded",
        "The recorded surveys came without answers; GET /postings/:id/apply shows that this is asked.",
    ),
    (
        "survey response",
        "veteran: never recorded",
        "The recorded surveys came without answers; GET /postings/:id/apply shows that this is asked.",
    ),
    (
        "personal survey response",
        "gender: never recorded",
        "The recorded surveys came without answers; GET /postings/:id/apply shows that this is asked.",
    ),
    (
        "personal survey response",
        "race: never recorded",
        "The recorded surveys came without answers; GET /postings/:id/apply shows that this is asked.",
    ),
    (
        "personal survey response",
        "veteran: never recorded",
        "The recorded surveys came without answers; GET /postings/:id/apply shows that this is asked.",
    ),
    (
        "requisition field",
        "options: never recorded",
        "GET /requisition_fields shows fields of type `date` alone; this one is a dropdown that the API was sent.",
    ),
    (
        "requisition field",
        "subfields: never recorded",
        "GET /requisition_fields shows fields of type `date` alone; this one is an object that the API was sent.",
    ),
];
