//! The keys that a handle keeps in memory, so that most checks need no statement.
//!
//! What is kept is right for one moment of the store, and every commit, whoever's it is, begins another. A check asks for
//! the moment first; at another one than the table's, what was changed is dropped before anything is answered from it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use uuid::Uuid;

use super::follow::{Follower, Reached};
use super::handle::Keywright;
use crate::clock::Timestamp;
use crate::key::ApiKeyId;
use crate::settings::{Settings, Switches};
use crate::store::{Forgetful, Held, Store, lock, register_forgetful};
use crate::token::ParsedToken;
use crate::usage::UsageSource;
use crate::verify::{
    Change, Checksum, Found, Gate, Hit, KeptKey, Loading, Moment, Presented, Question, Reason,
    Subject as _, Table, Verdict, VerifyOptions, with_entry,
};

/// How much memory the keys may take unless the caller says otherwise: about 400,000 keys. It is taken as keys are kept.
pub(super) const MEMORY_LIMIT: usize = 64 << 20;

/// Keys whose uses may wait although they have left the table, before they are written out of turn.
const MOST_LEFT: u32 = 10_000;

/// A table for all keys has room for so many before it grows.
const FEWEST_KEYS: usize = 1024;

/// How many keys a handle keeps.
#[derive(Clone, Copy, Debug)]
pub(super) enum Memory {
    /// What fits into so many bytes, those that are used most.
    Bounded(usize),
    /// All.
    Resident,
}

/// See the [module](self).
pub(super) struct KeptKeys {
    /// `None`: none is kept.
    table: Option<Table>,
    follower: Follower,
    /// Those that a whole table was loaded with. When they change, it is whole no more.
    settings: Mutex<Option<Settings>>,
    /// The loading of all keys was asked for and has not begun.
    is_loading_asked: AtomicBool,
}

/// Why memory does not answer with a key.
enum Miss {
    /// The key is kept, and the checksum of the text is wrong; or all keys are, and no key has this prefix.
    Malformed,
    /// All keys are kept, and this is none of them.
    NoSuchKey,
    /// The store must be read.
    Unknown,
}

impl KeptKeys {
    /// Makes room for keys, and lets forks know of it, and whoever writes what was counted.
    pub(super) fn register(memory: Memory, store: &dyn Store) -> Arc<Self> {
        let table = match memory {
            Memory::Bounded(0) => None,
            Memory::Bounded(limit) => Some(Table::bounded(limit)),
            // A table that was made too small grows.
            Memory::Resident => Some(Table::resident(store.estimated_keys().max(FEWEST_KEYS))),
        };
        let kept = Arc::new(Self {
            table,
            follower: Follower::default(),
            settings: Mutex::default(),
            is_loading_asked: AtomicBool::new(false),
        });
        register_forgetful(&kept);
        store.usage().recorder().add_source(&kept);
        kept
    }

    pub(super) const fn table(&self) -> Option<&Table> {
        self.table.as_ref()
    }

