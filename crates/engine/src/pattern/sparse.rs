//! Transitions of states that meet few of all classes, kept one by one.

use crate::pattern::automaton::{TABLE_LIMIT, UNSET};

/// Transitions by state and class: an open hash table, at most three quarters full; the smaller it is, the more of it
/// lies in the caches.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse {
    /// State, class and next state in one number; 0 is an empty slot, for no transition leads from state 0.
    slots: Vec<u64>,
    taken: usize,
}

impl Sparse {
    fn key(state: usize, class: u32) -> u64 {
        (state as u64) << 32 | u64::from(class)
    }

    /// How many transitions are kept.
    pub(crate) fn len(&self) -> usize {
        self.taken
    }

    /// Where `key` stands, or the empty slot where it would.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while self.slots[at] != 0 && self.slots[at] >> 16 != key {
            at = (at + 1) & mask;
        }
        at
    }

    pub(crate) fn get(&self, state: usize, class: u32) -> u16 {
        if self.slots.is_empty() { UNSET } else { self.slots[self.slot(Self::key(state, class))] as u16 }
    }

    pub(crate) fn set(&mut self, state: usize, class: u32, next: u16) {
        if self.taken * 4 >= self.slots.len() * 3 {
            // What does not fit is learned again each time.
            if self.slots.len() * 8 > TABLE_LIMIT {
                return;
            }
            let room = vec![0; (self.slots.len() * 2).max(64)];
            let old = std::mem::replace(&mut self.slots, room);
            for item in old.into_iter().filter(|&item| item != 0) {
                let at = self.slot(item >> 16);
                self.slots[at] = item;
            }
        }
        let key = Self::key(state, class);
        let at = self.slot(key);
        self.taken += usize::from(self.slots[at] == 0);
        self.slots[at] = key << 16 | u64::from(next);
    }

    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.taken = 0;
    }
}
