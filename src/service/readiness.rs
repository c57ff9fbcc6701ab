//! Whether requests can be served: asked of the database once a second at most, however many ask.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::db::Db;
use crate::problem::Problem;
use crate::values::text::Text;

/// How long an answer stands for all who ask.
const FRESH: Duration = Duration::from_secs(1);

/// How long the database may take. A balancer does not wait longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// What was last found, and when.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Instant, Result<(), Problem>)>>);

impl Readiness {
    /// Says whether the service can write. Who asks while somebody does waits for that answer.
    ///
    /// # Errors
    /// 503 when it cannot.
    pub async fn now(&self, db: &Db) -> Result<(), Problem> {
        let mut last = self.0.lock().await;
        if let Some((at, told)) = &*last
            && at.elapsed() < FRESH
        {
            return told.clone();
        }
        let told = match tokio::time::timeout(PATIENCE, db.can_write()).await {
            Ok(told) => told.map_err(not_ready),
            Err(late) => Err(not_ready(Problem::unavailable().because(late))),
        };
        *last = Some((Instant::now(), told.clone()));
        told
    }
}

/// Whatever went wrong, it is not the fault of who asks.
fn not_ready(problem: Problem) -> Problem {
    let text = Text::fixed("Le service ne peut pas écrire pour l'instant.", "The service cannot write for now.");
    Problem::unavailable_because(text).because(problem.to_string())
}
