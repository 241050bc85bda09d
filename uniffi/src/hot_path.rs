//! The way in for checks on the JVM. A call through uniffi and JNA costs tens of microseconds, some hundred times the check; one
//! through JNI costs little more than the check itself.
//!
//! The other side is `HotPath.kt`. A check answers with the name of a verdict that the other side has an object of, or with the
//! ticket of an answer to fetch. What crosses beside the text of the key is in the form in which uniffi writes it.

use std::sync::Arc;

use jni::objects::{JByteArray, JClass};
use jni::sys::{jboolean, jbyteArray, jlong};
use jni::{Env, EnvUnowned, Outcome};

use crate::UniFfiTag;
use crate::call::caught;
use crate::error::KeywrightError;
use crate::keywright::Keywright;
use crate::record::Header;
use crate::verdict::{Verdict, VerifyOptions};

/// No key is longer, so a check needs no more of a text to tell that it is none. One byte on top tells that it is longer.
const MOST_BYTES: usize = 129;

#[uniffi::export]
impl Keywright {
    /// Makes a number by which the JVM's own way in finds this handle. It stays valid, and holds memory, until that way releases
    /// it: nothing else may take it.
    pub fn hot_path(self: Arc<Self>) -> i64 {
        // Bit for bit: a pointer of Android has a tag in its highest byte, and looks negative.
        let address = Arc::into_raw(self).expose_provenance() as u64;
        i64::from_ne_bytes(address.to_ne_bytes())
    }

    /// Throws the error that waits under a ticket.
    pub fn hot_path_error(&self, ticket: i64) -> Result<(), KeywrightError> {
        match self.kept.take(ticket) {
            Some(Err(error)) => Err(error),
            Some(Ok(_)) | None => Err(KeywrightError::defect()),
        }
    }
}

/// The pointer that `Keywright::hot_path` made a number of.
fn pointer(number: jlong) -> *const Keywright {
    let address = u64::from_ne_bytes(number.to_ne_bytes());
    std::ptr::with_exposed_provenance(usize::try_from(address).unwrap_or(0))
}

/// Finds the handle.
#[expect(unsafe_code, reason = "the JVM holds a number, not a reference")]
pub(crate) fn handle<'call>(number: i64) -> Option<&'call Keywright> {
    let pointer = pointer(number);
    // SAFETY: the number came from `Keywright::hot_path`, since `HotPath` is its only user and gives no other, or it is zero, which
    // `as_ref` refuses. The count that `into_raw` left behind is given back by `release` alone, which `HotPath` calls once, when no
    // thread can call it again: on the JVM each of its calls reads a field of the object after the call, so the object cannot be
    // cleaned up before; in Swift a method's caller holds the object. `Keywright` is `Sync`, and nothing here outlives the call.
    unsafe { pointer.as_ref() }
}

/// Runs what a native method does, with a net: nothing may unwind into the JVM.
fn entered<'local, T>(
    env: &mut EnvUnowned<'local>,
    otherwise: T,
    work: impl FnOnce(&mut Env<'local>) -> Result<T, KeywrightError>,
) -> T {
    let outcome =
        env.with_env_no_catch(|env| -> jni::errors::Result<_> { Ok(caught(|| work(env))) });
    match outcome.into_outcome() {
        Outcome::Ok(Ok(answer)) => answer,
        Outcome::Ok(Err(_)) | Outcome::Err(_) | Outcome::Panic(_) => otherwise,
    }
}

fn defect(_: jni::errors::Error) -> KeywrightError {
    KeywrightError::defect()
}

/// Checks a key, and returns the name or the ticket of the answer. Zero is a name as well, so what failed before there was an
/// answer is the smallest number.
pub(crate) fn answer(
    keywright: &Keywright,
    check: impl FnOnce() -> Result<keywright::Verdict, KeywrightError>,
) -> jlong {
    let verdict = match caught(check) {
        Ok(verdict) => verdict,
        Err(error) => return keywright.kept.wait(Err(error)),
    };
    if let Some(name) = verdict.kept_id().and_then(|id| keywright.kept.told(id)) {
        return name;
    }
    let name = verdict.kept_id().and_then(|id| keywright.kept.name(id));
    keywright.kept.wait(caught(|| Verdict::new(&verdict, name)))
}

/// What a check is asked beside the key; nothing, when there is no array.
fn options(
    env: &Env<'_>,
    bytes: &JByteArray<'_>,
) -> Result<keywright::VerifyOptions, KeywrightError> {
    if bytes.is_null() {
        return Ok(keywright::VerifyOptions::new());
    }
    let bytes = env.convert_byte_array(bytes).map_err(defect)?;
    read::<VerifyOptions>(&bytes)?.to_core()
}

