//! A landlord who declares the same few rents again and again, each declaration in place of the one
//! before: small durable writes without end.

use std::sync::Mutex;

use serde_json::Value;

use crate::drive::{self, Request};

/// One who declares.
pub struct Writer {
    token: String,
    /// Tenants, with the declaration of each that counts.
    tenants: Vec<(String, Option<String>)>,
    at: usize,
}

impl Writer {
    /// So many who share the tenants of a landlord.
    pub fn several(token: &str, tenants: &[String], number: usize) -> Vec<Mutex<Self>> {
        let each = tenants.len() / number;
        let writer = |own: &[String]| Self {
            token: token.to_owned(),
            tenants: own.iter().take(10).map(|tenant| (tenant.clone(), None)).collect(),
            at: 0,
        };
        tenants.chunks(each).take(number).map(|own| Mutex::new(writer(own))).collect()
    }

    /// The next declaration, after the answer to the one before.
    pub fn next(&mut self, answer: Option<&[u8]>) -> Request {
        if let Some(answer) = answer {
            let made: Value = serde_json::from_slice(answer).unwrap();
            self.tenants[self.at].1 = Some(made["id"].as_str().unwrap().to_owned());
        }
        self.at = (self.at + 1) % self.tenants.len();
        let (tenant, counts) = &self.tenants[self.at];
        let replaces = counts.as_ref().map_or_else(String::new, |id| format!(r#","replaces":"{id}""#));
        let body = format!(r#"{{"tenant_id":"{tenant}","campaign_year":2026,"rent_cents":43100{replaces}}}"#);
        drive::post(&self.token, "/v1/rent-declarations", &body)
    }
}
