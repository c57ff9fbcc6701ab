//! Query parameters: bounded in number and length, judged by the filter's schema, unknown ones
//! refused, and all of it after the caller is known.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::faults::Faults;
use super::filter::{Filter, Kind, filter_of};
use super::gate;
use super::sift::{invalid_character, nir_refused};
use crate::problem::{At, FieldCode, FieldError, Problem};
use crate::values::nir::is_nir_key;
use crate::values::plain_text::is_blank;
use crate::values::text::Text;

/// The most bytes of a query string: room for four lists of 200 ids. The server reads no address
/// beyond 65,534 bytes.
const MOST_BYTES: usize = 60 * 1024;

/// The most parameters of a request, repeated ones counted each time.
const MOST_PAIRS: usize = 1000;

/// The most bytes of a parameter's name.
const NAME_BYTES: usize = 100;

/// The parameters of a request, judged.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            gate::passed(&request).await?;
            read(request.query_string()).map(Query)
        })
    }
}

/// An operation that takes no parameter: refuses any.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

/// A filter with what it means, see [`Filter::meaning`].
pub struct Given<T> {
    pub filter: T,
    pub meaning: String,
}

/// Reads a query string as `T`.
///
/// # Errors
/// 400 when it is too long or not percent-encoded UTF-8, 422 with every parameter at fault.
pub fn read<T: DeserializeOwned + ToSchema + 'static>(query: &str) -> Result<T, Problem> {
    given(query).map(|given| given.filter)
}

/// As [`read`], with what the whole means.
///
/// # Errors
/// As [`read`].
pub fn given<T: DeserializeOwned + ToSchema + 'static>(query: &str) -> Result<Given<T>, Problem> {
    let known = filter_of::<T>()?;
    let mut faults = Faults::default();
    let value = Value::Object(gather(&known, query, &mut faults)?);
    if !known.judge.accepts(&value) {
        let mut found = Faults::default();
        known.judge.explain(&value, &mut found);
        found.told().into_iter().for_each(|fault| faults.push(as_parameter(fault)));
    }
    if !faults.is_empty() {
        return Err(Problem::validation(faults.told()));
    }
    let gathered = without_blanks(value);
    let meaning = known.meaning(&gathered);
    match serde_json::from_value(Value::Object(gathered)) {
        Ok(filter) => Ok(Given { filter, meaning }),
        Err(error) => {
            Err(Problem::malformed(Text::fixed("Un paramètre n'a pas la forme attendue.", "A parameter does not have the expected form."))
                .because(error))
        }
    }
}

/// The pairs of a query string, decoded.
pub fn pairs(query: &str) -> impl Iterator<Item = Result<(Cow<'_, str>, Cow<'_, str>), Problem>> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decoded(name)?, decoded(text)?))
    })
}

fn gather(known: &Filter, query: &str, faults: &mut Faults) -> Result<Map<String, Value>, Problem> {
    if query.len() > MOST_BYTES {
        return Err(too_much(&format!("{MOST_BYTES} octets"), &format!("{MOST_BYTES} bytes")));
    }
    let mut gathered = Map::new();
    for (index, pair) in pairs(query).enumerate() {
        if index == MOST_PAIRS {
            return Err(too_much(&format!("{MOST_PAIRS} paramètres"), &format!("{MOST_PAIRS} parameters")));
        }
        let (name, text) = pair?;
        if name.len() > NAME_BYTES {
            return Err(Problem::malformed(Text::new(
                format!("Le nom d'un paramètre a {NAME_BYTES} octets au plus."),
                format!("The name of a parameter has {NAME_BYTES} bytes at most."),
            )));
        }
        match known.kind(&name) {
            None => faults.push(unknown(known, &name)),
            Some(kind) => keep(&mut gathered, kind, &name, text.into_owned(), faults),
        }
    }
    Ok(gathered)
}

fn keep(gathered: &mut Map<String, Value>, kind: Kind, name: &str, text: String, faults: &mut Faults) {
    if text.contains('\0') {
        faults.push(invalid_character(At::Parameter(name.to_owned())));
    }
    if kind == Kind::List {
        if let Value::Array(items) = gathered.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
            items.push(Value::String(text));
        }
    } else if gathered.insert(name.to_owned(), kind.parse(text)).is_some() {
        let once = Text::fixed("Ce paramètre ne peut être donné qu'une fois.", "This parameter may be given only once.");
        faults.push(FieldError::parameter(name, FieldCode::Duplicate, once));
    }
}

/// A text of nothing but white space asks for nothing (G9).
fn without_blanks(value: Value) -> Map<String, Value> {
    let Value::Object(mut gathered) = value else { return Map::new() };
    gathered.retain(|_, text| !text.as_str().is_some_and(is_blank));
    gathered
}

