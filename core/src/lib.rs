//! API keys for your users and teams, inside your own process.
//!
//! Where each rule lives:
//!
//! | question | module |
//! | --- | --- |
//! | How does a key look, and what is hashed of it? | `token` |
//! | What is stored about a key, and what may its fields hold? | `key` |
//! | What are users, teams and members? | `owner` |
//! | Which permission contains which? | `permission` |
//! | Which gates does a presented key pass, in which order? | `verify` |
//! | When may memory answer a check? | `keywright/kept`; how a key is kept: `verify/kept` and `verify/table` |
//! | Which header holds a key, and which status answers it? | `request` |
//! | What can be switched and capped? | `settings` |
//! | What makes a stored row unreadable and unforgeable? | `seal`; which columns: `store/rows/sealed` |
//! | What does each error code mean, and what is done about it? | `error` |
//! | What is an instant, and why does time never go back? | `clock` |
//! | What is written into the audit log? | `event` |
//! | What is there to look at that changed nothing? | `signal` |
//! | What is wrong with a damaged store? | `integrity`; it is looked for in `store/rows/integrity` |
//! | Who may do what under `acting_as`? | asked by `keywright/acting`; the whole table is `tests/rights.rs` |
//! | What caps and lifetimes bound a new key, and how is a secret made? | `keywright/create` |
//! | How long is a replaced secret accepted? | `key/update` (`Grace`) and `keywright/api_key` (`rotate`) |
//! | How does a change happen, and who writes its event? | `keywright/change` |
//! | What do checks notice, and when is it written? | `keywright/noticed` and `keywright/flusher` |
//! | What is counted about the use of keys, and how long is it kept? | `usage`; written by `store/usage` |
//! | What does a restored backup bring back, and what not? | `keywright/restore`; what of a backup gets in, `store/restore` |
//! | What does each operation do? | `keywright`, one file for each noun |
//! | How does a store read as text, and what is refused of a text from elsewhere? | `transfer` |
//! | Where is the SQL, and what when files, locks or processes misbehave? | `store` |
//!
//! Arrows point one way: the pure rules (`token key owner permission usage verify settings request transfer`) know nothing of the
//! store, the store knows nothing of the handle, and only the handle combines clock, entropy, store and rules.

mod actor;
mod clock;
mod entropy;
mod error;
mod event;
mod integrity;
mod key;
mod keywright;
mod lane;
mod owner;
mod permission;
mod request;
mod seal;
mod secret;
mod settings;
mod signal;
mod store;
pub mod testing;
mod token;
mod transfer;
mod usage;
mod verify;

// The Rust snippets of the documents, run as tests of this crate. They lie outside of its folder, which a packaged crate
// does not have: so nothing but `cargo test --doc` may read them.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/concepts.md")]
    struct Concepts;
    #[doc = include_str!("../../docs/existing-app.md")]
    struct ExistingApp;
    #[doc = include_str!("../../docs/export.md")]
    struct Export;
    #[doc = include_str!("../../docs/guide.md")]
    struct Guide;
    #[doc = include_str!("../../docs/security.md")]
    struct Security;
    #[doc = include_str!("../../docs/storage.md")]
    struct Storage;
}

pub use actor::{Actor, ActorName};
pub use clock::{TestClock, Timestamp};
pub use error::{Error, ErrorCode};
pub use event::Event;
pub use integrity::Integrity;
pub use key::{
    ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyUpdate, CreatedApiKey, Expiry, Generation, GenerationId,
    Grace, InvalidReason, IpAllowList, Metadata, NewApiKey, Page, PageRequest, RevokeAll,
    RevokeOptions, Scope, Scopes, Status,
};
pub use keywright::{
    ActingAs, ApiKeyHandle, Backup, BackupProgress, BackupUsage, FlushInfo, ImportCounts,
    ImportOptions, ImportReport, Keywright, MemberPreview, MemoryInfo, Migrated, OpenOptions,
    RestoreOptions, RestoreReport, StoreInfo, TeamHandle, TeamKeys, UsageStatus, UserHandle, Warm,
    Warmed,
};
pub use owner::{
    NewTeam, Owner, OwnerType, Team, TeamId, TeamMember, TeamUpdate, User, UserId, UserUpdate,
};
pub use permission::{PermissionDefinition, PermissionId, PermissionUpdate};
pub use request::{API_KEY_HEADERS, ExtractedKey, HttpAnswer};
pub use seal::{MasterKey, SealProgress, SealReport, SealStatus};
pub use secret::SecretText;
pub use settings::{Settings, SettingsUpdate};
pub use signal::{Signal, SignalKind};
pub use store::{Freshness, waiting_at_most};
pub use token::{Malformed, ParsedToken, Prefix, PrefixError, TokenKind, parse, redact};
pub use usage::{LastUse, Usage, UsageCounts, UsagePoint, UsageRange, UsageStep};
pub use verify::{Accept, Explanation, Gate, GateReport, KeptId, Reason, Verdict, VerifyOptions};

#[cfg(feature = "testing")]
#[doc(hidden)]
pub use store::schema_text;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub use verify::denied_for;
