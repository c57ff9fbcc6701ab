//! A roster of any size, the same at every run: one landlord of one tenant, one of 1,200, a large
//! agency when there is room for it, then small ones. Four aids in ten are APL; not half of the
//! tenants are in direct payment, with a transfer by month and aid for a year. Beside them, landlords
//! whose July rents are declared while that is timed.

use std::io::{self, BufWriter, Write};

/// What was written.
#[derive(Clone, Copy, Default)]
pub struct Written {
    pub lines: u64,
    pub payment_lines: u64,
    pub bytes: u64,
}

/// The key of the landlord of 1,200 tenants.
pub const MIDDLING: &str = "BENCH-1";
/// The key of the agency, where there is one.
pub const LARGE: &str = "BENCH-2";
/// The tenants of the first landlords.
const FIRST: [usize; 3] = [1, 1_200, 10_500];
/// The least tenants of a portfolio with an agency.
pub const WITH_AGENCY: usize = 15_000;
/// Landlords that declare at once.
pub const DECLARING: usize = 16;
/// Those of the landlord who declares alone, and of all that declare at once.
pub const TO_DECLARE: usize = 8_000;

/// The key of a landlord that declares beside others.
pub fn declaring(number: usize) -> String {
    format!("DECLARING-{number}")
}

/// The key of the one that declares alone.
pub const ALONE: &str = "DECLARING-ALONE";

const FIRST_NAMES: [&str; 8] = ["Éloïse", "Jean-Baptiste", "Gwenaëlle", "Maël", "François", "Aïcha", "Honoré", "Zoé"];
const LAST_NAMES: [&str; 8] = ["D'Aubigné", "Lefèvre", "Le Bœuf", "Nguyen-Roux", "Bensaïd", "Œuvrard", "Saint-Étienne", "Mattéï"];
const SIZES: [usize; 11] = [1, 1, 1, 2, 2, 3, 4, 5, 8, 12, 20];

/// Marsaglia's xorshift: fast, and nobody's secret.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

struct Tenant {
    aid: &'static str,
    cents: usize,
    direct: bool,
}

struct Out<W: Write> {
    to: BufWriter<W>,
    written: Written,
}

impl<W: Write> Out<W> {
    fn line(&mut self, text: &str) -> io::Result<()> {
        self.written.lines += 1;
        self.written.bytes += text.len() as u64 + 1;
        self.to.write_all(text.as_bytes())?;
        self.to.write_all(b"\n")
    }
}

