//! The bar of what takes longer than a moment.

use indicatif::{ProgressBar, ProgressStyle};

/// Makes a bar on standard error, which hides itself where that is no terminal.
pub(crate) fn bar(total: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(total);
    let template = format!("{{bar:30}} {{pos}} of {{len}} {what}, {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}
