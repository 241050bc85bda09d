//! What holds for every key: printing and reading fit together, and no near miss is taken for one.

use proptest::collection::vec;
use proptest::prelude::{
    Strategy, any, prop_assert, prop_assert_eq, prop_assume, prop_oneof, proptest,
};
use proptest::sample::{Index, select};
use uuid::Uuid;

use crate::entropy::{Entropy, EntropyError, SeededEntropy};
use crate::token::{
    LABELLED, Malformed, Prefix, SECRET_DIGITS, TokenKind, derive_digest, digits, generate_token,
    has_shape, parse,
};

const KEY: &str = "kw_usk_0322SbK0Nv8TMFuW8dBN7ST7qbusUJtbKl2O2oizvZUePUB8A3v888y";

fn any_prefix() -> impl Strategy<Value = Prefix> {
    "[a-z][a-z0-9]{0,7}(_[a-z0-9]{1,7}){0,2}"
        .prop_filter_map("a segment is a kind", |text| text.parse().ok())
}

fn any_key() -> impl Strategy<Value = (Prefix, TokenKind, Uuid, String)> {
    let id = any::<u128>().prop_map(Uuid::from_u128);
    (any_prefix(), select(&TokenKind::ALL), id, any::<u64>()).prop_map(
        |(prefix, kind, id, seed)| {
            let token = generate_token(&prefix, kind, id, &SeededEntropy::new(seed))
                .expect("seeded entropy never fails");
            // EXPOSE: the test reads the key that it has just made up.
            let text = String::from(token.text.expose());
            (prefix, kind, id, text)
        },
    )
}

/// What a typing error may put in the place of a character.
fn any_byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        4 => select(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"),
        1 => any::<u8>(),
    ]
}

proptest! {
    #[test]
    fn generated_key_is_read_as_what_it_was_made_of(
        prefix in any_prefix(),
        kind in select(&TokenKind::ALL),
        id in any::<u128>().prop_map(Uuid::from_u128),
        seed in any::<u64>(),
    ) {
        let made = generate_token(&prefix, kind, id, &SeededEntropy::new(seed))?;
        // EXPOSE: the test reads the key that it has just made up.
        let text = made.text.expose();
        let read = parse(text.as_bytes())?;
        prop_assert_eq!(read.prefix(), prefix.as_str());
        prop_assert_eq!(read.kind(), kind);
        prop_assert_eq!(read.id(), id);
        prop_assert_eq!(read.digest(), made.digest);
        prop_assert_eq!(read.last_four(), made.last_four.as_str());
        prop_assert!(text.ends_with(read.last_four()));
        prop_assert_eq!(u128::from(read.created_at_ms()), id.as_u128() >> 80);
        prop_assert_eq!(text.len(), prefix.as_str().len() + 60);
        prop_assert_eq!(has_shape(text.as_bytes()), Some(prefix.as_str()));
    }

    #[test]
    fn every_single_changed_character_is_noticed(
        (_, _, _, text) in any_key(),
        place in any::<Index>(),
        byte in any_byte(),
    ) {
        let mut changed = text.into_bytes();
        let place = place.index(changed.len());
        prop_assume!(changed[place] != byte);
        changed[place] = byte;
        // A CRC-32 finds every error within 32 bits in a row, so there is no luck in this.
        prop_assert!(parse(&changed).is_err());
    }

    #[test]
    fn every_two_neighbours_in_the_wrong_order_are_noticed(
        (_, _, _, text) in any_key(),
        place in any::<Index>(),
    ) {
        let mut swapped = text.into_bytes();
        let place = place.index(swapped.len() - 1);
        prop_assume!(swapped[place] != swapped[place + 1]);
        swapped.swap(place, place + 1);
        prop_assert!(parse(&swapped).is_err());
    }

    #[test]
    fn two_swapped_characters_never_read_as_the_same_key(
        (_, _, _, text) in any_key(),
        first in any::<Index>(),
        second in any::<Index>(),
    ) {
        let digest = parse(text.as_bytes())?.digest();
        let mut swapped = text.into_bytes();
        let (first, second) = (first.index(swapped.len()), second.index(swapped.len()));
        prop_assume!(swapped[first] != swapped[second]);
        swapped.swap(first, second);
        // Far apart, one swap in 2^32 fits the checksum; it must then be another key.
        prop_assert!(parse(&swapped).map_or(true, |token| token.digest() != digest));
    }

    #[test]
    fn one_character_more_or_less_is_noticed(
        (_, _, _, text) in any_key(),
        place in any::<Index>(),
        byte in any_byte(),
        is_insertion in any::<bool>(),
    ) {
        let digest = parse(text.as_bytes())?.digest();
        let mut changed = text.into_bytes();
        let place = place.index(changed.len());
        if is_insertion {
            changed.insert(place, byte);
        } else {
            changed.remove(place);
        }
        prop_assert!(parse(&changed).map_or(true, |token| token.digest() != digest));
    }

    #[test]
    fn any_bytes_are_answered_without_a_panic(text in vec(any::<u8>(), 0..200)) {
        prop_assert!(parse(&text).is_err());
        prop_assert_eq!(has_shape(&text), None);
    }

    #[test]
    fn what_looks_like_a_key_is_read_as_its_own_text_or_refused(
        text in "[a-z0-9_]{0,10}_(usk|tsk|upk|tpk|xxx)_[0-7][0-9A-Za-z]{52,55}",
    ) {
        if let Some(prefix) = has_shape(text.as_bytes()) {
            prop_assert!(prefix.parse::<Prefix>().is_ok());
            prop_assert_eq!(prefix.len() + 60, text.len());
        } else {
            prop_assert!(parse(text.as_bytes()).is_err());
        }
    }

    #[test]
    fn prefix_of_any_text_prints_as_that_text(text in "[a-z0-9_]{0,26}") {
        if let Ok(prefix) = text.parse::<Prefix>() {
            prop_assert_eq!(prefix.to_string(), text);
        }
    }
}

