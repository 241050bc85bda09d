//! The generations of rotated keys, since a change of one of them concerns the records of all.

use std::collections::HashMap;

/// Which generations belong together. Only rotated keys of which something is kept stand here.
#[derive(Default)]
pub(super) struct Siblings {
    keys: HashMap<u128, Family>,
    key_of: HashMap<u128, u128>,
}

#[derive(Default)]
struct Family {
    /// Slots that hold one of them.
    kept: usize,
    generations: Vec<u128>,
}

impl Siblings {
    /// Takes note that a slot holds a generation of a key, which has these generations.
    pub(super) fn keep(&mut self, api_key_id: u128, generations: &[u128]) {
        let family = self.keys.entry(api_key_id).or_default();
        family.kept += 1;
        for generation in generations {
            if self.key_of.insert(*generation, api_key_id).is_none() {
                family.generations.push(*generation);
            }
        }
    }

    /// Takes note that a slot holds none any more.
    pub(super) fn drop_one(&mut self, api_key_id: u128) {
        let Some(family) = self.keys.get_mut(&api_key_id) else { return };
        family.kept = family.kept.saturating_sub(1);
        if family.kept == 0 {
            for generation in std::mem::take(&mut family.generations) {
                self.key_of.remove(&generation);
            }
            self.keys.remove(&api_key_id);
        }
    }

    /// All generations that were told of a key.
    pub(super) fn of_key(&self, api_key_id: u128) -> Vec<u128> {
        self.keys.get(&api_key_id).map(|family| family.generations.clone()).unwrap_or_default()
    }

    /// The key of a generation, when something is kept of it.
    pub(super) fn key_of(&self, generation: u128) -> Option<u128> {
        self.key_of.get(&generation).copied()
    }

    pub(super) fn bytes(&self) -> usize {
        self.keys.capacity() * (size_of::<(u128, Family)>() + 1)
            + self.key_of.capacity() * (size_of::<(u128, u128)>() + 1)
            + self.key_of.len() * size_of::<u128>()
    }
}
