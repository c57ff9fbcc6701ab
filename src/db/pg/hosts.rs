//! A server as its operator knows it: its hosts, and nothing of a user or password.

use std::fmt;

use tokio_postgres::config::Host;

use super::url::Server;

/// Where PostgreSQL listens unless the URL says otherwise.
const PORT: u16 = 5432;

/// The hosts with their ports, in their order.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hosts, ports) = (self.config.get_hosts(), self.config.get_ports());
        let names: Vec<String> = if hosts.is_empty() {
            self.config.get_hostaddrs().iter().map(ToString::to_string).collect()
        } else {
            hosts.iter().map(named).collect()
        };
        for (place, name) in names.iter().enumerate() {
            // One port is that of all.
            let port = ports.get(place).or(ports.first()).unwrap_or(&PORT);
            write!(f, "{}{name}:{port}", if place == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

fn named(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(folder) => folder.display().to_string(),
    }
}
