// The journeys through the client whose requests and answers zod judges, against the demo at ADDRESS.
import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { createClient, createConfig } from "./generated/client/index.js";
import * as api from "./generated/sdk.gen.js";
import { zColocationIn, zRentDeclarationIn } from "./generated/zod.gen.js";

const config = { baseUrl: process.env.ADDRESS ?? "http://127.0.0.1:8080", throwOnError: true } as const;
const pair = `${process.env.DEMO_CLIENT ?? ""}:${process.env.DEMO_SECRET ?? ""}`;
const { data: token } = await api.createToken<true>({
  client: createClient(createConfig({ ...config, auth: pair })),
  body: { grant_type: "client_credentials" },
});
const client = createClient(createConfig({ ...config, auth: token.access_token }));
// Refusals are looked at, not thrown.
const lenient = createClient(createConfig({ ...config, throwOnError: false, auth: token.access_token }));

// Every kind of list answers what its schema says
const year = 2026;
await api.getMe<true>({ client });
await api.listLogements<true>({ client });
await api.listTenants<true>({ client });
await api.listRentCampaigns<true>({ client });
await api.listRentCampaignTenants<true>({ client, path: { year } });
await api.listRentDeclarations<true>({ client });
await api.listChanges<true>({ client });
await api.listImpayes<true>({ client });
await api.listPayments<true>({ client });
await api.listPaymentLines<true>({ client });
await api.listTodos<true>({ client });

// A July rent: a dry run writes nothing, the same key twice declares once
const { data: next } = await api.listTenants<true>({ client, query: { rent_declaration: ["to_declare"], limit: 1 } });
assert.ok(typeof next === "object");
const tenant = next.data[0];
assert.ok(tenant);
const overview = async () => (await api.getRentCampaign<true>({ client, path: { year } })).data.counts;
const before = await overview();
const body = zRentDeclarationIn.parse({
  tenant_id: tenant.id,
  campaign_year: year,
  rent_cents: tenant.lease.rent_cents,
  coholders: tenant.lease.coholders,
});
const { data: dry } = await api.createRentDeclaration<true>({ client, body, query: { dry_run: true } });
assert.ok(dry.id === null && dry.receipt === null);
assert.deepEqual(await overview(), before);
const headers = { "Idempotency-Key": randomUUID() };
const sent = await api.createRentDeclaration<true>({ client, body, headers });
const again = await api.createRentDeclaration<true>({ client, body, headers });
assert.equal(sent.response.status, 201);
assert.equal(again.response.headers.get("idempotent-replayed"), "true");
assert.ok(sent.data.id && sent.data.receipt);
assert.deepEqual(again.data, sent.data);
assert.equal((await overview()).declared, before.declared + 1);
const { data: receipt } = await api.getRentDeclarationReceipt<true>({ client, path: { id: sent.data.id } });
assert.ok(receipt && typeof receipt === "object" && "number" in receipt);
assert.equal(receipt.number, sent.data.receipt.number);
const refused = await api.createRentDeclaration({ client: lenient, body });
assert.equal(refused.response?.status, 409);

// What the schema refuses is never sent
await assert.rejects(api.createRentDeclaration<true>({ client, body: { ...body, rent_cents: 430.5 } }));

// A change: one household more holds the lease
const change = zColocationIn.parse({
  type: "colocation",
  tenant_id: tenant.id,
  effective_on: "2026-11-01",
  coholders: tenant.lease.coholders + 1,
});
const { data: shared } = await api.createChange<true>({ client, body: change });
assert.ok(shared.type === "colocation" && shared.id && shared.receipt);
const { data: read } = await api.getChange<true>({ client, path: { id: shared.id } });
assert.equal(read.receipt.number, shared.receipt.number);

// A profile is changed under its ETag
const tag = (await api.getLandlord<true>({ client })).response.headers.get("etag");
assert.ok(tag);
const patch = () =>
  api.updateLandlord({ client: lenient, headers: { "If-Match": tag }, body: { phone: "+33491000004" } });
assert.equal((await patch()).response?.status, 200);
assert.equal((await patch()).response?.status, 412);

console.log("the TypeScript client with zod went through its journeys");
