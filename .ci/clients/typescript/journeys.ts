// The journeys through the generated TypeScript client, against the demo at ADDRESS.
import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/api.js";

const address = process.env.ADDRESS ?? "http://127.0.0.1:8080";
const id = process.env.DEMO_CLIENT ?? "";
const secret = process.env.DEMO_SECRET ?? "";

const open = createClient<paths>({ baseUrl: address });
const { data: token } = await open.POST("/oauth/token", {
  body: { grant_type: "client_credentials" },
  headers: {
    "Content-Type": "application/x-www-form-urlencoded",
    Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
  },
  bodySerializer: (body) => new URLSearchParams({ grant_type: body.grant_type }),
});
assert.ok(token);
const api = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token.access_token}` } });

// Who am I
const { data: me } = await api.GET("/v1/me");
assert.ok(me?.landlord);

// Tenants: search, whatever the accents
const { data: found } = await api.GET("/v1/tenants", { params: { query: { search: "eloise" } } });
assert.ok(found && typeof found === "object" && found.data.some((tenant) => tenant.first_name === "Éloïse"));
const { data: next } = await api.GET("/v1/tenants", { params: { query: { rent_declaration: ["to_declare"], limit: 1 } } });
assert.ok(next && typeof next === "object");
const [first] = next.data;
assert.ok(first);
const { data: tenant } = await api.GET("/v1/tenants/{id}", { params: { path: { id: first.id } } });
assert.ok(tenant);
assert.ok(tenant.actions.some((action) => action.name === "declare_rent" && action.allowed));

// The overview before
const year = 2026;
const overview = async (): Promise<components["schemas"]["Counts"]> => {
  const { data } = await api.GET("/v1/rent-campaigns/{year}", { params: { path: { year } } });
  assert.ok(data);
  return data.counts;
};
const before = await overview();

// A dry run writes nothing, then a July rent with a key, sent twice, is declared once
const body = { tenant_id: first.id, campaign_year: year, rent_cents: tenant.lease.rent_cents, coholders: tenant.lease.coholders };
const dry = await api.POST("/v1/rent-declarations", { params: { query: { dry_run: true } }, body });
assert.equal(dry.response.status, 200);
assert.ok(dry.data && dry.data.id === null && dry.data.receipt === null && dry.data.share_cents > 0);
assert.deepEqual(await overview(), before);
const key = randomUUID();
const send = () => api.POST("/v1/rent-declarations", { params: { header: { "Idempotency-Key": key } }, body });
const [sent, again] = [await send(), await send()];
assert.equal(sent.response.status, 201);
assert.equal(again.response.headers.get("idempotent-replayed"), "true");
const { id: declared, receipt: proof } = sent.data ?? {};
assert.ok(declared && proof);
assert.deepEqual(again.data, sent.data);
const after = await overview();
assert.equal(after.declared, before.declared + 1);
assert.equal(after.to_declare, before.to_declare - 1);

// Its receipt
const { data: receipt } = await api.GET("/v1/rent-declarations/{id}/receipt", { params: { path: { id: declared } } });
assert.ok(receipt);
assert.equal((receipt as components["schemas"]["Receipt"]).number, proof.number);

// A second declaration is refused; a correction is version 2
const refused = await api.POST("/v1/rent-declarations", { body });
assert.equal(refused.response.status, 409);
assert.equal(refused.error?.code, "already_declared");
const corrected = await api.POST("/v1/rent-declarations", { body: { ...body, rent_cents: body.rent_cents + 100, replaces: declared } });
assert.equal(corrected.response.status, 201);
assert.equal(corrected.data?.version, 2);
assert.deepEqual(await overview(), after);

// A change: one household more holds the lease
const shared = await api.POST("/v1/changes", {
  body: { type: "colocation", tenant_id: first.id, effective_on: "2026-11-01", coholders: tenant.lease.coholders + 1 },
});
assert.equal(shared.response.status, 201);
assert.ok(shared.data?.type === "colocation" && shared.data.id && shared.data.receipt);
const { data: change } = await api.GET("/v1/changes/{id}", { params: { path: { id: shared.data.id } } });
assert.equal(change?.receipt.number, shared.data.receipt.number);

// A profile is changed under its ETag
const profile = await api.GET("/v1/landlord");
const tag = profile.response.headers.get("etag");
assert.ok(tag);
const patch = (match: string) =>
  api.PATCH("/v1/landlord", { params: { header: { "If-Match": match } }, body: { phone: "+33491000001" } });
assert.equal((await patch(tag)).response.status, 200);
assert.equal((await patch(tag)).response.status, 412);

console.log("the TypeScript client went through its journeys");
