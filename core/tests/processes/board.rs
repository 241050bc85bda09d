//! What changing processes have told of each key, where checking ones see it at once: a file of a record for each key.
//!
//! A message in a pipe has no place in time among checks. Here a byte says whether the call that takes a right away has begun
//! and whether it has returned. Who checks reads it before and after: when it is the same, the answer must fit.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// A byte for where the key stands, one for the length of its text, and the text.
const RECORD: usize = 128;

/// Where the changing of a key stands. It goes round, and the byte counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Allowed,
    /// A call that takes the right away has begun.
    Taking,
    /// It has returned.
    Taken,
    /// A call that gives it back has begun.
    Giving,
}

impl Phase {
    pub(super) const fn of(byte: u8) -> Self {
        match byte % 4 {
            0 => Self::Allowed,
            1 => Self::Taking,
            2 => Self::Taken,
            _ => Self::Giving,
        }
    }
}

pub(super) struct Board(File);

impl Board {
    pub(super) fn create(path: &Path, keys: usize) -> Self {
        let file = File::options().create_new(true).read(true).write(true).open(path).unwrap();
        // One more record says when it is over.
        file.set_len(((keys + 1) * RECORD) as u64).unwrap();
        Self(file)
    }

    pub(super) fn open(path: &Path) -> Self {
        Self(File::options().read(true).write(true).open(path).unwrap())
    }

    pub(super) fn keys(&self) -> usize {
        usize::try_from(self.0.metadata().unwrap().len()).unwrap() / RECORD - 1
    }

    pub(super) fn end(&self) {
        self.write(self.keys(), 0, &[1]);
    }

    pub(super) fn is_over(&self, keys: usize) -> bool {
        self.byte(keys) != 0
    }

    /// The phase as it counts on: equal ones at two times mean that nothing has begun in between.
    pub(super) fn byte(&self, key: usize) -> u8 {
        let mut byte = [0];
        self.0.read_exact_at(&mut byte, (key * RECORD) as u64).unwrap();
        byte[0]
    }

    /// Goes on to the next phase. Each key has one process that may.
    pub(super) fn step(&self, key: usize, to: Phase) {
        let next = self.byte(key).wrapping_add(1);
        assert_eq!(Phase::of(next), to, "key {key}");
        self.write(key, 0, &[next]);
    }

    pub(super) fn text(&self, key: usize) -> String {
        let mut record = [0; RECORD];
        self.0.read_exact_at(&mut record, (key * RECORD) as u64).unwrap();
        let [_, length, text @ ..] = record;
        String::from_utf8(text[..usize::from(length)].to_vec()).unwrap()
    }

    /// To be called before anybody checks, and while the key is being given back.
    pub(super) fn set_text(&self, key: usize, text: &str) {
        self.write(key, 2, text.as_bytes());
        self.write(key, 1, &[u8::try_from(text.len()).unwrap()]);
    }

    fn write(&self, key: usize, at: usize, bytes: &[u8]) {
        self.0.write_all_at(bytes, (key * RECORD + at) as u64).unwrap();
    }
}