    /// Whether all keys are to be kept and are not.
    pub(super) fn lacks_keys(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.is_resident() && !table.is_whole())
    }

    /// Asks for the loading of all keys, if that makes sense. Returns whether nobody has asked before.
    pub(super) fn ask_for_loading(&self) -> bool {
        self.lacks_keys() && !self.is_loading_asked.swap(true, Ordering::SeqCst)
    }

    pub(super) fn is_loading_asked(&self) -> bool {
        self.is_loading_asked.load(Ordering::SeqCst)
    }

    /// Takes note that the loading begins.
    pub(super) fn begin_loading(&self) {
        self.is_loading_asked.store(false, Ordering::SeqCst);
    }

    /// Says that every key was loaded that was there when the loading began, under these settings.
    pub(super) fn finish_loading(&self, loading: Loading, settings: Settings) {
        let Some(table) = &self.table else { return };
        // Held until both are settled: who can not read the settings at once asks the store.
        let mut kept = lock(&self.settings);
        let before = kept.replace(settings);
        if !table.finish_loading(loading) {
            // In vain, and another loading may have come to its end meanwhile, under settings of its own.
            *kept = before;
        }
    }

    /// Takes note that the store has no row for an id, so that it need not be asked again.
    pub(super) fn settle_absent(&self, token: &ParsedToken<'_>, moment: Option<Moment>) {
        if let (Some(table), Some(moment)) = (&self.table, moment)
            && table.is_whole()
        {
            table.change().settle_absent(token.id().as_u128(), moment);
        }
    }

    /// Drops what was changed, up to now, if the table is not right for a moment.
    pub(super) fn catch_up(&self, store: &dyn Store, moment: Moment) {
        if let Some(table) = &self.table {
            self.follower.catch_up(table, store, moment);
        }
    }

    /// Finds what is kept of the generation whose secret a text holds, and copies it. The copy is of this moment.
    #[inline(always)]
    fn find(
        &self,
        token: &ParsedToken<'_>,
        moment: Moment,
        key: &mut KeptKey,
    ) -> Result<Hit<'_>, Miss> {
        let Some(table) = &self.table else { return Err(Miss::Unknown) };
        let since = table.validated_since(moment).ok_or(Miss::Unknown)?;
        let id = token.id().as_u128();
        let hit = match table.get(id) {
            Found::Hit(hit) => hit,
            Found::NoSuchKey => return Err(self.refuse(table, token, moment, since)),
            Found::Unknown => return Err(Miss::Unknown),
        };
        let Some(digest) = key.fill(token, &hit) else { return Err(Miss::Unknown) };
        let checksum = key.checksum();
        // A text with the same prefix, kind, id, secret and checksum, all of which are compared, is the text of before.
        if checksum != Checksum::Known(token.checksum()) && !token.is_well_formed() {
            return Err(Miss::Malformed);
        }
        // What a wrong secret is told, the store says: nobody's guesses are worth the speed.
        if !digest.begins(&token.digest()) {
            return Err(Miss::Unknown);
        }
        if let Checksum::Unknown { last_four } = checksum {
            // Where somebody else wrote them, the record tells what is written.
            if last_four != token.last_four_bytes() {
                return Err(Miss::Unknown);
            }
            if key.has_secret(token) {
                table.learn_checksum(&hit, token.checksum());
            }
        }
        // Whoever moved the table on meanwhile may have kept what is not of this moment; somebody slow may have moved it back.
        let is_of_this_moment = table.validated_since(moment) == Some(since);
        if is_of_this_moment { Ok(hit) } else { Err(Miss::Unknown) }
    }

    /// Says what an id comes to that a whole table does not hold.
    fn refuse(&self, table: &Table, token: &ParsedToken<'_>, moment: Moment, since: u64) -> Miss {
        if !token.is_well_formed() {
            return Miss::Malformed;
        }
        // Not waited for: whoever holds it writes or reads a few words.
        let Ok(settings) = self.settings.try_lock() else { return Miss::Unknown };
        let is_accepted = settings.as_ref().map(|settings| settings.accepts_prefix(token.prefix()));
        match is_accepted {
            Some(is_accepted) if table.validated_since(moment) == Some(since) => {
                if is_accepted {
                    Miss::NoSuchKey
                } else {
                    Miss::Malformed
                }
            }
            _ => Miss::Unknown,
        }
    }

    /// Returns whether memory answers for a text at a moment.
    #[cfg(test)]
    pub(super) fn is_kept(&self, token: &ParsedToken<'_>, moment: Moment) -> bool {
        self.find(token, moment, &mut KeptKey::room()).is_ok()
    }

    /// Keeps a row that was read at a moment, unless the table stands at another. Returns whether so many uses wait by now that
    /// they should be written.
    fn keep(&self, question: &Question<'_>, row: &Presented, moment: Moment) -> bool {
        let Some(table) = &self.table else { return false };
        // The flusher is still to write what the first use of a generation ends, and needs to hear of it.
        if row.is_first_use_open() || !table.is_validated(moment) {
            return false;
        }
        let now_ms = u64::try_from(question.now.as_millis()).unwrap_or_default();
        with_entry(&question.token.into(), row, question.switches, |entry| {
            // A key that finds no room is read from the store.
            let _placed = table.insert(entry, moment, now_ms);
        });
        table.left() > MOST_LEFT
    }
}

impl UsageSource for KeptKeys {
    fn tell_uses(
        &self,
        now: Timestamp,
        most: usize,
        tell: &mut dyn FnMut(ApiKeyId, u64, Timestamp),
    ) -> bool {
        let now_ms = u64::try_from(now.as_millis()).unwrap_or_default();
        self.table.as_ref().is_none_or(|table| {
            table.tell_uses(now_ms, most, |used| {
                let at = Timestamp::from_unsigned_millis(used.last_used_ms);
                tell(Uuid::from_u128(used.api_key_id).into(), used.count, at);
            })
        })
    }
}

