//! The communes of `data/communes.csv` (Etalab, Licence Ouverte 2.0).

use std::io;

use serde::Deserialize;

use super::random::Random;
use crate::values::address::Address;

const FILE: &str = include_str!("../../../data/communes.csv");

/// A commune.
#[derive(Deserialize)]
pub struct Commune {
    pub insee_code: String,
    pub name: String,
    pub departement: String,
    postal_codes: String,
    pub population: i64,
}

impl Commune {
    /// An address in it, with one of its postal codes.
    pub fn address(&self, line1: String, random: &mut Random) -> Address {
        let postal_codes: Vec<&str> = self.postal_codes.split('|').collect();
        self.address_at(line1, random.pick(&postal_codes))
    }

    /// An address in it.
    pub fn address_at(&self, line1: String, postal_code: &str) -> Address {
        Address {
            line1,
            line2: None,
            postal_code: Some(postal_code.to_owned()),
            city: self.name.clone(),
            insee_code: Some(self.insee_code.clone()),
            country: "FR".to_owned(),
        }
    }

    /// Whether it has this postal code.
    pub fn has_postal_code(&self, postal_code: &str) -> bool {
        self.postal_codes.split('|').any(|own| own == postal_code)
    }
}

/// Every commune of the file.
pub fn all() -> io::Result<Vec<Commune>> {
    let rows: Result<Vec<Commune>, csv::Error> = csv::Reader::from_reader(FILE.as_bytes()).into_deserialize().collect();
    Ok(rows?)
}

/// One of the communes, each with a chance in proportion to its population.
pub fn by_population<'a>(communes: &[&'a Commune], random: &mut Random) -> Option<&'a Commune> {
    let inhabitants = communes.iter().map(|commune| commune.population).sum();
    let mut rank = random.below(inhabitants);
    communes.iter().copied().find(|commune| {
        rank -= commune.population;
        rank < 0
    })
}
