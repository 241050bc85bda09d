//! A store as text: one JSON object for each line, in a form that is documented and checked (`docs/export.md`).

mod line;
mod read;

pub(crate) use line::Line;
pub(crate) use read::{Item, Items, at};
