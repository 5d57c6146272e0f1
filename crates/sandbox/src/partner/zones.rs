//! Where the account's candidates live, as far as a vendor guesses it.

/// IANA zones that candidates live in and that notes are written in.
pub(crate) const ZONES: [&str; 8] = [
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/New_York",
    "UTC",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/London",
];
