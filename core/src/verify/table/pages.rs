//! Zeros in large pages. A table of keys is read at random: with small pages, finding out where a page lies costs as much as what
//! is read from it.
#![expect(clippy::mem_forget, reason = "the macro's own, which gives what it holds back elsewhere")]

use memmap2::{Advice, MmapMut, MmapOptions};
use self_cell::{MutBorrow, self_cell};
use zerocopy::FromBytes as _;

use super::atomics::AtomicU64;

type Words<'a> = &'a [AtomicU64];

self_cell! {
    /// Memory of its own, and the words that it is.
    pub(super) struct Pages {
        owner: MutBorrow<MmapMut>,
        #[covariant]
        dependent: Words,
    }
}

impl Pages {
    /// The size of a large page of most systems, in words. What is smaller is not worth one.
    pub(super) const LARGE: usize = (2 << 20) / 8;

    /// Asks the system for so many zeros, if it can in large pages; each becomes memory as it is first written to. `None`: it has
    /// no memory to give.
    pub(super) fn zeroed(words: usize) -> Option<Self> {
        let map = MmapOptions::new().len(words.checked_mul(8)?).map_anon().ok()?;
        // A system that has no large pages, or was told to give none, gives small ones.
        let _ = map.advise(Advice::HugePage);
        Self::try_new(MutBorrow::new(map), |map| {
            let words = <[AtomicU64]>::mut_from_bytes(map.borrow_mut());
            words.map(|words| &*words).map_err(drop)
        })
        .ok()
    }

    #[inline]
    pub(super) fn words(&self) -> &[AtomicU64] {
        self.borrow_dependent()
    }
}
