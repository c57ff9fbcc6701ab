//! Declared rents, each durable before it is acknowledged, against bare commits of the same.

use std::cell::RefCell;

use offre_bailleurs::testing::Sent;
use serde_json::Value;

use crate::commits::Commits;
use crate::copies::{self, Original};
use crate::drive::{self, Request, Timed};
use crate::pgbench::{Length, Pgbench};
use crate::portfolio::{self, ALONE, DECLARING};
use crate::reads::in_turn;
use crate::recorded::Recorded;
use crate::script::{self, Script};
use crate::service::{self, Client, Service};
use crate::table::{Row, Table, Target};
use crate::{CONNECTIONS, Run};

/// Rents that one connection declares in one round.
const EACH: usize = 100;

/// Rounds, which are short: all that wait to be declared.
const ROUNDS: usize = portfolio::TO_DECLARE / CONNECTIONS / EACH;

const PATH: &str = "/v1/rent-declarations";

pub fn measure(table: &mut Table, run: &Run<'_>, service: &Service) {
    let landlords: Vec<String> = (0..DECLARING).map(portfolio::declaring).collect();
    let modes = [("one landlord", vec![ALONE.to_owned()]), ("16 landlords", landlords)];
    if run.many.file().is_some() {
        let token = token_of(service);
        let tenant = &service.to_declare(&token)[0];
        let server = format!("http://{}", service.address);
        let mut commits = Commits::of(run.folder, &run.many, || made_of(&service::post(&server, &token, PATH, &body(tenant))));
        for (whose, keys) in &modes {
            let declaring = Declaring::new(service, keys);
            let (floor, figure, calls) = in_turn(ROUNDS, || commits.per_second(CONNECTIONS * EACH), || declaring.round(service));
            let what = run.named(&format!("`POST {PATH}`, {whose}, against bare commits of the same rows, one by one"));
            table.add(&Row::new(what, figure, "/s", Target::RatioFrom(1.0)).beside(floor).of(calls));
        }
        return;
    }
    let named = |whose: &str| run.named(&format!("`POST {PATH}`, {whose}, against `pgbench` of the same statements"));
    let Some(pgbench) = run.pgbench else {
        return modes.iter().for_each(|(whose, _)| table.without(&named(whose), Pgbench::MISSING));
    };
    let found = Found::of(service);
    let tenants = EACH * ROUNDS;
    copies::make(&service.database, &found.original(), 0, 1, tenants * CONNECTIONS);
    copies::make(&service.database, &found.original(), 1, CONNECTIONS, tenants);
    for ((whose, keys), script) in
        modes.iter().zip([found.script("0", &format!(":client_id * {tenants} + :i")), found.script(":client_id + 1", ":i")])
    {
        let declaring = Declaring::new(service, keys);
        let mut done = 0;
        let floor = || {
            let rate = pgbench.per_second(run.folder, &service.database, &script, &[("i", done)], CONNECTIONS, Length::Transactions(EACH));
            done += EACH;
            rate
        };
        let (floor, figure, calls) = in_turn(ROUNDS, floor, || declaring.round(service));
        table.add(&Row::new(named(whose), figure, "/s", Target::RatioFrom(0.50)).beside(floor).of(calls));
    }
}

/// What is declared of a tenant.
pub fn body(tenant: &str) -> String {
    format!(r#"{{"tenant_id":"{tenant}","campaign_year":2026,"rent_cents":43100}}"#)
}

/// What no two declarations share.
fn made_of(made: &Value) -> Vec<String> {
    [&made["id"], &made["tenant_id"], &made["receipt"]["number"]].iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// Rents that are still to be declared, of each landlord in turn.
struct Declaring(RefCell<Vec<Request>>);

impl Declaring {
    fn new(service: &Service, keys: &[String]) -> Self {
        let of_each: Vec<Vec<Request>> = keys
            .iter()
            .map(|key| {
                let token = service.token(["--landlord", key]);
                service.to_declare(&token).iter().map(|tenant| drive::post(&token, PATH, &body(tenant))).collect()
            })
            .collect();
        let most = of_each.iter().map(Vec::len).max().unwrap();
        let in_turn = (0..most).flat_map(|place| of_each.iter().filter_map(move |one| one.get(place).cloned()));
        Self(RefCell::new(in_turn.collect()))
    }

    fn round(&self, service: &Service) -> Timed {
        let mut waiting = self.0.borrow_mut();
        let from = waiting.len().checked_sub(CONNECTIONS * EACH).unwrap();
        let round = RefCell::new(waiting.split_off(from));
        drive::calls(&service.address, CONNECTIONS, std::time::Duration::from_secs(600), |_| {
            |_answer: Option<&[u8]>| round.borrow_mut().pop()
        })
    }
}

/// What the service sends for a declaration on PostgreSQL.
struct Found {
    sent: Vec<Sent>,
    landlord: String,
    logement: String,
    made: Vec<String>,
}

impl Found {
    fn of(service: &Service) -> Self {
        let recorded = Recorded::start(&service.database);
        let token = Client::new(&service.database, ["--landlord", portfolio::MIDDLING]).token(&recorded.address);
        let landlord = service::get(&recorded.address, &token, "/v1/me")["landlord"]["id"].as_str().unwrap().to_owned();
        let mut made = Value::Null;
        // The first ones also ask what is known afterwards, and have the use of the client noted.
        let mut transactions = service.to_declare(&token_of(service)).into_iter().enumerate().filter_map(|(number, tenant)| {
            let declare = || made = service::post(&recorded.address, &token, PATH, &body(&tenant));
            recorded.transaction(&landlord, declare).filter(|_| number > 0)
        });
        let sent = transactions.next().unwrap();
        drop(transactions);
        Self { sent, landlord, logement: made["logement_id"].as_str().unwrap().to_owned(), made: made_of(&made) }
    }

    fn original(&self) -> Original<'_> {
        Original { landlord: &self.landlord, logement: &self.logement, tenant: &self.made[1] }
    }

    /// The statements for a landlord and a tenant by their numbers; `:i` counts the transactions.
    fn script(&self, landlord: &str, tenant: &str) -> Script {
        let kinds = [(&self.landlord, "lld_", landlord), (&self.logement, "log_", ":n")];
        let made = self.made.iter().zip(["rdc_", "ten_", "AR-"]).map(|(id, kind)| (id, kind, ":n"));
        let counted: Vec<_> = kinds.into_iter().chain(made).collect();
        let mut script = script::script(&self.sent, |value| {
            counted.iter().find(|(id, ..)| *id == value).map(|(_, kind, number)| copies::id(kind, number))
        });
        script.text = format!("\\set i :i + 1\n\\set n {tenant}\n{}", script.text);
        script
    }
}

fn token_of(service: &Service) -> String {
    service.token(["--landlord", portfolio::MIDDLING])
}
