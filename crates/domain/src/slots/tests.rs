//! The golden lines, the corners of places, checks and clocks, and properties over every zone.

mod corners;
mod golden;
mod zones;
