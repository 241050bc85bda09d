//! The quickest way to a check: a function and a number. A method of a native class is called only after a look at what its
//! object is, which costs more than the check.
//!
//! Each thread of JavaScript numbers the handles that it has used for checks. What a handle keeps for checks stands here, for
//! this function and for its methods.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use keywright::{KeptId, VerifyOptions};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::kept::KeptTable;
use crate::keywright::Keywright;
use crate::verdict::{Answer, Verdict, place};

thread_local! {
    static HANDLES: RefCell<Vec<Option<Quick>>> = const { RefCell::new(Vec::new()) };
}

/// What a handle has at hand for checks.
struct Quick {
    core: keywright::Keywright,
    kept: KeptTable,
    /// A verdict that JavaScript has no object of, until it is fetched.
    waiting: Option<keywright::Verdict>,
}

/// What `recall` says when the store is to be asked; nothing was counted.
const ASK: i32 = -1;
/// What it says when memory gave a verdict that is to be fetched.
const FETCH: i32 = -2;

/// Checks a key if memory can answer. The answer is the place of an object that JavaScript has, or one of two numbers below 0.
/// Errors are left to the methods, which are called then.
#[napi]
pub fn recall(handle: u32, value: String) -> i32 {
    // In a panic the handle's own method is asked, and says what there is to say.
    with(handle, |quick| {
        let verdict = quick.core.try_verify(value, &VerifyOptions::new()).ok().flatten()?;
        if let Some(id) = verdict.kept_id()
            && quick.kept.has(id)
        {
            return i32::try_from(place(id)).ok();
        }
        quick.waiting = Some(verdict);
        Some(FETCH)
    })
    .flatten()
    .unwrap_or(ASK)
}

fn with<T>(handle: u32, work: impl FnOnce(&mut Quick) -> T) -> Option<T> {
    let work = |handles: &RefCell<Vec<Option<Quick>>>| {
        let mut handles = handles.try_borrow_mut().ok()?;
        let quick = handles.get_mut(usize::try_from(handle).ok()?)?.as_mut()?;
        catch_unwind(AssertUnwindSafe(|| work(quick))).ok()
    };
    HANDLES.try_with(work).ok().flatten()
}

impl Keywright {
    /// The number of this handle, which it gets when it is first asked.
    fn number(&self) -> u32 {
        *self.number.get_or_init(|| {
            let quick =
                Quick { core: self.core.clone(), kept: KeptTable::default(), waiting: None };
            let place = HANDLES.try_with(|handles| {
                let mut handles = handles.try_borrow_mut().ok()?;
                let free = handles.iter().position(Option::is_none);
                let place = free.unwrap_or(handles.len());
                match handles.get_mut(place) {
                    Some(free) => *free = Some(quick),
                    None => handles.push(Some(quick)),
                }
                u32::try_from(place).ok()
            });
            // No handle has it, and whoever asks with it is sent to the methods.
            place.ok().flatten().unwrap_or(u32::MAX)
        })
    }

    /// Answers with the place of the object that JavaScript has of this verdict, if it has one.
    pub(crate) fn answer(&self, verdict: keywright::Verdict) -> Answer {
        let has = |id: KeptId| {
            with(self.number(), |quick| {
                let has = quick.kept.has(id);
                if !has {
                    quick.kept.vacate(id);
                }
                has
            })
        };
        match verdict.kept_id() {
            Some(id) if has(id) == Some(true) => Either::A(place(id)),
            _ => Either::B(Verdict::new(verdict)),
        }
    }

    /// Hands out the verdict that `recall` left.
    pub(crate) fn take_waiting(&self) -> Option<keywright::Verdict> {
        with(self.number(), |quick| quick.waiting.take()).flatten()
    }
}

#[napi]
impl Keywright {
    /// What `recall` is to be called with, in this thread.
    #[napi]
    pub fn quick(&self) -> u32 {
        self.number()
    }

    /// Takes note that the object of this verdict stands at its place now.
    #[napi]
    pub fn keep(&self, verdict: &Verdict) {
        if let Some(id) = verdict.core.kept_id() {
            with(self.number(), |quick| quick.kept.occupy(id));
        }
    }
}

impl Drop for Keywright {
    fn drop(&mut self) {
        let Some(number) = self.number.get() else { return };
        // Dropped behind the borrow: the last owner of a store closes it.
        let _quick = HANDLES.try_with(|handles| {
            let mut handles = handles.try_borrow_mut().ok()?;
            handles.get_mut(usize::try_from(*number).ok()?)?.take()
        });
    }
}