impl Forgetful for KeptKeys {
    fn hold(&self) -> Box<dyn Held + '_> {
        // In this order, as whoever follows takes them.
        let reached = self.follower.hold();
        let settings = lock(&self.settings);
        let change = self.table.as_ref().map(Table::change);
        Box::new(HeldKeys { reached, change, settings })
    }
}

/// The keys while a fork holds them still.
struct HeldKeys<'a> {
    reached: MutexGuard<'a, Option<Reached>>,
    change: Option<Change<'a>>,
    settings: MutexGuard<'a, Option<Settings>>,
}

impl Held for HeldKeys<'_> {
    fn forget(&mut self) {
        *self.reached = None;
        *self.settings = None;
        if let Some(change) = &mut self.change {
            change.forget_uses();
            change.clear();
        }
    }
}

impl Keywright {
    /// Answers a check from memory, into a verdict that says no. Returns `false` when the store must be asked, or something is
    /// to be done first that may have to wait; the verdict then says no still.
    #[must_use]
    #[inline(always)]
    pub(super) fn answer_from_memory(
        &self,
        token: &ParsedToken<'_>,
        options: &VerifyOptions,
        answer: &mut Verdict,
    ) -> bool {
        let look = self.shared().clock.look();
        // Before anything is looked at: what is right for this moment was right when the check had begun.
        let moment = self.store().moment(look.wall_ms);
        let kept = &self.shared().kept;
        let key = answer.room_mut();
        // PERF: one `match` over both would carry the hit from place to place (`make bench`, checks).
        let Some(moment) = moment else { return refuse_malformed(token, answer) };
        let hit = match kept.find(token, moment, key) {
            Ok(hit) => hit,
            Err(Miss::Malformed) => {
                answer.refuse(Reason::Malformed);
                return true;
            }
            Err(Miss::NoSuchKey) => {
                answer.refuse(Reason::NotFound);
                return true;
            }
            Err(Miss::Unknown) => return refuse_malformed(token, answer),
        };
        let now = if key.ends_soon_after(look.now) { self.now() } else { look.now };
        let question = Question { token, switches: Switches::default(), options, now };
        let failed = question.judge(&*key);
        match failed {
            None => {
                answer.accept();
                // The last address is told too, which a slot has no room for.
                if options.ip.is_none() {
                    self.count_kept(&hit, answer, now);
                } else if let Some(id) = answer.api_key_id() {
                    self.count(id, None, now, options.ip);
                }
            }
            // A wrong text is told nothing; a retired secret becomes a signal, about which the row says more.
            Some(Gate::Secret | Gate::Rotated) => return false,
            Some(gate) => {
                let id = key.api_key_id();
                self.count(id, failed, now, options.ip);
                *answer = question.deny(gate, id);
            }
        }
        true
    }

    /// Keeps a row that was read for a text with the right secret.
    pub(super) fn keep(&self, question: &Question<'_>, row: &Presented, moment: Option<Moment>) {
        if let Some(moment) = moment
            && self.shared().kept.keep(question, row, moment)
        {
            self.shared().notice_count(true);
        }
    }
}

