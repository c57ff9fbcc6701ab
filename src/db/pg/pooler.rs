//! A pooler that stands between the service and its server, such as PgBouncer.

use tokio_postgres::{Client, Error, SimpleQueryMessage};

/// Said of a pooler whose sessions last for a transaction or a statement.
pub(super) const REFUSED: &str = "a pooler that gives each transaction another session is in between: settings and prepared statements \
need whole sessions, which PgBouncer lends with pool_mode = session";

/// How often the sessions are compared. The pooler of an idle server shows itself at once, whichever of its
/// sessions it gives first; others who use it may hide it for a turn.
const TURNS: u32 = 8;

/// Whether each connection has a session of its own. Asked without preparing anything, and outside of a
/// transaction: what was prepared would stay in a session of others.
pub(super) async fn keeps_sessions(one: &Client, other: Option<&Client>) -> Result<bool, Error> {
    let first = session(one).await?;
    for _ in 0..TURNS {
        let again = session(one).await?;
        let beside = match other {
            Some(other) => session(other).await?,
            None => None,
        };
        if again != first || beside == first {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The session behind a connection: a process of a server, told apart from one of another host by the
/// server's start.
pub(super) async fn session(client: &Client) -> Result<Option<String>, Error> {
    let rows = client.simple_query("SELECT pg_backend_pid() || ' of ' || pg_postmaster_start_time()").await?;
    Ok(rows.iter().find_map(|one| if let SimpleQueryMessage::Row(row) = one { row.get(0).map(str::to_owned) } else { None }))
}

/// What a pooler refuses of the URL, with what to do about it.
pub(super) fn explained(error: &Error, told: String) -> String {
    let refused = error.as_db_error().and_then(|said| said.message().strip_prefix("unsupported startup parameter: "));
    match refused {
        Some(word) => {
            format!("{told}: PgBouncer does not pass {word} on; leave it out of the URL, and set it for the role (ALTER ROLE … SET …)")
        }
        None => told,
    }
}
