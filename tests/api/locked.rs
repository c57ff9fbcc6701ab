//! While somebody else holds what every write needs, all that wait are told in the time that one waits.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use offre_bailleurs::testing::demo::keys;
use serde_json::json;

use crate::outcomes::hold;
use crate::support::{Answer, TestApp};

/// How long a write of these tests waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writers at once.
const WRITERS: u32 = 20;

/// What is declared, once for each who waits.
fn declarations(app: &TestApp, token: &str) -> Vec<String> {
    let path = format!("/v1/tenants?rent_declaration=to_declare&limit={WRITERS}");
    let listed = app.call("GET", &path, "", "", token, &[]).expect(200);
    let tenants = listed["data"].as_array().unwrap().clone();
    assert_eq!(tenants.len(), WRITERS as usize);
    tenants.iter().map(|one| json!({ "tenant_id": one["id"], "campaign_year": 2026, "rent_cents": 50_000 }).to_string()).collect()
}

fn declare(app: &TestApp, token: &str, body: &str) -> Answer {
    app.call("POST", "/v1/rent-declarations", "application/json", body, token, &[])
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

#[test]
fn all_that_wait_for_a_lock_are_refused_together_and_work_again_once_it_is_free() {
    let app = TestApp::patient(PATIENCE);
    let token = app.token_for(keys::AGENCY);
    let bodies = declarations(&app, &token);
    let ((release, released), (held, holding)) = (channel(), channel());
    std::thread::scope(|scope| {
        // Let go at a surprise, too.
        let (url, release) = (app.database(), release);
        scope.spawn(move || hold(url, &released, &held));
        holding.recv().unwrap();
        let (refused, all) = timed(|| {
            let waiting: Vec<_> = bodies.iter().map(|body| scope.spawn(|| declare(&app, &token, body))).collect();
            waiting.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
        });
        for one in refused {
            assert_eq!((one.status, one.code(), one.header("retry-after")), (503, "unavailable", "1"), "{}", one.body);
            assert_eq!(one.body.get("outcome"), None, "nothing was written");
        }
        assert!(all < PATIENCE * WRITERS / 4, "{WRITERS} waited one after the other: {all:?}");
        release.send(()).unwrap();
    });
    for body in &bodies {
        declare(&app, &token, body).expect(201);
    }
}

#[test]
fn each_that_comes_while_the_lock_is_held_has_its_own_whole_wait() {
    let app = TestApp::patient(PATIENCE);
    if !app.database().starts_with("sqlite") {
        // A landlord's row is waited for in its own time: `outcomes::a_busy_landlord_is_told_so_and_works_again_afterwards`.
        return;
    }
    let token = app.token_for(keys::AGENCY);
    let bodies = declarations(&app, &token);
    let ((release, released), (held, holding)) = (channel(), channel());
    std::thread::scope(|scope| {
        // Let go at a surprise, too.
        let (url, release) = (app.database(), release);
        scope.spawn(move || hold(url, &released, &held));
        holding.recv().unwrap();
        let first = scope.spawn(|| declare(&app, &token, &bodies[0]));
        std::thread::sleep(PATIENCE / 2);
        let second = scope.spawn(|| timed(|| declare(&app, &token, &bodies[1])));
        // Once the first is refused, one that comes is not refused with it, and one that the lock is given to is served.
        assert_eq!(first.join().unwrap().status, 503);
        let third = scope.spawn(|| declare(&app, &token, &bodies[2]));
        let (second, waited) = second.join().unwrap();
        assert_eq!(second.status, 503, "{}", second.body);
        assert!(waited >= PATIENCE, "it was refused after {waited:?}, with one that came before it");
        release.send(()).unwrap();
        third.join().unwrap().expect(201);
    });
    declare(&app, &token, &bodies[0]).expect(201);
    declare(&app, &token, &bodies[1]).expect(201);
}
