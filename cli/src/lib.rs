//! The command line of Keywright.
//!
//! A library with one function, so that other packages can bring the same program: [`run`] takes the arguments and
//! answers with the [`Exit`]. Each noun of the command line has its own file, which converts, calls the core and prints;
//! no rule about users, teams, permissions or keys stands here.

mod arguments;
mod completions;
mod confirm;
mod demo;
mod doctor;
mod event;
mod exit;
mod failure;
mod init;
mod key;
mod output;
mod permission;
mod presented;
mod progress;
mod run;
mod seal;
mod session;
mod settings;
mod signal;
mod table;
mod team;
mod text;
mod time;
mod usage;
mod user;
mod verify;

pub use exit::Exit;
pub use run::run;
