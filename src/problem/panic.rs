//! A panic, caught where a piece of work ends, with its message and its place.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::Problem;

thread_local! {
    /// How many callers on this thread catch panics: none means that a panic ends the thread.
    static CATCHING: Cell<u32> = const { Cell::new(0) };
    /// Where the last panic that was caught arose: the payload does not say.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What a panic said, and where.
#[derive(Debug)]
pub struct Panicked {
    message: String,
    place: String,
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panic at {}: {}", self.place, self.message)
    }
}

impl From<Panicked> for Problem {
    fn from(panic: Panicked) -> Self {
        Self::internal(panic)
    }
}

/// Does a piece of work and catches its panic. What the work leaves half-done is for the caller to
/// undo. A panic that is caught is not printed: whoever catches it has it logged.
///
/// # Errors
/// The panic.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    watch();
    CATCHING.with(|depth| depth.set(depth.get() + 1));
    let ended = catch_unwind(AssertUnwindSafe(work));
    CATCHING.with(|depth| depth.set(depth.get() - 1));
    ended.map_err(|payload| Panicked {
        message: message(&*payload),
        place: PLACE.with(RefCell::take).unwrap_or_else(|| "an unknown place".to_owned()),
    })
}

/// Notes the place of panics that are caught; others go where they went before.
fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if CATCHING.with(Cell::get) == 0 {
                before(info);
            } else {
                PLACE.with(|place| place.replace(info.location().map(ToString::to_string)));
            }
        }));
    });
}

/// The message of a panic, when it is a text.
pub fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_its_message_and_place() {
        assert_eq!(caught(|| 1).ok(), Some(1));
        let place = format!("panic at {}:{}:", file!(), line!() + 1);
        let told = caught(|| panic!("tenant {} of 2", 1)).unwrap_err().to_string();
        assert!(told.starts_with(&place) && told.ends_with(": tenant 1 of 2"), "{told}");
    }
}
