//! Lever's Data API: requests within a budget, tolerant reading, and a code with a retry class for every failure.
//!
//! Follows Lever's documentation where it speaks and recorded responses where the two differ. Nothing here stores
//! anything except tokens, which go through [`fulcrum_vault::SecretStore`] before they are used.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod authorize;
mod budget;
mod client;
mod environment;
mod error;
mod oauth;
mod observe;
mod permissions;
mod probe;
mod timer;
mod transport;
mod wire;

pub use authorize::{ApiKey, Authorize, Credential};
pub use budget::{Bucket, Budget, BudgetSettings, BudgetState, Priority};
pub use client::{
    Connection, ContactUpdate, CreatedOpportunity, Lever, NewCandidate, NewNote, OffsetToken,
    OpportunityPages, OpportunityQuery, Page, PostingQuery, PostingUpdate, Step,
};
pub use environment::Environment;
pub use error::{Code, LeverError, Retry};
pub use oauth::{LONGEST_WAIT, OAuth, OAuthApp, Revocation, SignIn};
pub use observe::{NoObserver, RequestObserver, RequestRecord};
pub use permissions::{OFFLINE, PERMISSIONS, Permission, scopes};
pub use probe::{Given, Permissions, askable};
pub use timer::{Timer, TokioTimer};
pub use transport::{
    Body, HttpTransport, Method, Request, Response, Transport, TransportError, TransportSettings,
};
pub use wire::{
    Contact, DeletedOpportunity, MutatedOpportunity, Panel, PostingRecord, TagCount, Webhook,
};
