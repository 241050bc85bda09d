//! What the gates ask about a key, as it stands in the words of its slot.

use subtle::ConstantTimeEq as _;

/// What is so about a generation and its key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u16);

impl Flags {
    pub(crate) const REVOKED: Self = Self(1);
    /// The key itself is suspended.
    pub(crate) const SUSPENDED: Self = Self(1 << 1);
    /// All keys of its owner are suspended.
    pub(crate) const OWNER_SUSPENDED: Self = Self(1 << 2);
    /// The owner is a team.
    pub(crate) const TEAM: Self = Self(1 << 3);
    pub(crate) const PUBLIC: Self = Self(1 << 4);
    /// The IP list in the record is to be asked.
    pub(crate) const HAS_IP_LIST: Self = Self(1 << 5);
    /// There are scopes in the record.
    pub(crate) const HAS_SCOPES: Self = Self(1 << 6);
    const EXPIRES: Self = Self(1 << 7);
    /// The generation retires, and its record begins with when.
    pub(super) const RETIRES: Self = Self(1 << 8);
    /// The settings switch keys of its owner type off.
    pub(crate) const SWITCHED_OFF: Self = Self(1 << 9);
    /// The checksum is known.
    pub(super) const HAS_CHECKSUM: Self = Self(1 << 10);
    /// Two ids that agree in their lower half have met here, so the slot may not become free by one of them.
    pub(super) const SHARED: Self = Self(1 << 11);
    /// The key has more than one generation, and its record begins with its id.
    pub(super) const ROTATED: Self = Self(1 << 12);
    /// The store must be read: something about this id has changed.
    pub(super) const CHANGED: Self = Self(1 << 13);
    /// The slot is in use.
    pub(super) const KEPT: Self = Self(1 << 14);

    pub(crate) const fn has(self, flag: Self) -> bool {
        self.0 & flag.0 == flag.0
    }

    #[must_use]
    pub(crate) const fn with(self, flag: Self, is_so: bool) -> Self {
        if is_so { Self(self.0 | flag.0) } else { self }
    }

    pub(super) const fn bits(self) -> u16 {
        self.0
    }

    pub(super) const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }
}

/// The first half of a digest, which covers id and secret. 128 bits cannot be met by trying.
///
/// It has no `Debug`, and compares only in constant time.
#[derive(Clone, Copy, Default)]
pub(crate) struct DigestStart(pub(super) [u64; 2]);

impl DigestStart {
    pub(crate) fn of(digest: &[u8; 32]) -> Self {
        let [high, low, ..]: [u64; 4] = bytemuck::cast(*digest);
        Self([high, low])
    }

    /// Returns whether a whole digest begins with this.
    #[inline]
    pub(crate) fn begins(self, digest: &[u8; 32]) -> bool {
        let Self([high, low]) = Self::of(digest);
        let Self([kept_high, kept_low]) = self;
        // Any bit that differs, whichever it is.
        ((high ^ kept_high) | (low ^ kept_low)).ct_eq(&0).into()
    }
}

/// What the gates ask, without what stands in the record.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    flags: Flags,
    /// When the key and when the generation ends, in microseconds, as stored.
    ends_us: [i64; 2],
}

/// When something ends that does not. So whether an end has come is asked in one comparison, which goes the same way for nearly
/// all keys: asked in two, the processor would guess for each key whether it has an end.
const NEVER: i64 = i64::MAX;

impl Facts {
    pub(crate) const NONE: Self = Self { flags: Flags(0), ends_us: [NEVER; 2] };

    pub(crate) fn new(
        flags: Flags,
        expires_at_us: Option<i64>,
        retires_at_us: Option<i64>,
    ) -> Self {
        Self {
            flags: flags
                .with(Flags::EXPIRES, expires_at_us.is_some())
                .with(Flags::RETIRES, retires_at_us.is_some()),
            ends_us: [expires_at_us, retires_at_us].map(|end| end.unwrap_or(NEVER)),
        }
    }

    #[inline(always)]
    pub(super) const fn from_words(flags: Flags, expires: u64, retires: u64) -> Self {
        // The word is another one's where the generation does not retire.
        let retires = if flags.has(Flags::RETIRES) { retires.cast_signed() } else { NEVER };
        Self { flags, ends_us: [expires.cast_signed(), retires] }
    }

    /// When the key and when the generation ends; [`i64::MAX`] for never.
    #[inline(always)]
    pub(crate) const fn ends_us(&self) -> [i64; 2] {
        self.ends_us
    }

    pub(crate) const fn flags(&self) -> Flags {
        self.flags
    }

    #[inline(always)]
    pub(crate) fn expires_at_us(&self) -> Option<i64> {
        let [expires, _] = self.ends_us;
        self.flags.has(Flags::EXPIRES).then_some(expires)
    }

    #[inline(always)]
    pub(crate) fn retires_at_us(&self) -> Option<i64> {
        let [_, retires] = self.ends_us;
        self.flags.has(Flags::RETIRES).then_some(retires)
    }

    pub(super) fn ends(&self) -> [u64; 2] {
        self.ends_us.map(i64::cast_unsigned)
    }
}
