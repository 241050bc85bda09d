//! A writer that dies right behind its commit, before anything else of it runs: no reader is stale.
//!
//! SQLite itself pulls the trigger. A connection tells when a statement is done; when that statement has ended a transaction
//! that changed something, the process kills itself there, inside the call that commits.
#![expect(
    unsafe_code,
    reason = "calls of SQLite and of the C library that have no safe form; the proof stands at each block"
)]

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use keywright::{NewApiKey, Scopes, VerifyOptions};
use rusqlite::ffi;

use super::helper::Helper;
use super::long::{report, rounds};
use super::new_path;
use super::stale::open_later;
use super::taken_away::changes;

static IS_ARMED: AtomicBool = AtomicBool::new(false);

/// Has every connection that is opened from here on look out for the end of a transaction.
pub(super) fn set_trap() {
    // SAFETY: the function has the form that SQLite asks for here, and is there as long as the process.
    let code = unsafe { ffi::sqlite3_auto_extension(Some(look_out)) };
    assert_eq!(code, ffi::SQLITE_OK);
}

/// Ends this process behind the next commit.
pub(super) fn arm() {
    IS_ARMED.store(true, Ordering::Relaxed);
}

unsafe extern "C" fn look_out(
    connection: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _api: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: SQLite hands out the connection that it has just opened; the function is there as long as the process, and asks
    // for no context.
    unsafe {
        ffi::sqlite3_trace_v2(
            connection,
            ffi::SQLITE_TRACE_PROFILE,
            Some(statement_is_done),
            ptr::null_mut(),
        )
    }
}

unsafe extern "C" fn statement_is_done(
    _event: c_uint,
    _context: *mut c_void,
    statement: *mut c_void,
    _nanoseconds: *mut c_void,
) -> c_int {
    if IS_ARMED.load(Ordering::Relaxed) {
        // SAFETY: for this event SQLite hands out the statement that is done, whose connection is open.
        let is_committed = unsafe {
            let connection = ffi::sqlite3_db_handle(statement.cast());
            // No transaction is open any more, and this is no connection that only reads.
            ffi::sqlite3_get_autocommit(connection) != 0
                && ffi::sqlite3_total_changes(connection) > 0
        };
        if is_committed {
            // SAFETY: a signal to ourselves, which ends the process.
            unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
        }
    }
    0
}

#[test]
fn a_writer_that_dies_right_behind_its_commit_leaves_no_reader_stale() {
    let rounds = rounds("KEYWRIGHT_DEAD_WRITERS", 2, 100);
    // Only what is one commit can be seen right behind it.
    let changes = || changes().filter(|change| change.name != "drop-the-prefix");
    for change in changes() {
        let (_folder, path) = new_path();
        let keywright = open_later(&path);
        let mut reader = Helper::start();
        assert_eq!(reader.ask(&format!("open-later {}", path.display())), "ok");
        let wanted = Scopes::parse(["docs:read", "docs:write"]).unwrap();
        let options = VerifyOptions::new().scopes(wanted.clone());
        for round in 0..rounds {
            let place = format!("{}, round {round}", change.name);
            let new = NewApiKey::new("CI").scopes(wanted.clone());
            let created = keywright.user(format!("user-{round}")).create_api_key(new).unwrap();
            let check = || keywright.verify(created.value(), &options).unwrap().reason();
            let mut ask = || reader.ask(&format!("check {}", created.value()));
            // Twice, so that whatever is kept is kept.
            assert_eq!((check(), check()), (None, None), "{place}");
            assert_eq!((&*ask(), &*ask()), ("valid", "valid"), "{place}");

            let mut writer = Helper::start();
            assert_eq!(writer.ask("set-trap"), "ok");
            assert_eq!(writer.ask(&format!("open {}", path.display())), "ok");
            assert_eq!(writer.ask("arm"), "ok");
            writer.send(&format!("change {} {}", change.name, created.api_key().id));
            assert_eq!(writer.try_receive(), None, "{place}: it has told nobody");
            assert_eq!(writer.end(), Some(libc::SIGKILL), "{place}");

            assert_eq!(check(), Some(change.reason), "{place}");
            assert_eq!(ask(), change.reason.as_str(), "{place}");
            if let Some(undo) = change.undo {
                undo(&keywright);
            }
        }
    }
    report(
        "writers that die (`SIGKILL`) inside the call of SQLite that commits, right behind the commit; the next checks of two readers",
        &format!("{} kinds of change × {rounds} deaths", changes().count()),
        "0 answers of before",
    );
}
