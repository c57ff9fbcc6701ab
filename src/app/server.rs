//! The HTTP server on its listeners: how many connections it takes, and what each may be kept for.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;

use actix_http::{HttpService, Protocol};
use actix_service::{ServiceFactoryExt as _, map_config};
use actix_web::dev::{AppConfig, Server, fn_service};
use actix_web::rt::net::TcpStream;

use super::{Parts, application};
use crate::http::connection::Watched;
use crate::http::crowd::Crowd;
use crate::http::unparsed::Unparsed;

/// How long requests in flight have to end once the service stops, in seconds.
const SHUTDOWN: u64 = 30;

/// Bytes of an answer from which no more of it is made until the caller takes some.
const UNSENT: usize = 16 * 1024;

/// Descriptors of a worker: its poll, its wakers, its own connections to the database.
const OF_WORKER: u64 = 16;

/// Descriptors for the listeners, the log, files of the moment, and some to spare.
const SPARE: u64 = 32;

/// Descriptors of one connection to the database: SQLite has the file, its log and their index open.
const OF_DATABASE: u64 = 3;

/// The most descriptors asked for where the system lets a process have more than it has.
const DESCRIPTORS: u64 = 65_536;

/// How many connections the descriptors leave room for; at least one a worker.
fn room(most: usize, workers: usize, database: u32) -> usize {
    let descriptors = match rlimit::increase_nofile_limit(DESCRIPTORS) {
        Ok(descriptors) => descriptors,
        Err(error) => {
            tracing::warn!(%error, "the limit of descriptors cannot be read: 1024 are counted on");
            1024
        }
    };
    let kept = SPARE + OF_WORKER * workers as u64 + OF_DATABASE * u64::from(database);
    let left = usize::try_from(descriptors.saturating_sub(kept)).unwrap_or(usize::MAX);
    let room = most.min(left).max(workers);
    if room < most {
        tracing::info!(descriptors, connections = room, "the limit of descriptors leaves room for fewer connections");
    }
    room
}

/// Starts the server. Connections beyond its room wait in the listeners' queues.
///
/// # Errors
/// When a listener cannot be used.
pub fn start(parts: &Arc<Parts>, listeners: Vec<TcpListener>, workers: usize) -> std::io::Result<Server> {
    let limits = Arc::new(parts.traffic.limits.clone());
    let room = room(limits.connections, workers, parts.database);
    let crowd = Crowd::new(room);
    let unparsed = Unparsed::new(&parts.public_url);
    let mut server =
        Server::build().workers(workers).max_concurrent_connections(room / workers).shutdown_timeout(SHUTDOWN).disable_signals();
    let stop = server.graceful_shutdown_signal();
    for listener in listeners {
        let address = listener.local_addr()?;
        let (parts, limits, crowd, stop) = (Arc::clone(parts), Arc::clone(&limits), crowd.clone(), stop.clone());
        let unparsed = Arc::clone(&unparsed);
        server = server.listen(format!("http on {address}"), listener, move || {
            let (limits, crowd, stop, unparsed) = (Arc::clone(&limits), crowd.clone(), stop.clone(), Arc::clone(&unparsed));
            let http = HttpService::build()
                .graceful_shutdown_signal(move || {
                    let stop = stop.clone();
                    async move { stop.notified().await }
                })
                .keep_alive(limits.idle)
                .client_request_timeout(limits.head)
                .client_disconnect_timeout(limits.linger)
                .h1_write_buffer_size(UNSENT)
                .local_addr(address)
                .on_connect_ext(|connection: &Watched<TcpStream>, kept| {
                    kept.insert(connection.phase());
                });
            let served = http.finish(map_config(application(&parts), |_none: ()| AppConfig::default()));
            fn_service(move |stream: TcpStream| {
                let peer = stream.peer_addr().ok();
                let watched = Watched::new(stream, Arc::clone(&limits), crowd.clone(), Arc::clone(&unparsed));
                async move { Ok::<_, Infallible>((watched, Protocol::Http1, peer)) }
            })
            .map_err(|never| match never {})
            .and_then(served)
        })?;
    }
    Ok(server.run())
}
