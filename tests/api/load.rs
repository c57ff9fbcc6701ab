//! Loading rosters, through the binary and the library.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::Database;

pub const ROSTER: &str = r#"{"type":"campaign","year":2026,"opens_on":"2026-07-15","cutoff_on":"2027-01-15"}
{"type":"landlord","key":"L1","kind":"company","name":"SCI","siret":"73282932000074","email":"a@b.example","phone":null,"address":{"line1":"1 rue A","postal_code":"13001","city":"Marseille","insee_code":"13055","country":"FR"},"references":[{"paying_body":{"code":"131","name":"CAF"},"reference":"B1","label":"M","direct_payment":true}],"bank_account":{"holder":"SCI","iban":"FR1420041010050500013M02606","bic":null,"effective_on":"2020-01-01"}}
{"type":"logement","landlord":"L1","key":"A1","reference":"B1","kind":"apartment","furnished":false,"surface_m2":48,"decent":true,"managed_from":"2019-04-01","address":{"line1":"3 rue Thiers","postal_code":"13001","city":"Marseille"}}
{"type":"tenant","landlord":"L1","key":"T1","logement":"A1","paying_body":"131","beneficiary_number":"0001234","first_name":"Éloïse","last_name":"D'Aubigné","lease":{"started_on":"2021-09-01","rent_cents":43000,"charges_cents":9000,"furnished":false,"coholders":1,"due_day":5},"aid":{"type":"als","payment_mode":"landlord","last_amount_cents":20000,"last_month":"2026-10"}}
{"type":"payment","landlord":"L1","key":"P1","paying_body":"131","reference":"B1","paid_on":"2026-11-05","lines":[{"key":"1","tenant":"T1","aid_type":"als","entitlement_month":"2026-10","kind":"current","gross_cents":20100,"crds_cents":100,"rls_cents":0,"net_cents":20000,"corrects_month":null}]}
"#;

/// The binary on a database of its own.
struct Cli(Database);

