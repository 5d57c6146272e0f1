//! Can the candidate be reached? E-mails and phones in Lever are whatever somebody typed.

mod country;
mod email;
mod phone;

pub use country::{Country, country_of};
pub use email::{EmailCheck, check_emails, plausible_email};
pub use phone::{PhoneCheck, check_phones, international, suggest_international};
