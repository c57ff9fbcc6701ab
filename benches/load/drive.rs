//! Many callers at once, each on a connection of its own, from one thread: what the callers cost is
//! taken from the same cores, so it is little and always the same.

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A request as it goes over the wire.
pub type Request = Rc<[u8]>;

/// How long each of many calls took.
#[derive(Clone, Default)]
pub struct Timed {
    micros: Vec<u32>,
    lasted: Duration,
}

impl Timed {
    /// Calls in a second.
    pub fn per_second(&self) -> f64 {
        self.micros.len() as f64 / self.lasted.as_secs_f64()
    }

    /// The time that so many in a hundred calls do not exceed, in milliseconds.
    pub fn percentile(&self, hundredths: usize) -> f64 {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * hundredths).div_ceil(100).clamp(1, sorted.len());
        f64::from(sorted[place - 1]) / 1_000.0
    }

    /// The longest, in milliseconds.
    pub fn longest(&self) -> f64 {
        self.percentile(100)
    }

    /// The calls of several rounds as those of one.
    pub fn together(rounds: &[Self]) -> Self {
        Self {
            micros: rounds.iter().flat_map(|one| one.micros.iter().copied()).collect(),
            lasted: rounds.iter().map(|one| one.lasted).sum(),
        }
    }
}

/// A GET of a path, for whom the token is; without one when it is empty.
pub fn get(token: &str, path: &str) -> Request {
    let authorization = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    Rc::from(format!("GET {path} HTTP/1.1\r\nhost: bench\r\n{authorization}\r\n").into_bytes())
}

/// A POST of JSON.
pub fn post(token: &str, path: &str, body: &str) -> Request {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    Rc::from((head + body).into_bytes())
}

/// Calls over so many connections until the time is over or there is nothing to ask any more.
///
/// `work` makes the state of one connection: it is given the body of the last answer, and gives the
/// next request.
pub fn calls<W>(address: &str, connections: usize, lasting: Duration, work: impl Fn(usize) -> W) -> Timed
where
    W: FnMut(Option<&[u8]>) -> Option<Request>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let lines = join_all((0..connections).map(|_| async { TcpStream::connect(address).await.unwrap() })).await;
        let begun = Instant::now();
        let callers = lines.into_iter().enumerate().map(|(number, line)| caller(line, begun + lasting, work(number)));
        let micros = join_all(callers).await.concat();
        Timed { micros, lasted: begun.elapsed() }
    })
}

/// The same request, again and again.
pub fn again(address: &str, connections: usize, lasting: Duration, request: &Request) -> Timed {
    calls(address, connections, lasting, |_| {
        let request = Rc::clone(request);
        move |_answer: Option<&[u8]>| Some(Rc::clone(&request))
    })
}

async fn caller(mut line: TcpStream, until: Instant, mut next: impl FnMut(Option<&[u8]>) -> Option<Request>) -> Vec<u32> {
    line.set_nodelay(true).unwrap();
    let (mut micros, mut buffer) = (Vec::new(), Vec::with_capacity(64 * 1024));
    let mut request = next(None);
    while let Some(asked) = request.filter(|_| Instant::now() < until) {
        let begun = Instant::now();
        line.write_all(&asked).await.unwrap();
        let body = answer(&mut line, &mut buffer).await;
        micros.push(u32::try_from(begun.elapsed().as_micros()).unwrap());
        request = next(Some(&buffer[body..]));
    }
    micros
}

/// Reads one answer whole and says where its body begins.
async fn answer(line: &mut TcpStream, buffer: &mut Vec<u8>) -> usize {
    buffer.clear();
    let (mut body, mut whole) = (0, usize::MAX);
    while buffer.len() < whole {
        assert!(line.read_buf(buffer).await.unwrap() > 0, "the server ended a connection: {}", String::from_utf8_lossy(buffer));
        if body == 0
            && let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n")
        {
            body = end + 4;
            let head = std::str::from_utf8(&buffer[..end]).unwrap().to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            whole = body + length.unwrap_or_else(|| panic!("an answer without a length: {head}")).trim().parse::<usize>().unwrap();
        }
    }
    assert_eq!(buffer[9], b'2', "{}", String::from_utf8_lossy(buffer));
    body
}

/// Does something in so many threads for a while; how often in a second.
pub fn in_threads<W: FnMut()>(threads: usize, lasting: Duration, work: impl Fn() -> W + Sync) -> f64 {
    let (stopped, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let ready = std::sync::Barrier::new(threads + 1);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut once = work();
                once();
                ready.wait();
                while !stopped.load(Ordering::Relaxed) {
                    once();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        ready.wait();
        let begun = Instant::now();
        std::thread::sleep(lasting);
        stopped.store(true, Ordering::Relaxed);
        done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
    })
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
