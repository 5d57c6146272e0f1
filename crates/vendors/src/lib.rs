//! Interview vendors, as far as their own interfaces are known.
//!
//! Neither vendor publishes its whole REST contract. What is known is code; what is not is data: a profile file names
//! base address, paths, headers and signature (see [`myinterview::Profile`] and [`jobtwine::Profile`] for the formats, which
//! are proposed, not the vendors'). With no profile an adapter answers [`Code::NoProfile`], and the app works from Lever's evidence alone.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod error;
mod experts;
mod http;
pub mod jobtwine;
pub mod myinterview;
mod placeholder;
mod vendor;

pub use error::{Code, Retry, VendorError};
pub use experts::{
    Booking, ExpertInterview, ExpertInterviews, ExpertStatus, JobRound, OfferAnswer, SlotOffer,
    VendorJob,
};
pub use http::{HttpAnswer, HttpFailure, HttpRequest, ReqwestHttp, VendorHttp};
pub use vendor::{Capabilities, InterviewVendor, Invitation, Invitations, InviteStage, MediaLink};
