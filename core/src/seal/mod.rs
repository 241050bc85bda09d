//! Sealing: what makes a row of the store unreadable and unforgeable for who holds the file and not the master key.
//!
//! A *master key* comes from the host and is never stored. It wraps a *data key*, which the store keeps, and under which
//! every row that decides or reaches a verdict is sealed by AES-256-GCM. Each use has a key of its own, derived by
//! HKDF-SHA-256 under a label. Pure: which rows there are and where data keys stand is the store's business.

mod cipher;
mod data_key;
mod environment;
mod master_key;
mod report;
mod row;

pub use master_key::MasterKey;
pub use report::{SealProgress, SealReport, SealStatus};

pub(crate) use data_key::DataKey;
pub(crate) use row::{AssociatedData, Inside, SealedHeader, TamperedRow};
