use crate::transport::Method;

/// What may be repeated when no clear answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Twice is as good as once.
    Freely,
    /// Twice may do harm: repeated only when Lever certainly did not act (429, no connection).
    OnlyIfNotDone,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    /// Method and path template; the path after the first space. `:id` is filled in order.
    pub(crate) name: &'static str,
    /// What a 403 means here.
    pub(crate) permission: &'static str,
    pub(crate) repeat: Repeat,
}

impl Endpoint {
    pub(crate) fn path(&self) -> &'static str {
        self.name
            .split_once(' ')
            .map_or(self.name, |(_, path)| path)
    }
}

macro_rules! endpoints {
    ($($name:ident = $method:ident $route:literal, $permission:literal, $repeat:ident;)+) => {
        /// All routes.
        pub(crate) mod table {
            use super::{Endpoint, Method, Repeat};
            $(pub(crate) const $name: Endpoint = Endpoint {
                method: Method::$method,
                name: $route,
                permission: $permission,
                repeat: Repeat::$repeat,
            };)+

            /// The whole table, for whoever asks what is needed of Lever.
            #[cfg(test)]
            pub(crate) const ALL: &[Endpoint] = &[$($name),+];
        }
    };
}

endpoints! {
    OPPORTUNITIES = Get "GET /opportunities", "opportunities:read", Freely;
    OPPORTUNITY = Get "GET /opportunities/:id", "opportunities:read", Freely;
    OPPORTUNITIES_DELETED = Get "GET /opportunities/deleted", "opportunities:read", Freely;
    // A second candidate would be a second person to write to.
    CREATE_OPPORTUNITY = Post "POST /opportunities", "opportunities:write", OnlyIfNotDone;
    // A repeated move may undo what a colleague did in between, and a repeated archiving moves its time.
    SET_STAGE = Put "PUT /opportunities/:id/stage", "opportunities:write", OnlyIfNotDone;
    SET_ARCHIVED = Put "PUT /opportunities/:id/archived", "opportunities:write", OnlyIfNotDone;
    ADD_TAGS = Post "POST /opportunities/:id/addTags", "opportunities:write", Freely;
    REMOVE_TAGS = Post "POST /opportunities/:id/removeTags", "opportunities:write", Freely;
    CONTACT = Get "GET /contacts/:id", "contact:read", Freely;
    UPDATE_CONTACT = Put "PUT /contacts/:id", "contact:write", OnlyIfNotDone;
    POSTINGS = Get "GET /postings", "postings:read", Freely;
    POSTING = Get "GET /postings/:id", "postings:read", Freely;
    UPDATE_POSTING = Post "POST /postings/:id", "postings:write", OnlyIfNotDone;
    NOTES = Get "GET /opportunities/:id/notes", "notes:read", Freely;
    CREATE_NOTE = Post "POST /opportunities/:id/notes", "notes:write", OnlyIfNotDone;
    DELETE_NOTE = Delete "DELETE /opportunities/:id/notes/:id", "notes:write", OnlyIfNotDone;
    INTERVIEWS = Get "GET /opportunities/:id/interviews", "interviews:read", Freely;
    PANELS = Get "GET /opportunities/:id/panels", "panels:read", Freely;
    STAGES = Get "GET /stages", "stages:read", Freely;
    ARCHIVE_REASONS = Get "GET /archive_reasons", "archive_reasons:read", Freely;
    USERS = Get "GET /users", "users:read", Freely;
    TAGS = Get "GET /tags", "tags:read", Freely;
    WEBHOOKS = Get "GET /webhooks", "webhooks:read", Freely;
    // Only asked whether they would be allowed.
    CONFIDENTIAL_POSTINGS = Get "GET /postings", "confidential:access", Freely;
    SOURCES = Get "GET /sources", "sources:read", Freely;
    FEEDBACK = Get "GET /opportunities/:id/feedback", "feedback:read", Freely;
    FEEDBACK_TEMPLATES = Get "GET /feedback_templates", "feedback_templates:read", Freely;
    FILES = Get "GET /opportunities/:id/files", "files:read", Freely;
    RESUMES = Get "GET /opportunities/:id/resumes", "resumes:read", Freely;
    OFFERS = Get "GET /opportunities/:id/offers", "offers:read", Freely;
    REQUISITIONS = Get "GET /requisitions", "requisitions:read", Freely;
    DELETE_PANEL = Delete "DELETE /opportunities/:id/panels/:id", "panels:write", OnlyIfNotDone;
    DELETE_INTERVIEW = Delete "DELETE /opportunities/:id/interviews/:id", "interviews:write", OnlyIfNotDone;
    DELETE_FEEDBACK = Delete "DELETE /opportunities/:id/feedback/:id", "feedback:write", OnlyIfNotDone;
    DELETE_FILE = Delete "DELETE /opportunities/:id/files/:id", "files:write", OnlyIfNotDone;
    DELETE_WEBHOOK = Delete "DELETE /webhooks/:id", "webhooks:write", OnlyIfNotDone;
}