#[test]
fn every_changed_character_of_one_key_is_noticed_without_exception() {
    for place in 0..KEY.len() {
        for byte in 0..=u8::MAX {
            let mut changed = KEY.as_bytes().to_vec();
            if changed[place] == byte {
                continue;
            }
            changed[place] = byte;
            assert!(parse(&changed).is_err(), "{byte} at {place}");
        }
    }
}

#[test]
fn every_swap_in_one_key_is_noticed_without_exception() {
    for first in 0..KEY.len() {
        for second in first + 1..KEY.len() {
            let mut swapped = KEY.as_bytes().to_vec();
            if swapped[first] == swapped[second] {
                continue;
            }
            swapped.swap(first, second);
            assert!(parse(&swapped).is_err(), "{first} and {second}");
        }
    }
}

#[test]
fn secret_of_a_new_key_is_every_digit_that_was_drawn() -> Result<(), EntropyError> {
    for seed in 0..100 {
        let drawn = digits::generate::<SECRET_DIGITS>(&SeededEntropy::new(seed))?;
        let (prefix, kind) = (Prefix::default(), TokenKind::UserSecret);
        let made = generate_token(&prefix, kind, Uuid::max(), &SeededEntropy::new(seed))?;
        // EXPOSE: the test reads the key that it has just made up.
        let text = made.text.expose();
        let secret = text.strip_prefix("kw_usk_7n42DGM5Tflk9n8mt7Fhc7").expect("the greatest id");
        assert_eq!(secret.as_bytes()[..SECRET_DIGITS], *drawn);
    }
    Ok(())
}

#[test]
fn broken_random_generator_makes_no_key() {
    struct Stuck;

    impl Entropy for Stuck {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            bytes.fill(0xff);
            Ok(())
        }
    }

    let made = generate_token(&Prefix::default(), TokenKind::UserSecret, Uuid::nil(), &Stuck);
    assert!(matches!(made, Err(EntropyError::Unusable)));
}

#[test]
fn shape_is_seen_in_a_mistyped_key_and_not_in_other_credentials() {
    let mistyped = KEY.replace('8', "9");
    assert_eq!(parse(mistyped.as_bytes()).unwrap_err(), Malformed::Checksum);
    assert_eq!(has_shape(mistyped.as_bytes()), Some("kw"));
    let impossible_id = format!("acme_test_tpk_{}", "z".repeat(55));
    assert_eq!(parse(impossible_id.as_bytes()).unwrap_err(), Malformed::Id);
    assert_eq!(has_shape(impossible_id.as_bytes()), Some("acme_test"));
    for other in ["", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "opaque"] {
        assert_eq!(has_shape(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn debug_shows_neither_secret_nor_checksum() {
    let token = parse(KEY.as_bytes()).expect("a key");
    assert_eq!(
        format!("{token:?}"),
        "ParsedToken { prefix: \"kw\", kind: UserSecret, \
         id: 019b76da-a800-7123-b387-6a6e7506f842, secret: [redacted] }"
    );
    let made = generate_token(
        &Prefix::default(),
        TokenKind::UserSecret,
        Uuid::nil(),
        &SeededEntropy::new(1),
    );
    assert_eq!(format!("{:?}", made.expect("seeded")), "GeneratedToken([redacted])");
}

#[test]
fn reasons_have_distinct_words_and_plain_sentences() {
    for (place, reason) in Malformed::ALL.into_iter().enumerate() {
        let sentence = reason.to_string();
        assert!(sentence.starts_with("the ") && !sentence.ends_with('.'), "{sentence}");
        for other in &Malformed::ALL[..place] {
            assert_ne!(other.as_str(), reason.as_str());
        }
    }
}

/// SHA-256 by the library, of parts as if they stood side by side.
fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    use sha2::{Digest as _, Sha256};

    let mut hasher = Sha256::new();
    parts.into_iter().for_each(|part| hasher.update(part));
    hasher.finalize().into()
}

proptest! {
    #[test]
    fn the_digest_is_sha_256_of_label_id_and_secret(text in any::<[u8; LABELLED]>()) {
        prop_assert_eq!(derive_digest(&text), sha256([b"kw1".as_slice(), &text[3..]]));
    }
}

/// The examples of NIST for SHA-256 and the first short messages of its validation suite (CAVP, `SHA256ShortMsg`).
#[test]
fn the_hash_is_that_of_nist_however_the_text_is_cut() {
    let million = vec![b'a'; 1_000_000];
    let vectors: [(&[u8], &str); 8] = [
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (b"\xd3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
        (b"\x11\xaf", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
        (b"\xb4\x19\x0e", "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"),
        (b"\x74\xba\x25\x21", "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"),
        (&million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ];
    for (text, expected) in vectors {
        for cut in [0, text.len() / 2, text.len()] {
            let (first, second) = text.split_at(cut);
            let hex: String =
                sha256([first, second]).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected);
        }
    }
}
