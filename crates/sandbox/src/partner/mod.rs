//! What every partner of Lever has, whichever vendor it is: chance of its own, a client of Lever, signatures, and sentences
//! with holes.

pub(crate) mod at_work;
pub(crate) mod consent;
pub(crate) mod dice;
pub(crate) mod hearing;
pub(crate) mod lever_side;
pub(crate) mod profile;
pub(crate) mod sentence;
pub(crate) mod signature;
pub(crate) mod zones;
