//! The way in for checks in Swift: plain C, since writing and reading every answer as uniffi does costs some ten times the check.
//!
//! The other side is `HotPath.swift`, and the protocol is that of `hot_path`: a check answers with the name of a verdict that
//! the other side has an object of, or with the ticket of an answer to fetch. `KeywrightCheck.h` declares these functions.

use crate::UniFfiTag;
use crate::call::caught;
use crate::error::KeywrightError;
use crate::hot_path::{answer, handle, read, release};
use crate::keywright::Keywright;
use crate::record::Header;
use crate::verdict::{Verdict, VerifyOptions};

/// What failed before there was an answer. It is no ticket: those count down from -1.
const DEFECT: i64 = i64::MIN;
/// Memory can not answer, and the store was not asked.
const MUST_WAIT: i64 = i64::MIN + 1;

/// Bytes that the caller owns: an address and a length, which is zero where there is no address.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bytes {
    address: *const u8,
    length: usize,
}

impl Bytes {
    #[expect(unsafe_code, reason = "C passes an address and a length")]
    const fn as_slice<'call>(self) -> &'call [u8] {
        if self.address.is_null() {
            return &[];
        }
        // SAFETY: `HotPath.swift` is the only caller. It passes what `withUnsafeBufferPointer` lends it, which is readable and
        // unchanged for so many bytes until the call returns; nothing here keeps it longer.
        unsafe { std::slice::from_raw_parts(self.address, self.length) }
    }
}

/// What a check is asked beside the key; nothing, when there are no bytes.
fn options(asked: Bytes) -> Result<keywright::VerifyOptions, KeywrightError> {
    match asked.as_slice() {
        [] => Ok(keywright::VerifyOptions::new()),
        bytes => read::<VerifyOptions>(bytes)?.to_core(),
    }
}

/// Answers what memory alone was asked.
fn answer_from_memory(
    keywright: &Keywright,
    check: impl FnOnce() -> Result<Option<keywright::Verdict>, KeywrightError>,
) -> i64 {
    match caught(check).transpose() {
        Some(checked) => answer(keywright, || checked),
        None => MUST_WAIT,
    }
}

/// Runs what a function does, with a net: nothing may unwind into C.
fn entered(number: i64, work: impl FnOnce(&Keywright) -> i64) -> i64 {
    let Some(keywright) = handle(number) else { return DEFECT };
    caught(|| Ok(work(keywright))).unwrap_or(DEFECT)
}

/// Checks a key.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_check(number: i64, value: Bytes, asked: Bytes) -> i64 {
    entered(number, |keywright| {
        answer(keywright, || Ok(keywright.core.verify(value.as_slice(), &options(asked)?)?))
    })
}

/// Checks a key if memory can answer.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_try_check(number: i64, value: Bytes, asked: Bytes) -> i64 {
    entered(number, |keywright| {
        answer_from_memory(keywright, || {
            Ok(keywright.core.try_verify(value.as_slice(), &options(asked)?)?)
        })
    })
}

/// Checks the key in the headers of a request.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_check_headers(number: i64, headers: Bytes, asked: Bytes) -> i64 {
    entered(number, |keywright| {
        answer(keywright, || {
            let headers: Vec<Header> = read(headers.as_slice())?;
            Ok(keywright.core.authenticate(pairs(&headers), &options(asked)?)?)
        })
    })
}

/// Checks the key in the headers of a request if memory can answer.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_try_check_headers(number: i64, headers: Bytes, asked: Bytes) -> i64 {
    entered(number, |keywright| {
        answer_from_memory(keywright, || {
            let headers: Vec<Header> = read(headers.as_slice())?;
            Ok(keywright.core.try_authenticate(pairs(&headers), &options(asked)?)?)
        })
    })
}

fn pairs(headers: &[Header]) -> impl Iterator<Item = (&str, &[u8])> {
    headers.iter().map(|header| (header.name.as_str(), header.value.as_slice()))
}

