//! What is refused without a look at the store allocates nothing that grows with its size.
#![expect(
    unsafe_code,
    reason = "an allocator can be counted only by being one; it hands every call on as it came"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};

/// The system's allocator, counting what the current thread asks it for.
struct Counting;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes on to the system's allocator with the arguments that came, so its promises are kept; counting
// touches a `Cell` without a destructor and allocates nothing itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as the caller promises for this call.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises for this call.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size);
        // SAFETY: as the caller promises for this call.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

fn count(bytes: usize) {
    let _ = BYTES.try_with(|counted| counted.set(counted.get() + bytes));
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocated(work: impl FnOnce()) -> usize {
    let before = BYTES.get();
    work();
    BYTES.get() - before
}

#[test]
fn malformed_text_is_refused_without_an_allocation_whatever_its_size() {
    let keywright = Keywright::open_in_memory().unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let options = VerifyOptions::new();
    let refuse = |text: &str| {
        let verdict = keywright.verify(text, &options).unwrap();
        assert_eq!(verdict.reason(), Some(Reason::Malformed));
    };
    let last = if created.value().ends_with('0') { "1" } else { "0" };
    let wrong_checksum = format!("{}{last}", created.value().strip_suffix(|_| true).unwrap());
    let foreign = created.value().replacen('_', "-", 1);
    refuse(&wrong_checksum);
    for text in [
        &wrong_checksum,
        &foreign,
        "",
        &"k".repeat(129),
        &"k".repeat(1 << 20),
        &"_".repeat(1 << 26),
    ] {
        assert_eq!(allocated(|| refuse(text)), 0, "{} bytes", text.len());
    }
    assert!(
        allocated(|| assert!(keywright.verify(created.value(), &options).unwrap().is_valid())) > 0
    );
}

#[test]
fn a_check_that_memory_answers_allocates_nothing() {
    let keywright = Keywright::open_in_memory().unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let options = VerifyOptions::new();
    let check = || {
        let verdict = keywright.verify(created.value(), &options).unwrap();
        assert_eq!(verdict.owner_id(), Some("alice"));
    };
    assert!(allocated(check) > 0, "the row is read");
    check();
    assert_eq!(allocated(check), 0);
}
