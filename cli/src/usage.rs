//! `keywright usage`.

use std::time::Duration;

use clap::ValueEnum;
use keywright::{
    ApiKeyId, ErrorCode, Keywright, LastUse, Timestamp, Usage, UsageCounts, UsagePoint, UsageRange,
    UsageStep,
};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Look, Paint};
use crate::session::Session;
use crate::table::{Record, Text, width};
use crate::time::{instant, parse_duration};

/// How wide an answer is where there is no terminal to ask.
const WIDTH: usize = 80;
/// The narrowest and the widest chart that reads well.
const NARROWEST_BAR: usize = 8;
const WIDEST_BAR: usize = 100;
/// What the names on the left of a record take, at most.
const NAMES: usize = 14;
/// From so many empty buckets in a row on, one line stands for all.
const LONG_PAUSE: usize = 3;

/// Show how a key was used.
#[derive(Debug, clap::Args)]
pub(crate) struct UsageArguments {
    id: ApiKeyId,

    /// From when on: 7d for so long ago, or an instant such as 2030-01-31T00:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    from: Option<When>,

    /// Until when; without this, until now
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    to: Option<When>,

    /// How much stands in one line; without a range, the last 60 minutes, 24 hours or 30 days
    #[arg(long, value_enum, value_name = "minute|hour|day", default_value_t = Step::Hour)]
    #[arg(hide_possible_values = true)]
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Step {
    Minute,
    Hour,
    Day,
}

#[derive(Clone, Copy, Debug)]
enum When {
    At(Timestamp),
    Ago(Duration),
}

fn parse_when(text: &str) -> Result<When, String> {
    if let Ok(at) = text.parse() {
        return Ok(When::At(at));
    }
    parse_duration(text).map(When::Ago).map_err(|_| {
        "give a duration such as `7d` or `12h`, meaning so long ago, or an instant such as `2030-01-31T00:00:00Z`"
            .to_owned()
    })
}

impl When {
    fn resolve(self, now: Timestamp) -> Result<Timestamp, Failure> {
        match self {
            Self::At(at) => Ok(at),
            Self::Ago(duration) => before(now, duration),
        }
    }
}

fn before(at: Timestamp, duration: Duration) -> Result<Timestamp, Failure> {
    let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    Ok(Timestamp::from_millis(at.as_millis().saturating_sub(millis))?)
}

impl Step {
    const fn core(self) -> UsageStep {
        match self {
            Self::Minute => UsageStep::Minute,
            Self::Hour => UsageStep::Hour,
            Self::Day => UsageStep::Day,
        }
    }

    /// How many buckets are shown when nothing says how many.
    const fn usual(self) -> u32 {
        match self {
            Self::Minute => 60,
            Self::Hour => 24,
            Self::Day => 30,
        }
    }
}

impl UsageArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let keywright = session.open()?;
        let range = self.range(keywright.now())?;
        // First, so that what fails below is known to be the file of usage.
        keywright.get_api_key(self.id)?;
        let usage =
            keywright.api_key(self.id).usage(range).map_err(|error| match error.code() {
                ErrorCode::StorageCorrupt => Failure::from(error)
                    .hint("keys are checked all the same; only how they were used is not known"),
                _ => error.into(),
            })?;
        let marks = Marks::of_environment();
        session.output.answer(&usage, |look| show(&usage, &range, &marks, look))?;
        if let Some(since) = usage.kept_since.filter(|since| range.from < *since) {
            session.output.note(&format!(
                "By the {} usage is kept since {}; what lies before is shown as nothing.",
                usage.step,
                instant(since)
            ));
        }
        Ok(Exit::Done)
    }

    fn range(&self, now: Timestamp) -> Result<UsageRange, Failure> {
        let usual = UsageRange::last(self.step.usual(), self.step.core(), now)?;
        let to = self.to.map_or(Ok(usual.to), |to| to.resolve(now))?;
        let from = match self.from {
            Some(from) => from.resolve(now)?,
            None => before(to, self.step.core().duration() * self.step.usual())?,
        };
        Ok(UsageRange::new(from, to, self.step.core()))
    }
}

/// Says when a key was last valid, and from where; `None` when the file that tells can not be read, which is no reason
/// not to show the key.
pub(crate) fn last_used(keywright: &Keywright, id: ApiKeyId) -> Text {
    match keywright.last_used(&[id]) {
        Ok(last_used) => Text::new(last_use(last_used.get(&id).copied())),
        Err(error) => Text::new(format!("not known: {error}")).paint(Paint::Doubtful),
    }
}

