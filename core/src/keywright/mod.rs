//! The handle on one store: one thin method per operation.

mod acting;
mod api_key;
mod backup;
mod change;
mod create;
mod flusher;
mod follow;
mod handle;
mod integrity;
mod kept;
mod kept_settings;
mod list;
mod member;
mod noticed;
mod open;
mod permission;
mod restore;
mod seal;
mod settings;
mod team;
mod transfer;
mod usage;
mod user;
mod verify;

pub use acting::ActingAs;
pub use api_key::ApiKeyHandle;
pub use backup::{Backup, BackupProgress, BackupUsage};
pub use flusher::FlushInfo;
pub use handle::{Keywright, StoreInfo};
pub use member::{MemberPreview, TeamKeys};
pub use open::{Migrated, OpenOptions};
pub use restore::{RestoreOptions, RestoreReport};
pub use team::TeamHandle;
pub use transfer::{ImportCounts, ImportOptions, ImportReport};
pub use usage::UsageStatus;
pub use user::UserHandle;
