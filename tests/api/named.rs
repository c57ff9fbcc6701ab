//! Whoever reads an item knows whom it is about: each carries the tenant's names beside its id, and the
//! reference beside its housing unit.

use std::collections::BTreeMap;

use offre_bailleurs::testing;
use serde_json::{Value, json};

use crate::document::{drive, operations};
use crate::support::TestApp;

/// Each schema of an answer that holds `member`, and the members beside it.
fn beside(document: &Value, schema: &Value, member: &str, seen: &mut Vec<String>, found: &mut BTreeMap<String, Vec<String>>, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        if !seen.contains(&reference.to_owned()) {
            seen.push(reference.to_owned());
            let target = document.pointer(reference.trim_start_matches('#')).unwrap();
            beside(document, target, member, seen, found, reference);
        }
        return;
    }
    let members: Vec<String> = properties(document, schema).into_iter().collect();
    if members.iter().any(|one| one == member) {
        found.insert(at.to_owned(), members);
    }
    for (name, inner) in schema.as_object().into_iter().flatten() {
        match inner {
            Value::Array(all) => all.iter().for_each(|one| beside(document, one, member, seen, found, &format!("{at}/{name}"))),
            Value::Object(all) if name == "properties" => {
                all.iter().for_each(|(name, one)| beside(document, one, member, seen, found, &format!("{at}/{name}")));
            }
            Value::Object(_) if name != "example" => beside(document, inner, member, seen, found, &format!("{at}/{name}")),
            _ => {}
        }
    }
}

/// The members of a schema with those of the parts it is made of.
fn properties(document: &Value, schema: &Value) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return properties(document, document.pointer(reference.trim_start_matches('#')).unwrap());
    }
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    own.chain(schema["allOf"].as_array().into_iter().flatten().flat_map(|part| properties(document, part))).collect()
}

fn answers_with(member: &str) -> BTreeMap<String, Vec<String>> {
    let document = testing::document().unwrap();
    let mut found = BTreeMap::new();
    for operation in operations(&document) {
        let good = operation.value["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2'));
        for (_, response) in good {
            let schema = &response["content"]["application/json"]["schema"];
            // What a receipt holds is what was sent.
            if operation.path.ends_with("/receipt") {
                continue;
            }
            beside(&document, schema, member, &mut Vec::new(), &mut found, &operation.path);
        }
    }
    found
}

/// A schema that is flattened into others is judged where it is whole.
fn whole(found: BTreeMap<String, Vec<String>>, other: &str) -> Vec<String> {
    found.into_iter().filter(|(_, members)| !members.iter().any(|one| one == other)).map(|(at, _)| at).collect()
}

#[test]
fn each_answer_with_the_id_of_a_tenant_names_it() {
    let found = answers_with("tenant_id");
    assert!(found.len() > 8, "{found:?}");
    assert_eq!(whole(found, "tenant"), Vec::<String>::new());
}

#[test]
fn each_answer_with_the_id_of_a_housing_unit_says_its_reference() {
    let found = answers_with("logement_id");
    assert!(found.len() > 8, "{found:?}");
    assert_eq!(whole(found, "reference_id"), Vec::<String>::new());
}

/// Every object that holds the id of a tenant.
fn about_tenants<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            if members.get("tenant_id").is_some_and(Value::is_string) {
                found.push(value);
            }
            members.values().for_each(|one| about_tenants(one, found));
        }
        Value::Array(items) => items.iter().for_each(|one| about_tenants(one, found)),
        _ => {}
    }
}

fn named_as(tenant: &Value) -> Value {
    json!({
        "id": tenant["id"], "first_name": tenant["first_name"], "last_name": tenant["last_name"],
        "beneficiary_number": tenant["beneficiary_number"], "landlord_reference": tenant["landlord_reference"],
    })
}

