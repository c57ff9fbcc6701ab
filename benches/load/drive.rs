//! Many callers at once, each on a connection of its own.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Calls `work` from so many threads for a while; how often it was done in a second.
///
/// `work` makes the state of one caller, which is then called again and again.
pub fn per_second<W: FnMut()>(callers: usize, lasting: Duration, work: impl Fn(usize) -> W + Sync) -> f64 {
    let (stopped, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for caller in 0..callers {
            let (work, stopped, done) = (&work, &stopped, &done);
            scope.spawn(move || {
                let mut call = work(caller);
                while !stopped.load(Ordering::Relaxed) {
                    call();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(lasting);
        stopped.store(true, Ordering::Relaxed);
    });
    done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
}

/// The middle of the times, in milliseconds, that a call takes when it is alone.
pub fn middle_ms(times: usize, mut call: impl FnMut()) -> f64 {
    for _ in 0..times / 10 + 1 {
        call();
    }
    let mut taken: Vec<f64> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            call();
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    taken[taken.len() / 2]
}

/// A caller that reads a path again and again.
pub fn reading(url: String, token: String) -> impl FnMut() {
    let agent = agent();
    move || {
        let mut answer = agent.get(&url).header("authorization", &token).call().unwrap();
        answer.body_mut().read_to_vec().unwrap();
    }
}

/// A client that keeps its connection.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(true).build().into()
}
