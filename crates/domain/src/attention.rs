//! What needs the recruiter: the one chip of a card, who acts next in a sentence of codes, and the inbox.

mod addressed;
mod card;
mod inbox;
mod seat;
mod snooze;

pub use addressed::mentions;
pub use card::{CardFacts, CardSignal, Chip, Phrase, card_chip};
pub use inbox::{Attention, Item, ItemKey, ItemKind, Marks, Place, Reason, Tab, attention, tab};
pub use seat::{Ownership, concerns};
pub use snooze::{Activity, Snooze, SnoozeChoice, Until, day_began_ms, snooze_choices, until};
