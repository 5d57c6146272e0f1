//! Chance that is a pure function of the seed: the same interview rolls the same in every run, whatever happened before it.

use sha2::{Digest, Sha256};

/// The vendor's dice. Each roll is named by its parts (for instance opportunity, attempt, purpose).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice {
    seed: u64,
}

impl Dice {
    /// Dice of one world.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed }
    }

    fn digest(self, parts: &[&str]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        for part in parts {
            // The length goes in too, or ("ab", "c") would roll like ("a", "bc").
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }

    /// A number below `sides` (0 when `sides` is 0).
    pub(crate) fn below(self, sides: u64, parts: &[&str]) -> u64 {
        let mut number = 0_u64;
        for byte in self.digest(parts).iter().take(8) {
            number = (number << 8) | u64::from(*byte);
        }
        number.checked_rem(sides).unwrap_or(0)
    }

    /// One of `choices`; `None` only when there are none.
    pub(crate) fn pick<'a, T>(self, choices: &'a [T], parts: &[&str]) -> Option<&'a T> {
        let at = self.below(choices.len() as u64, parts);
        choices.get(usize::try_from(at).unwrap_or(0))
    }

    /// A 24-digit hexadecimal id, the shape of the vendor's keys.
    pub(crate) fn key(self, parts: &[&str]) -> String {
        hex::encode(self.digest(parts)).chars().take(24).collect()
    }

    /// A version 4 UUID.
    pub(crate) fn uuid(self, parts: &[&str]) -> String {
        let mut bytes = [0_u8; 16];
        for (to, from) in bytes.iter_mut().zip(self.digest(parts)) {
            *to = from;
        }
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let dice = Dice::new(7);
        assert_ne!(dice.key(&["ab", "c"]), dice.key(&["a", "bc"]));
        assert_eq!(dice.key(&["ab", "c"]), Dice::new(7).key(&["ab", "c"]));
        assert_ne!(dice.key(&["ab", "c"]), Dice::new(8).key(&["ab", "c"]));
    }

    #[test]
    fn every_side_comes_up() {
        let dice = Dice::new(1);
        let seen: std::collections::BTreeSet<u64> = (0..500)
            .map(|n| dice.below(10, &[&n.to_string()]))
            .collect();
        assert_eq!(
            seen.into_iter().collect::<Vec<_>>(),
            (0..10).collect::<Vec<_>>()
        );
    }
}