/// Says of a text that memory does not know whether it can be a key at all.
#[inline(never)]
fn refuse_malformed(token: &ParsedToken<'_>, answer: &mut Verdict) -> bool {
    let is_malformed = !token.is_well_formed();
    if is_malformed {
        answer.refuse(Reason::Malformed);
    }
    is_malformed
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::clock::TestClock;
    use crate::error::Error;
    use crate::key::{
        ApiKeyUpdate, Expiry, Grace, IpAllowList, Metadata, NewApiKey, RevokeOptions, Scopes,
    };
    use crate::keywright::OpenOptions;
    use crate::owner::OwnerType;
    use crate::settings::SettingsUpdate;
    use crate::testing::open_for_tests;
    use crate::token::parse;
    use crate::usage::{UsageRange, UsageStep};
    use crate::verify::Accept;

    const OPTIONS: fn() -> VerifyOptions = VerifyOptions::new;

    fn start() -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).unwrap()
    }

    fn open(path: &Path) -> (Keywright, Arc<TestClock>) {
        let clock = Arc::new(TestClock::new(start()));
        (OpenOptions::new().test_clock(Arc::clone(&clock)).open(path).unwrap(), clock)
    }

    /// Puts the right checksum behind a text.
    fn summed(text: &str) -> String {
        const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let mut rest = crc32fast::hash(text.as_bytes()) as usize;
        let mut digits = [0; 6];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[rest % 62];
            rest /= 62;
        }
        format!("{text}{}", str::from_utf8(&digits).unwrap())
    }

    fn is_kept(keywright: &Keywright, value: &str) -> bool {
        let token = parse(value.as_bytes()).unwrap();
        let moment = keywright.store().standing().unwrap().moment.unwrap();
        keywright.shared().kept.is_kept(&token, moment)
    }

    /// Checks a text once from the store and once from memory, and returns what both said.
    fn twice(keywright: &Keywright, value: &str, options: &VerifyOptions) -> Verdict {
        let read = keywright.verify(value, options).unwrap();
        assert!(is_kept(keywright, value));
        assert_eq!(keywright.verify(value, options).unwrap(), read);
        assert_eq!(keywright.explain(value, options).unwrap().verdict, read);
        read
    }

    #[test]
    fn every_record_reads_the_same_from_memory() {
        let keywright = open_for_tests(start()).unwrap();
        let long = "ä".repeat(250);
        let metadata = Metadata::parse(r#"{"plan":"pro","seats":[1,2,3]}"#).unwrap();
        let everything = || {
            NewApiKey::new(long.clone())
                .scopes(Scopes::parse(["docs:read", "*:write"]).unwrap())
                .metadata(metadata.clone())
                .ip_allow_list(IpAllowList::parse(["10.0.0.0/8", "2001:db8::/32"]).unwrap())
                .expiry(Expiry::In(Duration::from_secs(3600)))
        };
        let (alice, acme) = (keywright.user("alice"), keywright.team("acme"));
        let by = keywright.by("support:bob").unwrap();
        let made = [
            alice.create_api_key(NewApiKey::new("CI")).unwrap(),
            alice.create_api_key(NewApiKey::new("CI").public()).unwrap(),
            acme.create_api_key(everything()).unwrap(),
            by.team("acme").create_api_key(everything().public()).unwrap(),
            by.user("bob").create_api_key(NewApiKey::new("x")).unwrap(),
        ];
        let options = VerifyOptions::new().accept(Accept::Any).ip("10.1.2.3".parse().unwrap());
        for (number, created) in made.iter().enumerate() {
            let verdict = twice(&keywright, created.value(), &options);
            assert_eq!(verdict.api_key(), Some(created.api_key()), "{number}");
            let key = keywright.api_key(created.api_key().id);
            key.suspend(None).unwrap();
            assert_eq!(
                twice(&keywright, created.value(), &options).reason(),
                Some(Reason::Suspended)
            );
            key.resume().unwrap();
            let rotated = key.rotate(Grace::For(Duration::from_secs(60))).unwrap();
            assert!(twice(&keywright, created.value(), &options).is_valid());
            assert!(keywright.verify(rotated.value(), &options).unwrap().is_valid());
            assert!(!is_kept(&keywright, rotated.value()), "its first use is still to be told");
            keywright.flush().unwrap();
            assert!(twice(&keywright, rotated.value(), &options).is_valid());
        }
    }

    #[test]
    fn without_memory_every_check_reads_the_store() {
        let keywright = OpenOptions::new().memory_limit(0).open_in_memory().unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        for _ in 0..2 {
            assert!(keywright.verify(created.value(), &OPTIONS()).unwrap().is_valid());
            assert!(!is_kept(&keywright, created.value()));
        }
    }

    #[test]
    fn every_gate_is_asked_of_memory_too() {
        let keywright = open_for_tests(start()).unwrap();
        let key = NewApiKey::new("CI")
            .scopes(Scopes::parse(["docs:read"]).unwrap())
            .ip_allow_list(IpAllowList::parse(["10.0.0.0/8"]).unwrap())
            .expiry(Expiry::In(Duration::from_secs(60)))
            .public();
        let created = keywright.team("acme").create_api_key(key).unwrap();
        let within = || VerifyOptions::new().accept(Accept::Any).ip("10.0.0.1".parse().unwrap());
        let denied = [
            (within().accept(Accept::Secret), Reason::WrongType),
            (within().owner_type(OwnerType::User), Reason::WrongType),
            (VerifyOptions::new().accept(Accept::Any), Reason::IpDenied),
            (within().ip("11.0.0.1".parse().unwrap()), Reason::IpDenied),
            (within().scopes(Scopes::parse(["docs:write"]).unwrap()), Reason::InsufficientScope),
        ];
        assert!(twice(&keywright, created.value(), &within()).is_valid());
        for (options, reason) in denied {
            let verdict = twice(&keywright, created.value(), &options);
            assert_eq!(verdict.reason(), Some(reason));
            assert_eq!(verdict.api_key_id(), Some(created.api_key().id));
        }
        let scopes = Scopes::parse(["docs:read"]).unwrap();
        assert!(twice(&keywright, created.value(), &within().scopes(scopes)).is_valid());
    }

    #[test]
    fn a_text_with_the_right_secret_and_another_prefix_or_kind_is_not_the_key() {
        let keywright = open_for_tests(start()).unwrap();
        keywright.update_settings(SettingsUpdate::new().prefix("acme".parse().unwrap())).unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        assert!(twice(&keywright, created.value(), &OPTIONS()).is_valid());
        let options = VerifyOptions::new().accept(Accept::Any);
        for (from, to) in
            [("acme_usk_", "kw_usk_"), ("acme_usk_", "acme_tsk_"), ("acme_usk_", "acme_upk_")]
        {
            let text = created.value().replacen(from, to, 1);
            let text = summed(text.split_at(text.len() - 6).0);
            let verdict = keywright.verify(&text, &options).unwrap();
            assert_eq!(verdict.reason(), Some(Reason::NotFound), "{to}");
            assert_eq!(keywright.explain(&text, &options).unwrap().verdict, verdict);
        }
        let (text, _) = created.value().split_at(created.value().len() - 6);
        assert_eq!(summed(text), created.value());
        let verdict = keywright.verify(format!("{text}000000"), &options).unwrap();
        assert_eq!(verdict.reason(), Some(Reason::Malformed), "the checksum is asked every time");
    }

    #[test]
    fn time_alone_ends_a_key_that_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (keywright, clock) = open(&folder.path().join("keys.db"));
        let soon = NewApiKey::new("CI").expiry(Expiry::In(Duration::from_secs(60)));
        let created = keywright.user("alice").create_api_key(soon).unwrap();
        let rotated = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let grace = Grace::For(Duration::from_secs(60));
        keywright.api_key(rotated.api_key().id).rotate(grace).unwrap();
        for created in [&created, &rotated] {
            assert!(twice(&keywright, created.value(), &OPTIONS()).is_valid());
        }
        clock.set(start().checked_add(Duration::from_millis(59_999)).unwrap());
        for created in [&created, &rotated] {
            assert!(is_kept(&keywright, created.value()));
            assert!(twice(&keywright, created.value(), &OPTIONS()).is_valid());
        }
        clock.set(start().checked_add(Duration::from_secs(60)).unwrap());
        let reason = |value: &str| keywright.verify(value, &OPTIONS()).unwrap().reason();
        assert_eq!(reason(created.value()), Some(Reason::Expired));
        assert_eq!(reason(rotated.value()), Some(Reason::Rotated));
        keywright.flush().unwrap();
        assert_eq!(keywright.signals(0, 10).unwrap().len(), 1, "also of a secret that was kept");
    }

    /// A change, and the reason that the next check gives.
    type Taken = (&'static str, fn(&Keywright, &str) -> Result<(), Error>, Reason);

    const TAKEN: &[Taken] = &[
        (
            "revoke",
            |keywright, id| keywright.api_key(id.parse()?).revoke(RevokeOptions::new()).map(drop),
            Reason::Revoked,
        ),
        (
            "expire",
            |keywright, id| {
                let at = Expiry::At(keywright.now().checked_add(Duration::from_millis(1)).unwrap());
                keywright.api_key(id.parse()?).update(ApiKeyUpdate::new().expiry(at)).map(drop)
            },
            Reason::Expired,
        ),
        (
            "suspend the owner",
            |keywright, _| keywright.user("alice").suspend().map(drop),
            Reason::Suspended,
        ),
        (
            "switch off",
            |keywright, _| {
                let off = SettingsUpdate::new().allow_user_api_keys(false);
                keywright.update_settings(off).map(drop)
            },
            Reason::Disabled,
        ),
        ("delete", |keywright, _| keywright.user("alice").delete(), Reason::NotFound),
    ];

    #[test]
    fn whoever_takes_a_right_away_the_next_check_knows() {
        for (name, take, reason) in TAKEN {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("keys.db");
            let (keywright, clock) = open(&path);
            let (other, _) = open(&path);
            let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
            for handle in [&keywright, &other] {
                assert!(twice(handle, created.value(), &OPTIONS()).is_valid(), "{name}");
            }
            take(&other, &created.api_key().id.to_string()).unwrap();
            clock.set(start().checked_add(Duration::from_secs(1)).unwrap());
            assert!(!is_kept(&keywright, created.value()), "{name}");
            let verdict = keywright.verify(created.value(), &OPTIONS()).unwrap();
            assert_eq!(verdict.reason(), Some(*reason), "{name}");
        }
    }

    #[test]
    fn a_row_that_was_read_before_a_change_is_not_kept_after_it() {
        let keywright = open_for_tests(start()).unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let token = parse(created.value().as_bytes()).unwrap();
        let read = || keywright.store().presented(token.id().into(), start()).unwrap();
        let kept = &keywright.shared().kept;

        let (before, crate::store::Looked::Found(row)) = read() else { panic!("the row") };
        keywright.api_key(created.api_key().id).revoke(RevokeOptions::new()).unwrap();
        let after = keywright.store().standing().unwrap().moment.unwrap();
        let is_kept = || kept.is_kept(&token, after);
        kept.catch_up(keywright.store(), after);
        assert!(!is_kept());
        let options = OPTIONS();
        let switches = before.settings.switches();
        let question = Question { token: &token, switches, options: &options, now: start() };
        kept.keep(&question, &row, before.moment.unwrap());
        assert!(!is_kept(), "the slow reader has come too late");
        let verdict = keywright.verify(created.value(), &OPTIONS()).unwrap();
        assert_eq!(verdict.reason(), Some(Reason::Revoked));
    }

    #[test]
    fn keys_that_moved_into_a_larger_table_are_answered_as_before() {
        let keywright = open_for_tests(start()).unwrap();
        let before = keywright.status().unwrap().memory.bytes;
        let alice = keywright.user("alice");
        let made: Vec<_> = (0..2)
            .flat_map(|_| {
                let new = (0..1000).map(|number| NewApiKey::new(number.to_string())).collect();
                alice.create_api_keys(new).unwrap()
            })
            .collect();
        for created in &made {
            assert!(twice(&keywright, created.value(), &OPTIONS()).is_valid());
        }
        assert!(keywright.status().unwrap().memory.bytes > 4 * before, "it has grown");
        for created in &made {
            assert!(is_kept(&keywright, created.value()));
            assert!(keywright.verify(created.value(), &OPTIONS()).unwrap().is_valid());
        }
        keywright.flush().unwrap();
        for created in made.iter().step_by(250) {
            let id = created.api_key().id;
            let range = UsageRange::last(1, UsageStep::Day, start()).unwrap();
            let usage = keywright.api_key(id).usage(range).unwrap();
            assert_eq!(usage.points[0].counts.valid(), 3, "{id}");
            keywright.api_key(id).revoke(RevokeOptions::new()).unwrap();
        }
        for (number, created) in made.iter().enumerate() {
            let verdict = keywright.verify(created.value(), &OPTIONS()).unwrap();
            assert_eq!(verdict.is_valid(), number % 250 != 0, "{number}");
        }
    }

    /// The record of a key shows its newest generations only; an older one may be accepted for as long as its grace lasts.
    #[test]
    fn a_generation_that_the_record_no_longer_shows_leaves_memory_with_its_key() {
        let keywright = open_for_tests(start()).unwrap();
        let first = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let key = keywright.api_key(first.api_key().id);
        let day = Grace::For(Duration::from_secs(24 * 3600));
        let rotated: Vec<_> = (0..40).map(|_| key.rotate(day).unwrap()).collect();
        for created in &rotated {
            assert!(keywright.verify(created.value(), &OPTIONS()).unwrap().is_valid());
        }
        keywright.flush().unwrap();
        for created in &rotated {
            assert!(twice(&keywright, created.value(), &OPTIONS()).is_valid());
        }
        key.revoke(RevokeOptions::new()).unwrap();
        for (number, created) in rotated.iter().enumerate() {
            let verdict = keywright.verify(created.value(), &OPTIONS()).unwrap();
            assert_eq!(verdict.reason(), Some(Reason::Revoked), "{number}");
        }
    }
}
