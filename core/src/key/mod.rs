//! API keys as they are stored and shown: the record, its rules, and what goes in.

mod id;
mod ip;
mod metadata;
mod new;
mod page;
mod record;
mod scope;
mod update;
mod whole;

pub use id::{ApiKeyId, GenerationId};
pub use ip::IpAllowList;
pub use metadata::Metadata;
pub use new::{CreatedApiKey, Expiry, NewApiKey};
pub use page::{ApiKeyFilter, Page, PageRequest};
pub use record::{ApiKey, Generation, InvalidReason, Status};
pub use scope::{Scope, Scopes};
pub use update::{ApiKeyUpdate, Grace, RevokeAll, RevokeOptions};

pub(crate) use new::{checked_description, checked_reason};
pub(crate) use page::Position;
pub(crate) use record::is_over;
pub(crate) use whole::{WholeApiKey, WholeGeneration};