impl Cli {
    fn new() -> Self {
        Self(Database::empty())
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"))
            .args(arguments)
            .env("DATABASE_URL", &self.0.url)
            .env_remove("SECRET_KEY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    }

    fn load(&self, roster: &str) -> (i32, Value, String) {
        self.load_from("-", roster.as_bytes())
    }

    fn load_from(&self, file: &str, input: &[u8]) -> (i32, Value, String) {
        let output = self.run(&["load", file], input);
        let counts = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.code().unwrap(), counts, String::from_utf8(output.stderr).unwrap())
    }
}

fn counts(accepted: u64, unchanged: u64, rejected: u64) -> Value {
    serde_json::json!({ "accepted": accepted, "unchanged": unchanged, "rejected": rejected })
}

#[test]
fn a_load_whose_faults_nobody_reads_goes_on_and_says_how_it_ended() {
    let cli = Cli::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"))
        .args(["load", "-"])
        .env("DATABASE_URL", &cli.0.url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take().unwrap());
    child.stdin.take().unwrap().write_all(format!("nothing\n{}", ROSTER.trim_start()).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), counts(5, 0, 1));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_roster_loaded_twice_changes_nothing_the_second_time() {
    let cli = Cli::new();
    assert_eq!(cli.load(ROSTER).1, counts(5, 0, 0));
    let (status, second, _) = cli.load(ROSTER);
    assert_eq!((status, second), (0, counts(0, 5, 0)));
}

#[test]
fn bad_lines_are_told_by_number_pointer_and_code_and_the_good_ones_stay() {
    let cli = Cli::new();
    let bad = ROSTER.replace("\"rent_cents\":43000", "\"rent_cents\":0,\"nir\":\"1\"");
    let (status, counted, told) = cli.load(&format!("{bad}not json\n{{\"type\":\"what\"}}\n"));
    assert_eq!((status, counted), (1, counts(3, 0, 4)));
    for words in [
        "-:4: error: out_of_range /lease/rent_cents",
        "-:4: error: nir_refused /lease/nir",
        "-:5: error: unknown_tenant /lines/0/tenant",
        "-:6: error: malformed_request",
        "-:7: error: not_one_of /type",
    ] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    assert_eq!(cli.load(ROSTER).1, counts(2, 3, 0));
}

#[test]
fn g4_another_siret_for_a_key_and_another_lease_for_a_tenant_are_refused() {
    let cli = Cli::new();
    cli.load(ROSTER);
    for (from, to, words) in [
        ("73282932000074", "35600000049837", "-:2: error: landlord_mismatch /siret"),
        ("73282932000074", "73282932000079", "-:2: error: invalid_siret /siret"),
        ("2021-09-01", "2022-09-01", "-:4: error: tenancy_changed /key"),
        ("\"paying_body\":\"131\",\"beneficiary", "\"paying_body\":\"999\",\"beneficiary", "-:4: error: unknown_paying_body /paying_body"),
    ] {
        let (status, _, told) = cli.load(&ROSTER.replace(from, to));
        assert_eq!(status, 1, "{words}");
        assert!(told.contains(words), "{words} is not in {told}");
    }
}

#[test]
fn r14_r91_r92_unlikely_lines_are_accepted_with_a_warning() {
    let cli = Cli::new();
    let odd = ROSTER
        .replace("\"type\":\"als\"", "\"type\":\"apl\"")
        .replace("\"gross_cents\":20100,\"crds_cents\":100", "\"gross_cents\":900,\"crds_cents\":0")
        .replace("\"net_cents\":20000", "\"net_cents\":900")
        .replace("\"entitlement_month\":\"2026-10\"", "\"entitlement_month\":\"2026-08\"");
    let (status, counted, told) = cli.load(&odd);
    assert_eq!((status, counted), (0, counts(5, 0, 0)));
    for code in ["apl_without_convention", "below_payment_threshold", "unusual_payment_month"] {
        assert!(told.contains(&format!("warning: {code}")), "{code} is not in {told}");
    }
}

#[test]
fn a_client_is_made_for_one_owner_and_told_once() {
    let cli = Cli::new();
    cli.load(ROSTER);
    let made = cli.run(&["client", "create", "--name", "Agence", "--landlord", "73282932000074"], b"");
    let credentials: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert!(credentials["client_id"].as_str().unwrap().starts_with("cli_") && credentials["client_secret"].as_str().unwrap().len() > 40);
    assert!(!cli.run(&["client", "create", "--name", "x", "--landlord", "nobody"], b"").status.success());
    assert!(!cli.run(&["client", "create", "--name", "x", "--landlord", "L1", "--scopes", "nope"], b"").status.success());
    assert!(!cli.run(&["client", "create", "--name", "x"], b"").status.success());
}

#[test]
fn a_byte_order_mark_costs_no_line_and_a_year_has_four_digits() {
    let cli = Cli::new();
    assert_eq!(cli.load(&format!("\u{feff}{ROSTER}")).1, counts(5, 0, 0));
    let (_, _, told) = cli.load(&ROSTER.replace("2026-11-05", "0026-11-05"));
    assert!(told.contains("-:5: error: out_of_range /paid_on"), "{told}");
}

#[test]
fn r93_a_correction_without_its_month_is_told() {
    let cli = Cli::new();
    let (status, counted, told) = cli.load(&ROSTER.replace("\"kind\":\"current\"", "\"kind\":\"recovery\""));
    assert_eq!((status, counted), (0, counts(5, 0, 0)));
    assert!(told.contains("warning: correction_without_month /lines/0/corrects_month"), "{told}");
}

#[test]
fn g4_a_siret_left_out_is_left_alone_and_another_name_is_another_landlord() {
    let cli = Cli::new();
    cli.load(ROSTER);
    let silent = ROSTER.replace("\"siret\":\"73282932000074\",", "");
    assert_eq!(cli.load(&silent).1, counts(0, 5, 0));
    let (_, _, told) = cli.load(&silent.replace("\"name\":\"SCI\"", "\"name\":\"SARL\""));
    assert!(told.contains("-:2: error: landlord_mismatch /name"), "{told}");
    assert_eq!(cli.load(ROSTER).1, counts(0, 5, 0));
}

#[test]
fn a_packed_roster_is_known_by_its_first_bytes_in_a_file_and_on_the_standard_input() {
    let cli = Cli::new();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(format!("\u{feff}{}", ROSTER.replace('\n', "\r\n")).as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("roster.ndjson.gz");
    std::fs::write(&file, &packed).unwrap();
    assert_eq!(cli.load_from(file.to_str().unwrap(), b"").1, counts(5, 0, 0));
    assert_eq!(cli.load_from("-", &packed).1, counts(0, 5, 0));
    std::fs::write(&file, &packed[..packed.len() - 9]).unwrap();
    let (status, _, told) = cli.load_from(file.to_str().unwrap(), b"");
    assert_eq!(status, 2);
    assert!(told.contains("roster.ndjson.gz: The bytes are not valid and whole gzip."), "{told}");
}