fn last_use(last: Option<LastUse>) -> String {
    let told = |last: LastUse| used(last.at, last.ip);
    last.map_or_else(|| "never".to_owned(), told)
}

fn used(at: Timestamp, ip: Option<std::net::IpAddr>) -> String {
    let from = ip.map(|ip| format!(" from {ip}")).unwrap_or_default();
    format!("{}{from}", instant(at))
}

/// What bars are drawn with.
struct Marks {
    valid: char,
    denied: char,
    /// What stands for nothing in a line of levels.
    nothing: char,
    levels: &'static [char],
    pause: &'static str,
}

impl Marks {
    const BLOCKS: Self = Self {
        valid: '█',
        denied: '▒',
        nothing: '·',
        levels: &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
        pause: "⋮",
    };
    const ASCII: Self = Self {
        valid: '#',
        denied: 'x',
        nothing: '_',
        levels: &['.', ':', '-', '=', '+', '*', '%', '#'],
        pause: "...",
    };

    /// Blocks where the locale says that the terminal reads UTF-8.
    fn of_environment() -> Self {
        // The first that is set and not empty holds, as setlocale(3) has it.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty());
        let locale = locale.map(|value| value.to_string_lossy().to_ascii_lowercase());
        let is_utf8 = cfg!(windows)
            || locale.is_some_and(|name| name.contains("utf-8") || name.contains("utf8"));
        if is_utf8 { Self::BLOCKS } else { Self::ASCII }
    }
}

/// What is drawn as denied: whatever was not valid.
fn refused(counts: &UsageCounts) -> u64 {
    counts.total().saturating_sub(counts.valid())
}

fn show(usage: &Usage, range: &UsageRange, marks: &Marks, look: Look) -> String {
    let columns = width(look).map_or(WIDTH, usize::from);
    let last = usage.last_used_at.map(|at| used(at, usage.last_used_ip));
    let span = format!("{} to {}, by the {}", instant(range.from), instant(range.to), usage.step);
    let mut text = Record::new(look)
        .line("key", usage.api_key_id.to_string())
        .line("last used", last.unwrap_or_else(|| "never".to_owned()))
        .line("shown", span)
        .line("valid", Text::new(usage.total.valid().to_string()).paint(Paint::Good))
        .line("denied", denied(&usage.total))
        .maybe(
            "wrong secret",
            Some(usage.total.wrong_secrets()).filter(|count| *count > 0).map(told_as_bad),
        )
        .maybe(
            "of newer kinds",
            Some(usage.total.unknown()).filter(|count| *count > 0).map(|count| count.to_string()),
        )
        .line("trend", trend(&usage.points, columns.saturating_sub(NAMES + 2), marks))
        .finish();
    if usage.total.total() > 0 {
        text.push('\n');
        text.push_str(&chart(usage, columns, marks, look));
    }
    text
}

fn told_as_bad(count: u64) -> Text {
    Text::new(count.to_string()).paint(Paint::Bad)
}

/// How often, and for which reasons.
fn denied(counts: &UsageCounts) -> Text {
    if counts.denied() == 0 {
        return "0".into();
    }
    let reasons: Vec<_> =
        counts.reasons().map(|(reason, count)| format!("{count} {reason}")).collect();
    Text::new(format!("{}: {}", counts.denied(), reasons.join(", "))).paint(Paint::Bad)
}

/// One mark for each bucket, or for as many as share one where there are more than columns.
fn trend(points: &[UsagePoint], columns: usize, marks: &Marks) -> String {
    let share = points.len().div_ceil(columns.max(1)).max(1);
    let sums: Vec<u64> = points
        .chunks(share)
        .map(|points| points.iter().fold(0, |sum: u64, p| sum.saturating_add(p.counts.total())))
        .collect();
    let most = sums.iter().copied().max().unwrap_or(0);
    let mark = |sum: u64| match sum {
        0 => marks.nothing,
        sum => {
            let level = scaled(sum, most, marks.levels.len());
            marks.levels.get(level - 1).copied().unwrap_or(marks.nothing)
        }
    };
    sums.into_iter().map(mark).collect()
}

/// Returns how many of `cells` a part is, at least one for what is there at all.
fn scaled(part: u64, most: u64, cells: usize) -> usize {
    let product = u128::from(part) * cells as u128;
    let rounded = (product + u128::from(most) / 2) / u128::from(most.max(1));
    usize::try_from(rounded).unwrap_or(cells).clamp(1, cells.max(1))
}

