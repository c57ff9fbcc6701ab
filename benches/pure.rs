//! What costs a request its time without the database: `cargo bench --bench pure`.
#![expect(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

use std::hint::black_box;

use chrono::{DateTime, NaiveDate, Utc};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use offre_bailleurs::Raw;
use offre_bailleurs::testing::law::Law;
use offre_bailleurs::testing::pure::{
    AUDIENCE, AidType, Claims, CursorSeal, Figures, Keyring, LIFETIME, Language, PaidLine, PaidUnder, PaymentLine, PaymentMode,
    TenantSummary, TransferKind, UnpaidMonth, assess, query_words, rows, search_key,
};
use offre_bailleurs::testing::{Clock, Config, Ids, Statements, open_database};

const SECRET: &[u8] = b"a secret of a bench, thirty-two bytes";

/// Lines of the export that are read and written at once.
const LINES: usize = 1_000;

/// A keyring over a database of its own.
fn keyring(folder: &std::path::Path) -> Keyring {
    let url = format!("sqlite://{}", folder.join("keys.db").display());
    let config = Config::read(&Raw { database_url: Some(url), ..Raw::default() }).unwrap();
    let db = open_database(&config, Ids::Random, Statements::default()).unwrap();
    actix_web::rt::System::new().block_on(Keyring::load(&db, SECRET, "https://bailleurs.example".to_owned())).unwrap()
}

/// A token as a landlord's client has it, with its scopes; none is like another.
fn token(keyring: &Keyring, number: u64, now: DateTime<Utc>) -> String {
    let claims = Claims {
        iss: keyring.issuer().to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: "cli_01k8m3q6z5e7v9r2t4w6x8y0d1".to_owned(),
        client_id: "cli_01k8m3q6z5e7v9r2t4w6x8y0d1".parse().unwrap(),
        iat: now.timestamp(),
        exp: now.timestamp() + LIFETIME,
        nbf: None,
        jti: format!("{number:036}"),
        scope: "landlord:read landlord:write logements:read tenants:read rent-declarations:read rent-declarations:write payments:read"
            .to_owned(),
        landlord: Some("lld_01k8m3q6z5e7v9r2t4w6x8y0d1".to_owned()),
        paying_body: None,
    };
    keyring.sign(&claims, now).unwrap()
}

fn tokens(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let keyring = keyring(folder.path());
    let now = Clock::system().wall();
    let mut number = 0;
    let mut next = || {
        number += 1;
        token(&keyring, number, now)
    };
    let check = |token: &String| assert!(keyring.verify(token, now).unwrap().is_some());
    let known = next();
    let mut group = criterion.benchmark_group("token");
    group.bench_function("checked for the first time", |bencher| {
        bencher.iter_batched_ref(&mut next, |token| check(token), BatchSize::SmallInput)
    });
    group.bench_function("checked again", |bencher| bencher.iter(|| check(black_box(&known))));
    group.finish();
}

fn cursors(criterion: &mut Criterion) {
    let seal = CursorSeal::new(SECRET).unwrap();
    let list = "lld_01k8m3q6z5e7v9r2t4w6x8y0d1\n/v1/tenants\n{\"search\":\"martin\"}";
    let plain = br#"["daubigne eloise","ten_01k8m3q6z5e7v9r2t4w6x8y0d1"]"#;
    let sealed = seal.seal(list, plain).unwrap();
    let mut group = criterion.benchmark_group("cursor");
    group.bench_function("sealed", |bencher| bencher.iter(|| seal.seal(black_box(list), black_box(plain)).unwrap()));
    group.bench_function("opened", |bencher| bencher.iter(|| seal.open(black_box(list), black_box(&sealed)).unwrap()));
    group.finish();
}

fn names(criterion: &mut Criterion) {
    let parts = ["D'Aubigné-Œuvrard", "Jean-Baptiste", "0012345", "LOC-00042", "12, rue de l'Église", "13001", "Marseille"];
    let mut group = criterion.benchmark_group("search key");
    group.bench_function("of a tenant", |bencher| bencher.iter(|| search_key(black_box(&parts))));
    group.bench_function("words of a query", |bencher| bencher.iter(|| query_words(black_box("d’aubigné jean baptiste"))));
    group.finish();
}

fn arrears(criterion: &mut Criterion) {
    let figures = Figures {
        rent_cents: 62_000,
        charges_cents: Some(8_000),
        aid_cents: 25_000,
        aid_unknown: false,
        payment_mode: PaymentMode::Landlord,
        due_day: 5,
        term: None,
    };
    let year: Vec<UnpaidMonth> = (1..=12)
        .map(|month| UnpaidMonth {
            month: format!("2026-{month:02}").parse().unwrap(),
            unpaid_cents: 4_500 * month,
            includes_adjustment: false,
        })
        .collect();
    let day = NaiveDate::from_ymd_opt(2027, 1, 10).unwrap();
    let mut group = criterion.benchmark_group("arrears");
    for months in [3, 12] {
        group.bench_function(format!("{months} months judged"), |bencher| {
            bencher.iter(|| assess(Law::current(), black_box(&figures), black_box(&year[..months]), day));
        });
    }
    group.finish();
}

fn exports(criterion: &mut Criterion) {
    let line = |number: usize| PaidLine {
        line: PaymentLine {
            id: format!("pln_{number:026}").parse().unwrap(),
            tenant_id: format!("ten_{number:026}").parse().unwrap(),
            tenant: TenantSummary {
                id: format!("ten_{number:026}").parse().unwrap(),
                first_name: "Éloïse".to_owned(),
                last_name: "D'Aubigné".to_owned(),
                beneficiary_number: "0012345".parse().unwrap(),
                landlord_reference: Some("LOC-0042".to_owned()),
            },
            reference_id: format!("ref_{number:026}").parse().unwrap(),
            tenant_name: "Éloïse D'Aubigné".to_owned(),
            logement_id: format!("log_{number:026}").parse().unwrap(),
            aid_type: AidType::Als,
            entitlement_month: "2026-10".parse().unwrap(),
            kind: TransferKind::Current,
            gross_cents: 20_100,
            crds_cents: 100,
            rls_cents: 0,
            net_cents: 20_000,
            corrects_month: None,
            excess_to_tenant_cents: Some(0),
        },
        payment_id: format!("pay_{number:026}").parse().unwrap(),
        paid_on: NaiveDate::from_ymd_opt(2026, 11, 5).unwrap(),
        remittance: Some("CAF AL 10/2026 B0012345".to_owned()),
    };
    let lines: Vec<PaidLine> = (0..LINES).map(line).collect();
    let under = |line: &PaidLine| {
        (line.line.reference_id.clone(), PaidUnder { paying_body: "131".parse().unwrap(), reference: "B0012345".to_owned() })
    };
    let references = lines.iter().map(under).collect();
    let mut group = criterion.benchmark_group("export of payment lines");
    group.throughput(Throughput::Elements(LINES as u64));
    group.bench_function("as CSV", |bencher| bencher.iter(|| rows(black_box(&lines), &references, Language::French).unwrap()));
    group.finish();
}

criterion_group!(pure, tokens, cursors, names, arrears, exports);
criterion_main!(pure);
