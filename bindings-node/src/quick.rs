//! The quickest way to a check: a function without arguments, and a piece of memory that both halves see.
//!
//! A call that takes a text costs 240 ns in Node 20 before it has done anything, and this one 105. For every call with arguments
//! napi-rs makes a list of what they lend, on the heap and behind a lock; it asks a text for its length first, and copies it to
//! the heap. A method of a native class costs more still, for the look at what its object is.
//!
//! Each thread of JavaScript numbers the handles that it has used for checks, and keeps here what they need for them.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use keywright::VerifyOptions;
use napi::Env;
use napi::bindgen_prelude::{Buffer, Either, Function};
use napi_derive::napi;

use crate::kept::KeptTable;
use crate::keywright::Keywright;
use crate::verdict::{Answer, Verdict};

type Shared = Rc<RefCell<Quick>>;

thread_local! {
    static HANDLES: RefCell<Vec<Option<Shared>>> = const { RefCell::new(Vec::new()) };
}

/// What a handle has at hand for checks.
struct Quick {
    core: keywright::Keywright,
    options: VerifyOptions,
    kept: KeptTable,
    /// A verdict that JavaScript has no object of, until it is fetched.
    waiting: Option<keywright::Verdict>,
}

/// What the function says when the store is to be asked; nothing was counted.
const ASK: i32 = -1;
/// What it says when memory gave a verdict that is to be fetched.
const FETCH: i32 = -2;

impl Quick {
    /// Answers with the place of an object that JavaScript has, or one of the two numbers below 0. Errors are left to the methods,
    /// which are called then.
    fn recall(&mut self, text: &[u8]) -> i32 {
        let answer = self.core.try_verify(text, &self.options);
        let Ok(Some(verdict)) = &answer else { return ASK };
        let place = verdict.kept_id().and_then(|id| self.kept.place(id));
        if let Some(place) = place.and_then(|place| i32::try_from(place).ok()) {
            return place;
        }
        self.waiting = answer.ok().flatten();
        FETCH
    }
}

/// Does something with what a handle has at hand. `None` in a panic: the handle's own method is asked, and says what there is to
/// say.
fn with<T>(quick: &RefCell<Quick>, work: impl FnOnce(&mut Quick) -> T) -> Option<T> {
    let mut quick = quick.try_borrow_mut().ok()?;
    catch_unwind(AssertUnwindSafe(|| work(&mut quick))).ok()
}

/// Reads a question, answers it, and takes the text out of the memory.
fn answer(quick: &RefCell<Quick>, question: &mut [u8]) -> i32 {
    let Some((length, letters)) = question.split_first_mut() else { return ASK };
    let Some(text) = letters.get_mut(..usize::from(*length)) else { return ASK };
    let answer = with(quick, |quick| quick.recall(text)).unwrap_or(ASK);
    text.fill(0);
    answer
}

impl Keywright {
    /// What this handle has at hand for checks in this thread, where it has its place since it was first asked. `None`: the thread
    /// ends.
    fn quick(&self) -> Option<Shared> {
        HANDLES
            .try_with(|handles| {
                let mut handles = handles.try_borrow_mut().ok()?;
                if let Some(number) = self.number.get() {
                    return handles.get(*number)?.clone();
                }
                let quick = Rc::new(RefCell::new(Quick {
                    core: self.core.clone(),
                    options: VerifyOptions::new(),
                    kept: KeptTable::default(),
                    waiting: None,
                }));
                let number = handles.iter().position(Option::is_none).unwrap_or(handles.len());
                self.number.set(number).ok()?;
                match handles.get_mut(number) {
                    Some(free) => *free = Some(Rc::clone(&quick)),
                    None => handles.push(Some(Rc::clone(&quick))),
                }
                Some(quick)
            })
            .ok()
            .flatten()
    }

    fn with_quick<T>(&self, work: impl FnOnce(&mut Quick) -> T) -> Option<T> {
        with(&*self.quick()?, work)
    }

    /// Answers with the place of the object that JavaScript has of this verdict, and otherwise with the verdict and the place for
    /// its object, if it is one that is kept.
    pub(crate) fn answer(&self, verdict: keywright::Verdict) -> Answer {
        let Some(id) = verdict.kept_id() else { return Either::B(Verdict::new(verdict)) };
        let place = self.with_quick(|quick| match quick.kept.place(id) {
            Some(place) => Either::A(place),
            None => Either::B(quick.kept.vacate(id)),
        });
        match place {
            Some(Either::A(place)) => Either::A(place),
            Some(Either::B(place)) => Either::B(Verdict { core: verdict, place }),
            None => Either::B(Verdict::new(verdict)),
        }
    }

    /// Hands out the verdict that the quickest way left.
    pub(crate) fn take_waiting(&self) -> Option<keywright::Verdict> {
        self.with_quick(|quick| quick.waiting.take()).flatten()
    }
}

#[napi]
impl Keywright {
    /// Makes the function that checks the key whose text stands in this memory, if the core's memory can answer. The first byte is
    /// the length of the text, which follows. The answer is the place of an object that JavaScript has, or one of two numbers below
    /// 0.
    #[napi]
    pub fn recaller<'env>(
        &self,
        env: &'env Env,
        question: Buffer,
    ) -> napi::Result<Function<'env, (), i32>> {
        let quick = self.quick();
        let question = RefCell::new(question);
        env.create_function_from_closure("recall", move |_| {
            let answer = quick.as_ref().and_then(|quick| {
                let mut question = question.try_borrow_mut().ok()?;
                Some(answer(quick, &mut question))
            });
            Ok(answer.unwrap_or(ASK))
        })
    }

    /// Takes note that the object of this verdict stands at its place now.
    #[napi]
    pub fn keep(&self, verdict: &Verdict) {
        if let (Some(id), Some(place)) = (verdict.core.kept_id(), verdict.place) {
            self.with_quick(|quick| quick.kept.occupy(id, place));
        }
    }
}

impl Drop for Keywright {
    fn drop(&mut self) {
        let Some(number) = self.number.get() else { return };
        // Dropped behind the borrow: the last owner of a store closes it.
        let _quick = HANDLES.try_with(|handles| {
            let mut handles = handles.try_borrow_mut().ok()?;
            handles.get_mut(*number)?.take()
        });
    }
}