/// Writes a roster of so many tenants, and those whose rents are declared if they are wanted.
pub fn write(to: impl Write, tenants: usize, with_declaring: bool) -> io::Result<Written> {
    let mut out = Out { to: BufWriter::new(to), written: Written::default() };
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    out.line(r#"{"type":"campaign","year":2026,"opens_on":"2026-07-15","cutoff_on":"2027-01-15"}"#)?;
    let fixed = if tenants >= WITH_AGENCY { &FIRST[..] } else { &FIRST[..2] };
    let mut left = tenants;
    for number in 0.. {
        let wanted = fixed.get(number).copied().unwrap_or_else(|| SIZES[dice.below(SIZES.len())]);
        let size = wanted.min(left);
        if size == 0 {
            break;
        }
        left -= size;
        let key = format!("BENCH-{number}");
        landlord(&mut out, &key)?;
        let tenants = tenancies(&mut out, &key, size, 0, &mut dice)?;
        transfers(&mut out, &key, &tenants)?;
    }
    if with_declaring {
        for number in 0..DECLARING {
            landlord(&mut out, &declaring(number))?;
            tenancies(&mut out, &declaring(number), TO_DECLARE / DECLARING, 0, &mut dice)?;
        }
        landlord(&mut out, ALONE)?;
        tenancies(&mut out, ALONE, TO_DECLARE, 0, &mut dice)?;
    }
    out.to.flush()?;
    Ok(out.written)
}

/// Writes the agency's tenants again, with other rents: every line is a change.
pub fn write_agency_again(to: impl Write, raised_cents: usize) -> io::Result<()> {
    let mut out = Out { to: BufWriter::new(to), written: Written::default() };
    tenancies(&mut out, LARGE, FIRST[2], raised_cents, &mut Dice(0x9E37_79B9_7F4A_7C15))?;
    out.to.flush()
}

/// Writes one transfer of so many lines to the agency: one line of the roster.
pub fn write_large_transfer(to: impl Write, key: &str, lines: usize) -> io::Result<Written> {
    let mut out = Out { to: BufWriter::new(to), written: Written::default() };
    let paid: Vec<String> = (0..lines)
        .map(|number| payment_line(&format!("{key}-{number:024}"), number % FIRST[2], "als", 1 + number / FIRST[2] % 12, 20_000))
        .collect();
    payment(&mut out, LARGE, key, "2026-01-05", &paid)?;
    out.to.flush()?;
    Ok(out.written)
}

const ADDRESS: &str = r#"{"line1":"3 rue Thiers","postal_code":"13001","city":"Marseille","insee_code":"13055","country":"FR"}"#;
const REFERENCE: &str = "B0000042";

fn landlord(out: &mut Out<impl Write>, key: &str) -> io::Result<()> {
    out.line(&format!(
        r#"{{"type":"landlord","key":"{key}","kind":"individual","name":"Bailleur {key}","email":"{key}@example.org","phone":"+33491000000","address":{ADDRESS},"references":[{{"paying_body":{{"code":"131","name":"CAF des Bouches-du-Rhône"}},"reference":"{REFERENCE}","label":"Marseille","direct_payment":true}}],"bank_account":{{"holder":"Bailleur {key}","iban":"FR1420041010050500013M02606","bic":"PSSTFRPPMAR","effective_on":"2020-01-01"}}}}"#
    ))
}

fn tenancies(out: &mut Out<impl Write>, key: &str, size: usize, raised_cents: usize, dice: &mut Dice) -> io::Result<Vec<Tenant>> {
    let mut tenants = Vec::with_capacity(size);
    for one in 0..size {
        let tenant = Tenant {
            aid: if dice.below(10) < 4 { "apl" } else { "als" },
            cents: 10_000 + 100 * dice.below(280),
            direct: dice.below(100) < 45,
        };
        out.line(&format!(
            r#"{{"type":"logement","landlord":"{key}","key":"G{one}","reference":"{REFERENCE}","kind":"apartment","furnished":false,"surface_m2":{},"convention_number":{},"decent":true,"managed_from":"2019-04-01","address":{ADDRESS}}}"#,
            30 + one % 60,
            if tenant.aid == "apl" { "\"13-2019-77\"" } else { "null" },
        ))?;
        out.line(&format!(
            r#"{{"type":"tenant","landlord":"{key}","key":"T{one}","logement":"G{one}","paying_body":"131","beneficiary_number":"{}","first_name":"{}","last_name":"{}","landlord_reference":"LOC-{one:05}","lease":{{"started_on":"2021-09-01","rent_cents":{},"charges_cents":9000,"furnished":false,"coholders":1,"due_day":5}},"aid":{{"type":"{}","payment_mode":"{}","last_amount_cents":{},"last_month":"2026-10"}},"previous_july_rent_cents":42000}}"#,
            1 + dice.below(9_999_998),
            FIRST_NAMES[dice.below(FIRST_NAMES.len())],
            LAST_NAMES[dice.below(LAST_NAMES.len())],
            43_000 + one % 300 * 100 + raised_cents,
            tenant.aid,
            if tenant.direct { "landlord" } else { "tenant" },
            tenant.cents,
        ))?;
        tenants.push(tenant);
    }
    Ok(tenants)
}

/// The transfers of 2025: APL in its month, ALS in the next.
fn transfers(out: &mut Out<impl Write>, key: &str, tenants: &[Tenant]) -> io::Result<()> {
    for month in 1..=12 {
        for aid in ["apl", "als"] {
            let paid = tenants.iter().enumerate().filter(|(_, tenant)| tenant.direct && tenant.aid == aid);
            let lines: Vec<String> = paid.map(|(one, tenant)| payment_line(&one.to_string(), one, aid, month, tenant.cents)).collect();
            let paid_on = match (aid, month) {
                ("apl", _) => format!("2025-{month:02}-25"),
                (_, 12) => "2026-01-05".to_owned(),
                _ => format!("2025-{:02}-05", month + 1),
            };
            if !lines.is_empty() {
                payment(out, key, &format!("P-2025-{month:02}-{aid}"), &paid_on, &lines)?;
            }
        }
    }
    Ok(())
}

fn payment_line(key: &str, tenant: usize, aid: &str, month: usize, cents: usize) -> String {
    let gross = cents * 200 / 199;
    format!(
        r#"{{"key":"{key}","tenant":"T{tenant}","aid_type":"{aid}","entitlement_month":"2025-{month:02}","kind":"current","gross_cents":{gross},"crds_cents":{},"rls_cents":0,"net_cents":{cents}}}"#,
        gross - cents
    )
}

fn payment(out: &mut Out<impl Write>, landlord: &str, key: &str, paid_on: &str, lines: &[String]) -> io::Result<()> {
    out.written.payment_lines += lines.len() as u64;
    out.line(&format!(
        r#"{{"type":"payment","landlord":"{landlord}","key":"{key}","paying_body":"131","reference":"{REFERENCE}","paid_on":"{paid_on}","lines":[{}]}}"#,
        lines.join(",")
    ))
}
