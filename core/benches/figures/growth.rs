//! How a check from memory grows with the number of keys, from a thousand to ten million, and a picture of it.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use keywright::{Keywright, OpenOptions, VerifyOptions, Warm};
use sha2::{Digest as _, Sha256};

use crate::harness::{Case, Dice, Figure, Line, Plan, Text, once, run_apart, text_of, timed};
use crate::stores::{folder, new_key, owner_name};

/// How many keys, the name of the row, and the ratio that was asked for.
const SIZES: [(usize, &str, Option<f64>); 5] = [
    (1_000, "verify, random over 1,000 keys", None),
    (10_000, "verify, random over 10,000 keys", None),
    (100_000, "verify, random over 100,000 keys", Some(4.5)),
    (1_000_000, "verify, random over 1,000,000 keys", Some(6.0)),
    (10_000_000, "verify, random over 10,000,000 keys", Some(10.0)),
];
/// Keys of each owner, made in one call.
const EACH: usize = 100;
const DIGEST: &str = "SHA-256 of a key's text";
/// The same key as in the check beside it: its text is as cold.
const ANY_DIGEST: &str = "SHA-256 of the same random key's text";

/// Ten million keys take 2 GB of memory, 8 GB on the disk and some minutes.
pub(crate) fn measure_large(plan: &Plan) -> Vec<Line> {
    let mut points = Vec::new();
    let mut lines = Vec::new();
    for (keys, name, target) in SIZES {
        let of_size = measure(plan, plan.scaled(keys).max(EACH), name, target);
        points.push((keys, of_size.iter().map(Line::median).collect::<Vec<_>>()));
        lines.extend(of_size);
    }
    if !plan.is_quick {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/growth.svg");
        fs::write(&file, picture(&points)).expect("the picture");
        println!("drawn: docs/growth.svg");
    }
    lines
}

/// The check beside the hash of a warm text and of the same, cold one.
fn measure(plan: &Plan, keys: usize, name: &'static str, target: Option<f64>) -> Vec<Line> {
    let folder = folder();
    let path = folder.path().join("keys.db");
    let texts = fill(&path, keys);
    let resident = OpenOptions::new().resident().open(&path).expect("the same store");
    let (elapsed, warmed) = once(|| resident.warm(&Warm::All).expect("the keys"));
    assert!(warmed.is_whole);
    println!(
        "{} keys loaded in {:.1} s, {:.1} bytes each",
        warmed.loaded,
        elapsed.as_secs_f64(),
        resident.status().expect("the status").memory.bytes as f64 / warmed.loaded as f64
    );
    let options = VerifyOptions::new();
    let verify = |text: &[u8]| {
        let verdict = resident.verify(black_box(text), &options).expect("an answer");
        assert!(verdict.owner_id().is_some());
    };
    // Of a key that was loaded, the first check learns the checksum.
    texts.iter().for_each(|text| verify(text));
    let many = plan.scaled(100_000);
    let [mut any, mut any_hashed] = [4, 4].map(Dice);
    let cases = vec![
        Case {
            name: DIGEST,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box(texts[0])));
                })
            }),
        },
        Case {
            name: ANY_DIGEST,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box(any_hashed.pick(&texts))));
                })
            }),
        },
        Case { name, turn: Box::new(|| timed(many, || verify(any.pick(&texts)))) },
    ];
    let figures = [
        Figure { case: name, baseline: DIGEST, target },
        Figure { case: name, baseline: ANY_DIGEST, target: None },
    ];
    let settle = || resident.flush().expect("what was counted is written");
    run_apart(plan, &settle, cases, &figures)
}

fn fill(path: &Path, keys: usize) -> Vec<Text> {
    let keywright = Keywright::open(path).expect("a store");
    let owners = keys / EACH;
    let mut texts = Vec::with_capacity(keys);
    for owner in 0..owners {
        if owner % (owners / 10).max(1) == 0 {
            eprintln!("filling a store with {keys} keys: {}", texts.len());
        }
        let created = keywright
            .user(owner_name(owner))
            .create_api_keys((0..EACH).map(new_key).collect())
            .expect("keys");
        texts.extend(created.iter().map(text_of));
    }
    keywright.close();
    texts
}

/// Draws the ratios over the number of keys, which grows tenfold from mark to mark.
fn picture(points: &[(usize, Vec<f64>)]) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 360.0;
    const LEFT: f64 = 56.0;
    const RIGHT: f64 = 16.0;
    const TOP: f64 = 40.0;
    const BOTTOM: f64 = 48.0;
    const CURVES: [(&str, &str); 2] =
        [("of a warm text's hash", "#1f5fbf"), ("of the same cold text's hash", "#b0561a")];
    let highest = points.iter().flat_map(|(_, ratios)| ratios).fold(1.0, |a: f64, b| a.max(*b));
    let step = if highest > 12.0 { 5.0 } else { 2.0 };
    let top = (highest / step).ceil() * step;
    let x = |place: usize| {
        LEFT + (WIDTH - LEFT - RIGHT) * place as f64
            / (points.len().saturating_sub(1)).max(1) as f64
    };
    let y = |ratio: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * ratio / top;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>A check from memory, as a multiple of one SHA-256 of the key's text</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
    );
    for mark in 0..=(top / step) as usize {
        let ratio = mark as f64 * step;
        let (end, line) = (WIDTH - RIGHT, y(ratio));
        let text = line + 4.0;
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {line:.1}H{end}\" stroke=\"#dddddd\"/>\
             <text x=\"{}\" y=\"{text:.1}\" text-anchor=\"end\">{ratio}</text>",
            LEFT - 8.0
        );
    }
    for (place, (keys, _)) in points.iter().enumerate() {
        let name = match keys {
            small if *small < 1_000_000 => format!("{} k", small / 1000),
            large => format!("{} M", large / 1_000_000),
        };
        let (at, below) = (x(place), HEIGHT - BOTTOM + 20.0);
        let _ =
            writeln!(svg, "<text x=\"{at:.1}\" y=\"{below}\" text-anchor=\"middle\">{name}</text>");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">keys in memory, each check of a random one</text>",
        WIDTH / 2.0,
        HEIGHT - 8.0
    );
    for (number, (name, colour)) in CURVES.iter().enumerate() {
        let place_of = |(place, (_, ratios)): (usize, &(usize, Vec<f64>))| {
            ratios.get(number).map(|ratio| (x(place), y(*ratio)))
        };
        let places: Vec<_> = points.iter().enumerate().filter_map(place_of).collect();
        let line: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            line.join(" ")
        );
        for (x, y) in &places {
            let _ =
                writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\"/>");
        }
        let (at, row) = (LEFT + 8.0 + 210.0 * number as f64, TOP - 16.0);
        let _ = writeln!(svg, "<text x=\"{at}\" y=\"{row}\" fill=\"{colour}\">{name}</text>");
    }
    svg.push_str("</svg>\n");
    svg
}