#[test]
fn r10_each_item_about_a_tenant_names_it_as_the_tenant_is_read() {
    let app = TestApp::demo();
    let mut judged = BTreeMap::new();
    drive(&app, |operation, body, call| {
        if !operation.path.starts_with("/v1/") {
            call();
            return;
        }
        let dry = operation.method == "POST" && operation.parameters("query").iter().any(|one| one["name"] == "dry_run");
        let path = format!("{}?dry_run=true", operation.path);
        let before = (dry && !path.contains('{')).then(|| app.call("POST", &path, "application/json", body, app.token(), &[]).expect(200));
        let mut answers: Vec<Value> = before.into_iter().collect();
        let answer = call();
        if answer.status < 300 && !operation.path.ends_with("/receipt") {
            answers.push(answer.body);
        }
        for answer in &answers {
            let mut found = Vec::new();
            about_tenants(answer, &mut found);
            for one in found {
                let known = app.get(&format!("/v1/tenants/{}", one["tenant_id"].as_str().unwrap())).expect(200);
                assert_eq!(one["tenant"], named_as(&known), "{} {}", operation.method, operation.path);
                *judged.entry(format!("{} {}", operation.method, operation.path)).or_insert(0) += 1;
            }
        }
    });
    assert!(judged.len() >= 22, "{judged:?}");
}

/// The tenants and references that the effects of a change name.
fn effects(change: &Value) -> Vec<(Value, Value)> {
    let each = change["effects"].as_array().unwrap().iter();
    each.map(|effect| (effect["tenant"].clone(), effect["reference_id"].clone())).collect()
}

#[test]
fn r10_an_effect_names_each_tenant_it_reaches_whoever_reads_it_and_as_the_tenant_is_now() {
    let app = TestApp::demo();
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let (one, other) = (app.tenant("ferrand"), app.tenant("boeuf"));
    let named = |id: &str| (named_as(&app.read_tenant(id)), Value::Null);
    let both = |change: &Value| {
        let told = effects(change);
        assert_eq!(told.len(), 2, "{change}");
        [&one, &other].iter().for_each(|id| assert!(told.contains(&named(id)), "{change}"));
    };
    let gone = json!({ "type": "departure", "tenant_id": one, "departed_on": "2026-11-30", "leaving": "household", "reason": "moved" });
    both(&app.post("/v1/changes?dry_run=true", &gone).expect(200));
    let made = app.post("/v1/changes", &gone).expect(201);
    both(&made);
    let id = made["id"].as_str().unwrap();
    let of_body = format!("/v1/paying-body/landlords/{landlord}/changes/{id}");
    let receipt = || app.get(&format!("/v1/changes/{id}/receipt")).expect(200);
    let first = receipt();
    for reference in ["NOW-1", "NOW-2"] {
        let set = json!({ "landlord_reference": reference });
        app.landlord().header("if-match", "*").patch(&format!("/v1/tenants/{other}"), &set).expect(200);
        both(&app.get(&format!("/v1/changes/{id}")).expect(200));
        both(&app.paying_body().get(&of_body).expect(200));
        let listed = app.get(&format!("/v1/changes?tenant_id={one}&limit=1")).expect(200);
        both(&listed["data"][0]);
    }
    // Its own tenant alone: nobody else is asked for.
    let before = app.statements(&format!("/v1/changes/{id}"), app.token());
    let decided = app.paying_body().post(&format!("{of_body}/decision"), &json!({ "decision": "rejected", "reason": "Non." }));
    both(&decided.expect(200));
    assert_eq!(receipt(), first);
    let alone = json!({ "type": "departure", "tenant_id": one, "departed_on": "2026-11-30", "leaving": "coholder", "reason": "moved" });
    let alone = app.post("/v1/changes", &alone).expect(201);
    assert_eq!(effects(&alone), [named(&one)]);
    let path = format!("/v1/changes/{}", alone["id"].as_str().unwrap());
    assert_eq!((app.statements(&path, app.token()), before), (1, 2));
    let read = app.get(&path).expect(200);
    let unit = app.read_tenant(&one);
    for subject in ["tenant_id", "logement_id"] {
        let end = json!({ "type": "end_of_management", "effective_on": "2026-12-31", "reason": "sale" });
        let mut end = end.as_object().unwrap().clone();
        end.insert(subject.to_owned(), if subject == "tenant_id" { json!(one) } else { unit["logement"]["id"].clone() });
        let end = app.post("/v1/changes", &Value::Object(end)).expect(201);
        assert_eq!(effects(&end), [(Value::Null, unit["reference_id"].clone())]);
        app.post(&format!("/v1/changes/{}/cancellation", end["id"].as_str().unwrap()), &json!({})).expect(200);
    }
    assert_eq!(app.get(&path).expect(200), read);
}