/// One line for each bucket: what was valid and what was not, side by side.
fn chart(usage: &Usage, columns: usize, marks: &Marks, look: Look) -> String {
    let counts = || usage.points.iter().map(|point| &point.counts);
    let digits = |title: &str, most: u64| title.len().max(most.to_string().len());
    let valid_digits = digits("valid", counts().map(UsageCounts::valid).max().unwrap_or(0));
    let denied_digits = digits("denied", counts().map(refused).max().unwrap_or(0));
    let label_width = label(usage.step, Timestamp::from_millis(0).ok()).len();
    let bar_width = columns
        .saturating_sub(label_width + valid_digits + denied_digits + 6)
        .clamp(NARROWEST_BAR, WIDEST_BAR);
    let most = counts().map(UsageCounts::total).max().unwrap_or(0);
    let legend = format!("{} valid  {} denied", marks.valid, marks.denied);
    let legend = Some(legend).filter(|text| text.chars().count() <= bar_width).unwrap_or_default();
    let title = format!(
        "{:label_width$}  {:bar_width$}  {:>valid_digits$}  {:>denied_digits$}",
        usage.step.as_str().to_uppercase(),
        legend,
        "VALID",
        "DENIED",
    );
    let mut text = format!("{}\n", look.paint(Paint::Strong, title.trim_end()));
    let mut points = usage.points.as_slice();
    while let Some((point, rest)) = points.split_first() {
        let pause = points.iter().take_while(|point| point.counts.total() == 0).count();
        if pause >= LONG_PAUSE {
            let line = format!("{:label_width$}  {pause} without a check", marks.pause);
            text.push_str(&format!("{}\n", look.paint(Paint::Faint, line.trim_end())));
            points = points.get(pause..).unwrap_or_default();
            continue;
        }
        let (valid, denied) = (point.counts.valid(), refused(&point.counts));
        let (valid_cells, denied_cells) = cells(valid, denied, most, bar_width);
        let bar = |paint: Paint, mark: char, cells: usize| match cells {
            0 => String::new(),
            cells => look.paint(paint, &mark.to_string().repeat(cells)),
        };
        text.push_str(&format!(
            "{:label_width$}  {}{}{:rest$}  {valid:>valid_digits$}  {denied:>denied_digits$}\n",
            label(usage.step, Some(point.start)),
            bar(Paint::Good, marks.valid, valid_cells),
            bar(Paint::Bad, marks.denied, denied_cells),
            "",
            rest = bar_width.saturating_sub(valid_cells + denied_cells),
        ));
        points = rest;
    }
    text
}

/// Returns how many cells of a bar show what was valid and what was not: each at least one if it is there.
fn cells(valid: u64, denied: u64, most: u64, width: usize) -> (usize, usize) {
    let total = valid.saturating_add(denied);
    match (valid, denied) {
        (0, 0) => (0, 0),
        (_, 0) => (scaled(total, most, width), 0),
        (0, _) => (0, scaled(total, most, width)),
        _ => {
            let both = scaled(total, most, width).max(2);
            let denied = scaled(denied, total, both).min(both - 1);
            (both - denied, denied)
        }
    }
}

/// Names a bucket by when it begins.
fn label(step: UsageStep, start: Option<Timestamp>) -> String {
    let text = start.map(|start| start.to_string()).unwrap_or_default().replace('T', " ");
    let length = if step == UsageStep::Day { "2027-01-31".len() } else { "2027-01-31 12:30".len() };
    text.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_at_all_is_seen_and_nothing_leaves_its_bar() {
        assert_eq!(cells(0, 0, 100, 40), (0, 0));
        assert_eq!(cells(100, 0, 100, 40), (40, 0));
        assert_eq!(cells(1, 0, 1_000_000, 40), (1, 0));
        assert_eq!(cells(999_999, 1, 1_000_000, 40), (39, 1));
        assert_eq!(cells(1, 999_999, 1_000_000, 40), (1, 39));
        assert_eq!(cells(1, 1, 1_000_000, 40), (1, 1));
        for (valid, denied) in [(1, 2), (17, 3), (50, 50), (u64::MAX, u64::MAX)] {
            let (left, right) = cells(valid, denied, valid.saturating_add(denied), 8);
            assert_eq!(left + right, 8, "{valid} {denied}");
        }
    }
}