/// Fetches the verdict that waits under a ticket, as uniffi writes it. Empty, when an error waits there, or nothing.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_take_answer(number: i64, ticket: i64) -> uniffi::RustBuffer {
    let taken = caught(|| {
        let keywright = handle(number).ok_or_else(KeywrightError::defect)?;
        match keywright.kept.take(ticket) {
            Some(Ok(verdict)) => {
                Ok(<Verdict as uniffi::Lower<UniFfiTag>>::lower_into_rust_buffer(verdict))
            }
            Some(Err(error)) => {
                keywright.kept.put_back(ticket, Err(error));
                Err(KeywrightError::defect())
            }
            None => Err(KeywrightError::defect()),
        }
    });
    taken.unwrap_or_default()
}

/// Takes note that the object of a name is at its place, and answers whether that is still true.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_tell_name(number: i64, name: i64) -> bool {
    handle(number).is_some_and(|keywright| keywright.kept.tell(name))
}

/// Gives the handle back.
#[expect(unsafe_code, reason = "Swift links it by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "C" fn keywright_release_handle(number: i64) {
    release(number);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use keywright::{NewApiKey, OpenOptions};

    use super::*;

    const NOTHING: Bytes = Bytes { address: std::ptr::null(), length: 0 };

    fn bytes(text: &str) -> Bytes {
        Bytes { address: text.as_ptr(), length: text.len() }
    }

    fn taken(number: i64, ticket: i64) -> Verdict {
        <Verdict as uniffi::Lift<UniFfiTag>>::try_lift_from_rust_buffer(keywright_take_answer(
            number, ticket,
        ))
        .expect("a verdict")
    }

    #[test]
    fn a_check_answers_with_a_ticket_first_and_with_a_name_once_that_is_told() {
        let core = OpenOptions::new().open_in_memory().expect("opened");
        let created = core.user("alice").create_api_key(NewApiKey::new("CI")).expect("made");
        let text = created.value().to_owned();
        let keywright = Keywright::new(core);
        let number = Arc::clone(&keywright).hot_path();

        assert_eq!(keywright_try_check(number, bytes(&text), NOTHING), MUST_WAIT);
        let first = taken(number, keywright_check(number, bytes(&text), NOTHING));
        assert_eq!((first.valid, first.user_id.as_deref()), (true, Some("alice")));
        let second = taken(number, keywright_check(number, bytes(&text), NOTHING));
        let name = second.kept_as.expect("kept");
        assert!(keywright_tell_name(number, name));
        assert_eq!(keywright_check(number, bytes(&text), NOTHING), name);
        assert_eq!(keywright_try_check(number, bytes(&text), NOTHING), name);

        let denied = taken(number, keywright_check(number, bytes("typo"), NOTHING));
        assert_eq!((denied.valid, denied.kept_as), (false, None));
        let nothing = taken(number, keywright_check(number, NOTHING, NOTHING));
        assert_eq!(nothing.reason, Some(crate::word::Reason::Malformed));

        keywright_release_handle(number);
        assert_eq!(Arc::strong_count(&keywright), 1, "what the number held is given back");
    }

    #[test]
    fn an_error_waits_under_its_ticket() {
        let keywright = Keywright::new(OpenOptions::new().open_in_memory().expect("opened"));
        keywright.shutdown().expect("closed");
        let number = Arc::clone(&keywright).hot_path();
        let ticket = keywright_check(number, bytes("typo"), NOTHING);
        assert!(ticket < 0 && ticket > MUST_WAIT);
        assert!(keywright_take_answer(number, ticket).is_empty());
        let error = keywright.hot_path_error(ticket).expect_err("an error");
        assert!(matches!(error, KeywrightError::Closed(_)));
        keywright_release_handle(number);
    }

    #[test]
    fn a_number_that_is_none_is_a_defect() {
        assert_eq!(keywright_check(0, bytes("typo"), NOTHING), DEFECT);
        assert!(keywright_take_answer(0, -1).is_empty());
        assert!(!keywright_tell_name(0, 1));
        keywright_release_handle(0);
    }
}
