//! From what was created to its reading (OpenAPI links): told by the addresses.

use serde_json::{Map, Value, json};

/// Adds to each 201 of a POST the links to what reads the thing created: the operation whose address is
/// that of the list and an id, and those below it that read a part.
pub fn add(document: &mut Value) {
    let snapshot = document["paths"].clone();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let Some(created) = item.pointer_mut("/post/responses/201") else { continue };
        let one = format!("{path}/{{id}}");
        let readers = snapshot.as_object().into_iter().flatten().filter_map(|(address, item)| {
            let below = address.strip_prefix(&one)?;
            let whole = below.is_empty() || below.starts_with('/') && !below.contains('{');
            item["get"]["operationId"].as_str().filter(|_| whole).map(|id| (id, &item["get"]["summary"]))
        });
        let links: Map<String, Value> = readers
            .map(|(id, summary)| {
                let link = json!({ "operationId": id, "parameters": { "id": "$response.body#/id" }, "description": summary });
                (id.to_owned(), link)
            })
            .collect();
        created["links"] = Value::Object(links);
    }
}
