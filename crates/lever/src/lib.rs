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
mod check;
mod client;
mod error;
mod oauth;
mod observe;
mod timer;
mod transport;
mod wire;

pub use authorize::{ApiKey, Authorize};
pub use budget::{Bucket, Budget, BudgetSettings, BudgetState, Priority};
pub use check::KeyCheck;
pub use client::{
    Connection, ContactUpdate, Lever, NewNote, OffsetToken, OpportunityPages, OpportunityQuery,
    Page, PostingQuery, PostingUpdate, Step,
};
pub use error::{Code, LeverError, Retry};
pub use oauth::{OAuth, OAuthApp, SCOPES, SignIn};
pub use observe::{NoObserver, RequestObserver, RequestRecord};
pub use timer::{Timer, TokioTimer};
pub use transport::{
    Body, HttpTransport, Method, Request, Response, Transport, TransportError, TransportSettings,
};
pub use wire::{Contact, DeletedOpportunity, MutatedOpportunity, Panel, TagCount, Webhook};
