//! A load that stops on its way says how many of its lines are in, and it is true.

use std::io::Write;
use std::sync::mpsc::channel;

use offre_bailleurs::testing::demo;
use offre_bailleurs::testing::{Acting, Loader, Packing};
use serde_json::{Value, json};

use crate::outcomes::hold;
use crate::roster::load_for_all;
use crate::support::{Database, TestApp, db_of};

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");

/// Landlords, one a line; `email` tells one file from the next.
pub fn landlords(count: usize, email: &str) -> String {
    let line = |number: usize| {
        json!({
            "type": "landlord", "key": format!("STOPPED-{number}"), "kind": "individual", "name": "Claire Martin", "siret": null,
            "email": email, "phone": null,
            "address": { "line1": "3 rue Thiers", "postal_code": "13001", "city": "Marseille", "insee_code": "13055", "country": "FR" },
            "references": [{ "paying_body": { "code": "131", "name": "CAF" }, "reference": format!("S{number}"), "label": "M", "direct_payment": true }],
        })
        .to_string()
            + "\n"
    };
    (0..count).map(line).collect()
}

pub fn counts(told: &Value) -> (u64, u64, u64) {
    let of = |name: &str| told[name].as_u64().unwrap();
    (of("accepted"), of("unchanged"), of("rejected"))
}

#[test]
fn a_file_that_breaks_off_says_which_lines_are_in() {
    let app = TestApp::demo();
    let token = app.token_of(demo::PAYING_BODY_CLIENT);
    let roster = landlords(1200, "a@b.example");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(roster.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let cut = app.load(&token, &[NDJSON, ("content-encoding", "gzip")], packed[..packed.len() - 9].to_vec());
    assert_eq!((cut.status, cut.code()), (400, "malformed_request"), "{}", cut.body);
    let (accepted, unchanged, rejected) = counts(&cut.body);
    assert_eq!((accepted % 500, unchanged, rejected), (0, 0, 0), "{}", cut.body);
    assert!(accepted > 0 && cut.body["detail"].as_str().unwrap().contains(&accepted.to_string()), "{}", cut.body);
    let whole = app.load(&token, &[NDJSON], roster.into()).expect(200);
    assert_eq!(counts(&whole), (1200 - accepted, accepted, 0), "what it said was in is in, and nothing else");
}

#[test]
fn a_database_that_is_busy_in_the_midst_of_a_load_leaves_what_it_says() {
    let database = Database::empty();
    let (before, after) = (landlords(500, "a@b.example"), landlords(500, "c@d.example"));
    let ((release, released), (held, holding)) = (channel(), channel());
    let stopped = std::thread::scope(|scope| {
        let url = &database.url;
        let mut loader = Loader::new(db_of(url), Acting::All, Packing::Plain);
        let system = actix_web::rt::System::new();
        system.block_on(loader.push(before.as_bytes())).unwrap();
        while database.count("landlords") < 500 {
            system.block_on(async { actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await });
        }
        scope.spawn(move || hold(url, &released, &held));
        holding.recv().unwrap();
        let stopped = system.block_on(async {
            loader.push(after.as_bytes()).await?;
            loader.finish().await
        });
        release.send(()).unwrap();
        stopped.unwrap_err()
    });
    let detail = &stopped.detail().en;
    assert_eq!(stopped.members()["accepted"], 500, "{stopped}");
    assert!(detail.contains("500") && !detail.contains("Nothing was written"), "{detail}");
    let again = load_for_all(&database.url, &before);
    assert_eq!((again.accepted, again.unchanged, again.rejected), (0, 500, 0), "nothing of the second file is in");
}
