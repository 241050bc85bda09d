//! Rounds in which every case runs once, in an order that moves on by one, and ratios of what one round gave.

use std::time::{Duration, Instant};

use keywright::CreatedApiKey;

/// Rounds of a real run.
const ROUNDS: usize = 25;

/// What this run is to do.
pub(crate) struct Plan {
    /// Runs everything once on a small store.
    pub(crate) is_quick: bool,
    /// Names of groups; none means all.
    pub(crate) wanted: Vec<String>,
}

impl Plan {
    pub(crate) fn wants(&self, group: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|wanted| group.contains(wanted.as_str()))
    }

    pub(crate) const fn rounds(&self) -> usize {
        if self.is_quick { 2 } else { ROUNDS }
    }

    /// Returns how many of something a real run takes, and fewer for a quick one.
    pub(crate) fn scaled(&self, full: usize) -> usize {
        if self.is_quick { (full / 1000).clamp(2.min(full), 250) } else { full }
    }
}

/// What one turn of a case took.
pub(crate) struct Turn {
    elapsed: Duration,
    operations: usize,
    /// What one operation took in the quickest slice of the turn, in nanoseconds.
    least: f64,
}

/// A turn is looked at in so many slices. Other tenants of the processor slow most of them down, and what waits for the memory
/// more than a hash; the quickest slice is what the machine can do when it is left alone.
const SLICES: usize = 50;

impl Turn {
    /// Counts each operation as so many.
    pub(crate) fn each(mut self, many: usize) -> Self {
        self.operations *= many;
        self.least /= many as f64;
        self
    }
}

/// Runs something so many times and takes the time of all together.
pub(crate) fn timed(operations: usize, mut work: impl FnMut()) -> Turn {
    let (start, mut least) = (Instant::now(), f64::INFINITY);
    let mut before = start;
    for slice in 0..SLICES {
        let share = operations * (slice + 1) / SLICES - operations * slice / SLICES;
        for _ in 0..share {
            work();
        }
        if share > 0 {
            let now = Instant::now();
            least = least.min(nanoseconds(now - before, share));
            before = now;
        }
    }
    Turn { elapsed: start.elapsed(), operations, least }
}

/// Runs something so many times and adds up what `work` says it took.
pub(crate) fn summed(operations: usize, mut work: impl FnMut() -> Duration) -> Turn {
    let each: Vec<_> = (0..operations).map(|_| work()).collect();
    let least = each.iter().min().map_or(f64::INFINITY, |least| nanoseconds(*least, 1));
    Turn { elapsed: each.into_iter().sum(), operations, least }
}

fn nanoseconds(elapsed: Duration, operations: usize) -> f64 {
    elapsed.as_secs_f64() * 1e9 / operations as f64
}

/// Returns how long one thing takes, and what it gives.
pub(crate) fn once<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// Something that is measured.
pub(crate) struct Case<'a> {
    pub(crate) name: &'static str,
    /// What it does when it is its turn.
    pub(crate) turn: Box<dyn FnMut() -> Turn + 'a>,
}

/// Something that is asked: one case against another, with the ratio that was promised, if one was.
pub(crate) struct Figure {
    pub(crate) case: &'static str,
    pub(crate) baseline: &'static str,
    pub(crate) target: Option<f64>,
}

/// One line of the table.
pub(crate) struct Line {
    case: &'static str,
    this: f64,
    baseline: &'static str,
    that: f64,
    /// Lower quartile, median and upper quartile of the ratios of the rounds.
    ratio: [f64; 3],
    /// The quickest slice of all turns of the one against that of the other.
    least: f64,
    target: Option<f64>,
}

impl Line {
    pub(crate) const fn median(&self) -> f64 {
        let [_, median, _] = self.ratio;
        median
    }
}

/// Runs all cases in rounds and answers the figures.
pub(crate) fn run(plan: &Plan, cases: Vec<Case<'_>>, figures: &[Figure]) -> Vec<Line> {
    run_apart(plan, &|| {}, cases, figures)
}

/// The same, with something that is done before each turn and not measured: so no case pays for what another has left behind.
pub(crate) fn run_apart(
    plan: &Plan,
    settle: &dyn Fn(),
    mut cases: Vec<Case<'_>>,
    figures: &[Figure],
) -> Vec<Line> {
    // Before the first round that counts: caches are filled, statements prepared, the processor awake.
    for case in &mut cases {
        (case.turn)();
    }
    let mut times = vec![Vec::with_capacity(plan.rounds()); cases.len()];
    let mut least = vec![f64::INFINITY; cases.len()];
    for round in 0..plan.rounds() {
        for step in 0..cases.len() {
            let index = (round + step) % cases.len();
            settle();
            let turn = (cases[index].turn)();
            times[index].push(nanoseconds(turn.elapsed, turn.operations));
            least[index] = turn.least.min(least[index]);
        }
    }
    let of = |name: &str| {
        let index = cases.iter().position(|case| case.name == name).expect("a case of this name");
        (&times[index], least[index])
    };
    figures
        .iter()
        .map(|figure| {
            let ((this, least_this), (that, least_that)) = (of(figure.case), of(figure.baseline));
            let ratios: Vec<f64> = this.iter().zip(that).map(|(this, that)| this / that).collect();
            Line {
                case: figure.case,
                this: quantile(this, 0.5),
                baseline: figure.baseline,
                that: quantile(that, 0.5),
                ratio: [0.25, 0.5, 0.75].map(|part| quantile(&ratios, part)),
                least: least_this / least_that,
                target: figure.target,
            }
        })
        .collect()
}

fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let position = (sorted.len() - 1) as f64 * part;
    let (low, high) = (sorted[position.floor() as usize], sorted[position.ceil() as usize]);
    low + (high - low) * position.fract()
}

/// Prints the table and what it was measured on.
pub(crate) fn print(plan: &Plan, lines: &[Line]) {
    if plan.is_quick {
        println!("{} figures ran; `make bench` measures them", lines.len());
        return;
    }
    println!("| case | this | baseline | ratio (quartiles) | least | target | holds |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for line in lines {
        let [lower, median, upper] = line.ratio;
        let (target, holds) = match line.target {
            None => (String::new(), ""),
            Some(target) => (format!("<= {target}"), if median <= target { "yes" } else { "NO" }),
        };
        println!(
            "| {} | {} | {}, {} | {} ({} to {}) | {} | {target} | {holds} |",
            line.case,
            time(line.this),
            line.baseline,
            time(line.that),
            figure(median),
            figure(lower),
            figure(upper),
            figure(line.least),
        );
    }
    println!("\n{}, {} rounds", machine(), plan.rounds());
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        small if small < 1e3 => format!("{small:.0} ns"),
        middle if middle < 1e6 => format!("{:.2} us", middle / 1e3),
        large => format!("{:.2} ms", large / 1e6),
    }
}

fn figure(ratio: f64) -> String {
    if ratio < 0.1 { format!("{ratio:.3}") } else { format!("{ratio:.2}") }
}

fn machine() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        })
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{cores} cores of {processor}, {}", std::env::consts::OS)
}

/// Random numbers for picking keys (SplitMix64): the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) as usize % end
    }

    pub(crate) fn pick<'a>(&mut self, from: &'a [Text]) -> &'a [u8] {
        &from[self.below(from.len())]
    }
}

/// The text of a key. Side by side they are reached without a look at memory that a check would be charged with.
pub(crate) type Text = [u8; "kw_usk_".len() + 55];

pub(crate) fn text_of(created: &CreatedApiKey) -> Text {
    created.value().as_bytes().try_into().expect("a key of the usual prefix")
}