/// Reads what uniffi's half on the other side wrote.
pub(crate) fn read<T: uniffi::Lift<UniFfiTag>>(mut bytes: &[u8]) -> Result<T, KeywrightError> {
    T::try_read(&mut bytes).map_err(|_| KeywrightError::defect())
}

/// Checks a key.
#[expect(unsafe_code, reason = "the JVM finds a native method by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "system" fn Java_keywright_HotPath_verify<'local>(
    mut env: EnvUnowned<'local>,
    _class: JClass<'local>,
    number: jlong,
    value: JByteArray<'local>,
    asked: JByteArray<'local>,
) -> jlong {
    let Some(keywright) = handle(number) else { return jlong::MIN };
    entered(&mut env, jlong::MIN, |env| {
        let mut bytes = [0_i8; MOST_BYTES];
        let length = value.len(env).map_err(defect)?.min(MOST_BYTES);
        let bytes = bytes.get_mut(..length).ok_or_else(KeywrightError::defect)?;
        value.get_region(env, 0, bytes).map_err(defect)?;
        Ok(answer(keywright, || {
            let options = options(env, &asked)?;
            Ok(keywright.core.verify(bytemuck::cast_slice::<i8, u8>(bytes), &options)?)
        }))
    })
}

/// Checks the key in the headers of a request.
#[expect(unsafe_code, reason = "the JVM finds a native method by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "system" fn Java_keywright_HotPath_authenticate<'local>(
    mut env: EnvUnowned<'local>,
    _class: JClass<'local>,
    number: jlong,
    headers: JByteArray<'local>,
    asked: JByteArray<'local>,
) -> jlong {
    let Some(keywright) = handle(number) else { return jlong::MIN };
    entered(&mut env, jlong::MIN, |env| {
        let bytes = env.convert_byte_array(&headers).map_err(defect)?;
        Ok(answer(keywright, || {
            let headers: Vec<Header> = read(&bytes)?;
            let pairs =
                headers.iter().map(|header| (header.name.as_str(), header.value.as_slice()));
            Ok(keywright.core.authenticate(pairs, &options(env, &asked)?)?)
        }))
    })
}

/// Fetches the verdict that waits under a ticket, as uniffi writes it; nothing, when an error waits there.
#[expect(unsafe_code, reason = "the JVM finds a native method by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "system" fn Java_keywright_HotPath_take<'local>(
    mut env: EnvUnowned<'local>,
    _class: JClass<'local>,
    number: jlong,
    ticket: jlong,
) -> jbyteArray {
    let Some(keywright) = handle(number) else { return std::ptr::null_mut() };
    entered(&mut env, std::ptr::null_mut(), |env| match keywright.kept.take(ticket) {
        Some(Ok(verdict)) => {
            let mut bytes = Vec::new();
            <Verdict as uniffi::Lower<UniFfiTag>>::write(verdict, &mut bytes);
            Ok(env.byte_array_from_slice(&bytes).map_err(defect)?.into_raw())
        }
        Some(Err(error)) => {
            keywright.kept.put_back(ticket, Err(error));
            Ok(std::ptr::null_mut())
        }
        None => Ok(std::ptr::null_mut()),
    })
}

/// Takes note that the object of a name is at its place.
#[expect(unsafe_code, reason = "the JVM finds a native method by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "system" fn Java_keywright_HotPath_tell<'local>(
    _env: EnvUnowned<'local>,
    _class: JClass<'local>,
    number: jlong,
    name: jlong,
) -> jboolean {
    handle(number).is_some_and(|keywright| keywright.kept.tell(name))
}

/// Gives the handle back.
#[expect(unsafe_code, reason = "the JVM finds a native method by its name")]
// SAFETY: no other symbol has this name.
#[unsafe(no_mangle)]
pub extern "system" fn Java_keywright_HotPath_release<'local>(
    _env: EnvUnowned<'local>,
    _class: JClass<'local>,
    number: jlong,
) {
    release(number);
}

/// Gives a handle back that the other side holds as a number.
#[expect(unsafe_code, reason = "the other side holds a number, not a reference")]
pub(crate) fn release(number: i64) {
    let pointer = pointer(number);
    if pointer.is_null() {
        return;
    }
    drop(caught(|| {
        // SAFETY: `Keywright::hot_path` made the number with `Arc::into_raw`, and `HotPath`, in Kotlin as in Swift, gives each back
        // once, as the last of its calls (see `handle`). Dropping it may close the store, and the core's own locks hold no state
        // of ours.
        drop(unsafe { Arc::from_raw(pointer) });
        Ok(())
    }));
}