fn too_much(fr: &str, en: &str) -> Problem {
    Problem::malformed(Text::new(
        format!("Une requête a {fr} au plus dans son adresse."),
        format!("A request has {en} at most in its address."),
    ))
}

fn decoded(text: &str) -> Result<Cow<'_, str>, Problem> {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    if !spaced.contains('%') {
        return Ok(spaced);
    }
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(text) => Ok(Cow::Owned(text.into_owned())),
        Err(broken) => {
            let at = broken.valid_up_to();
            Err(Problem::malformed(Text::new(
                format!("Un paramètre n'est pas de l'UTF-8 valide (octet {at})."),
                format!("A parameter is not valid UTF-8 (byte {at})."),
            )))
        }
    }
}

fn unknown(known: &Filter, name: &str) -> FieldError {
    let fault = FieldError::parameter(name, FieldCode::UnknownParameter, known.unknown.clone());
    if is_nir_key(name) { nir_refused(fault.at) } else { fault }
}

/// A fault of the gathered object is one of the parameter it stands in.
fn as_parameter(mut fault: FieldError) -> FieldError {
    if let At::Pointer(pointer) = &fault.at {
        let name = pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
        fault.at = At::Parameter(name.replace("~1", "/").replace("~0", "~"));
    }
    fault
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        #[schema(max_length = 20)]
        search: Option<String>,
        #[serde(default)]
        #[schema(max_items = 200)]
        id: Vec<String>,
        open: Option<bool>,
        limit: Option<i64>,
    }

    fn refused(query: &str) -> Vec<(At, &'static str)> {
        read::<Asked>(query).unwrap_err().errors().iter().map(|fault| (fault.at.clone(), fault.code.as_str())).collect()
    }

    fn parameter(name: &str) -> At {
        At::Parameter(name.to_owned())
    }

    #[test]
    fn parameters_are_read_by_their_kind() {
        let asked = read::<Asked>("search=a+b%20%C3%A9&id=1&open=true&limit=5&&id=2").unwrap();
        assert_eq!(
            (asked.search.as_deref(), asked.id, asked.open, asked.limit),
            (Some("a b é"), vec!["1".into(), "2".into()], Some(true), Some(5))
        );
        assert!(read::<Asked>("").is_ok());
    }

    #[test]
    fn every_parameter_at_fault_is_named() {
        assert_eq!(
            refused("open=maybe&limit=x&nope=1&nir=1&search=a&search=b"),
            [
                (parameter("limit"), "wrong_type"),
                (parameter("nir"), "nir_refused"),
                (parameter("nope"), "unknown_parameter"),
                (parameter("open"), "wrong_type"),
                (parameter("search"), "duplicate"),
            ]
        );
        assert_eq!(refused("id=a%00"), [(parameter("id"), "invalid_character")]);
        assert_eq!(refused("search=123456789012345678901"), [(parameter("search"), "too_long")]);
        assert_eq!(read::<Asked>("search=%ff").unwrap_err().code().as_str(), "malformed_request");
    }

    #[test]
    fn number_and_length_are_bounded_and_so_is_what_is_told() {
        let names = |count: usize| (0..count).map(|index| format!("a{index}")).collect::<Vec<_>>().join("&");
        let told = read::<Asked>(&names(MOST_PAIRS)).unwrap_err();
        assert_eq!((told.code().as_str(), told.errors().len()), ("validation_failed", crate::problem::MOST_ERRORS));
        for long in [names(MOST_PAIRS + 1), "a".repeat(NAME_BYTES + 1), format!("search={}", "a".repeat(MOST_BYTES))] {
            let refused = read::<Asked>(&long).unwrap_err();
            assert_eq!((refused.code().as_str(), refused.errors().len()), ("malformed_request", 0));
        }
        let ids = (0..200).map(|index| format!("id=log_01m83t4cm0ffn8nczv1xhc{index:04}")).collect::<Vec<_>>().join("&");
        assert_eq!(read::<Asked>(&ids).unwrap().id.len(), 200);
    }

    #[test]
    fn the_same_meaning_is_the_same_text() {
        let meaning = |query| given::<Asked>(query).unwrap().meaning;
        let one = meaning("search=%c3%a9+b&id=2&id=1&open=true");
        assert_eq!(meaning("search=%20%C2%A0"), meaning(""));
        for same in ["open=true&id=1&id=2&search=%C3%A9%20b", "id=1&limit=7&search=é b&id=2&id=1&open=true&"] {
            assert_eq!(meaning(same), one, "{same}");
        }
        for other in ["search=%c3%a9+b&id=2&id=1", "search=%c3%a9+b&id=1&open=true", "search=e+b&id=2&id=1&open=true"] {
            assert_ne!(meaning(other), one, "{other}");
        }
    }
}
