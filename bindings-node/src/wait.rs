//! How long the event loop waits for the store, where memory has no answer.
//!
//! A read of one row takes some microseconds, but the disk can be slow, and others can hold locks for seconds. So the question
//! is put on a thread of the handle's own, and the event loop stops waiting for the answer after a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::call::caught;
use crate::error::Failure;

/// What the event loop waits for a file where nobody said anything.
pub(crate) const LONGEST: Duration = Duration::from_millis(50);

type Question = Box<dyn FnOnce() + Send>;

/// The thread that asks the store.
#[derive(Clone)]
struct Asking {
    questions: Sender<Question>,
    /// Questions that it has not done with. Behind one that is stuck, the others wait for nothing.
    unanswered: Arc<AtomicUsize>,
}

/// What the thread says of a question.
enum Word<T> {
    Begun,
    Answer(T),
}

/// Waits for answers of the store, each no longer than this. It belongs to handles in one thread of JavaScript.
pub(crate) struct Patience {
    /// `None`: for ever, without a thread. That is for a store in memory, which has neither a disk nor other processes.
    longest: Option<Duration>,
    /// The thread, which ends with the last of the handles.
    asking: Option<Asking>,
}

impl Patience {
    /// Waits as long as it takes.
    pub(crate) const fn endless() -> Self {
        Self { longest: None, asking: None }
    }

    /// Starts the thread, and lets it open the store for itself: that takes far longer than a read, and is no part of a check.
    pub(crate) fn of(longest: Duration, core: &keywright::Keywright) -> Result<Self, Failure> {
        let asking = Asking { questions: start()?, unanswered: Arc::default() };
        let (done, ended) = mpsc::sync_channel(1);
        let core = core.clone();
        // Whatever is wrong with it is told by whoever asks for something.
        let open = move || caught(|| Ok(core.settings()?)).is_ok();
        asking.put(open, move |is_open| {
            let _ = done.send(is_open);
        })?;
        ended.recv().map_err(|_| Failure::DEFECT)?;
        Ok(Self { longest: Some(longest), asking: Some(asking) })
    }

    /// The same for another handle on the same store.
    pub(crate) fn another(&self) -> Self {
        Self { longest: self.longest, asking: self.asking.clone() }
    }

    /// Asks and waits. An answer that comes too late is dropped, and `storage_busy` is what the caller gets.
    pub(crate) fn wait_for<T: Send + 'static>(
        &self,
        ask: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (Some(longest), Some(asking)) = (self.longest, &self.asking) else { return ask() };
        let is_stuck = asking.unanswered.load(Ordering::Acquire) > 0;
        let (say, heard) = mpsc::sync_channel(2);
        let is_given_up = Arc::new(AtomicBool::new(false));
        let (is_in_vain, answer) = (Arc::clone(&is_given_up), say.clone());
        // Nobody listens any more when the answer comes too late.
        let work = move || {
            let _ = say.send(Word::Begun);
            (!is_in_vain.load(Ordering::Relaxed)).then(|| caught(ask))
        };
        asking.put(work, move |done| {
            let _ = done.map(|done| answer.send(Word::Answer(done)));
        })?;
        // An idle thread begins at once, unless the processor is busy with others, which says nothing about the store.
        let mut word = if is_stuck {
            heard.recv_timeout(longest)
        } else {
            heard.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        if matches!(word, Ok(Word::Begun)) {
            word = heard.recv_timeout(longest);
        }
        match word {
            Ok(Word::Answer(answer)) => answer,
            Err(RecvTimeoutError::Timeout) => {
                is_given_up.store(true, Ordering::Relaxed);
                Err(Failure::Busy(longest))
            }
            Ok(Word::Begun) | Err(RecvTimeoutError::Disconnected) => Err(Failure::DEFECT),
        }
    }
}

impl Asking {
    fn put<T>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        tell: impl FnOnce(T) + Send + 'static,
    ) -> Result<(), Failure> {
        let unanswered = Arc::clone(&self.unanswered);
        unanswered.fetch_add(1, Ordering::AcqRel);
        let question = move || {
            let done = work();
            // Before anybody hears of it: whoever asks next finds the thread idle.
            unanswered.fetch_sub(1, Ordering::AcqRel);
            tell(done);
        };
        self.questions.send(Box::new(question)).map_err(|_| Failure::DEFECT)
    }
}

/// Starts the thread, which lives until nobody can ask any more.
fn start() -> Result<Sender<Question>, Failure> {
    let (sender, questions) = mpsc::channel::<Question>();
    thread::Builder::new()
        .name("keywright-wait".to_owned())
        .spawn(move || questions.into_iter().for_each(|question| question()))
        .map_err(|_| Failure::Defect("the system starts no more threads for this process"))?;
    Ok(sender)
}
