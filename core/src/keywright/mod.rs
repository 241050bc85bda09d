//! The handle on one store: one thin method per operation.

mod acting;
mod api_key;
mod change;
mod create;
mod flusher;
mod handle;
mod integrity;
mod list;
mod member;
mod noticed;
mod open;
mod permission;
mod seal;
mod settings;
mod team;
mod usage;
mod user;
mod verify;

pub use acting::ActingAs;
pub use api_key::ApiKeyHandle;
pub use flusher::FlushInfo;
pub use handle::{Keywright, StoreInfo};
pub use member::{MemberPreview, TeamKeys};
pub use open::OpenOptions;
pub use team::TeamHandle;
pub use usage::UsageStatus;
pub use user::UserHandle;
