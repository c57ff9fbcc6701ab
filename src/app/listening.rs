//! The addresses that are listened on, and what to do where one cannot be.

use std::net::{SocketAddr, TcpListener};

use super::Failure;

/// Binds the addresses of a configuration.
///
/// # Errors
/// When one is taken or not ours, with what to do about it.
pub fn listen(addresses: &[SocketAddr]) -> Result<Vec<TcpListener>, Failure> {
    addresses
        .iter()
        .map(|address| {
            let listener = TcpListener::bind(address).map_err(|error| unbound(address, &error))?;
            listener.set_nonblocking(true)?;
            Ok(listener)
        })
        .collect()
}

fn unbound(address: &SocketAddr, error: &std::io::Error) -> String {
    let (ip, next) = (address.ip(), address.port().checked_add(1).unwrap_or(8080));
    let beside = SocketAddr::new(ip, next);
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("BIND: {address} is in use: end what listens there, or listen elsewhere, such as BIND={beside}")
        }
        std::io::ErrorKind::AddrNotAvailable => {
            format!("BIND: {ip} is no address of this machine; BIND=0.0.0.0:{} listens on all it has", address.port())
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("BIND: {address} is not yours to listen on ({error}); ports from 1024 are, such as BIND={ip}:8080")
        }
        _ => format!("BIND: {address}: {error}"),
    }
}
