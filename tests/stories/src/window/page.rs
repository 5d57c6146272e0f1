//! Where things stand in the page: the interface's stable hooks, named once.

/// A column by its stage's id.
#[must_use]
pub fn column(stage: &str) -> String {
    format!("[data-testid='board-column'][data-stage='{stage}']")
}

/// A card by its opportunity's id, in whatever column it is shown.
#[must_use]
pub fn card(opportunity: &str) -> String {
    format!("[data-testid='card'][data-id='{opportunity}']")
}

/// A card, in one column.
#[must_use]
pub fn card_in(stage: &str, opportunity: &str) -> String {
    format!("{} {}", column(stage), card(opportunity))
}

/// A named part inside another.
#[must_use]
pub fn part(of: &str, name: &str) -> String {
    format!("{of} {}", hook(name))
}

/// A named part of the page.
#[must_use]
pub fn hook(name: &str) -> String {
    format!("[data-testid='{name}']")
}
