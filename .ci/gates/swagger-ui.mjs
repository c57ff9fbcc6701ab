// Swagger UI as a person uses it: Authorize in the first box with what is filled in, no scope ticked, then
// as the paying body; Try it out, Execute, on one operation or more of every tag; the displayed status is
// asserted, and that only what a call needs is filled in.
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const require = createRequire(process.env.CI_DIR + "/package.json");
const { chromium } = require("playwright-core");
const address = process.env.ADDRESS;
const spec = await (await fetch(`${address}/openapi.json`)).json();

const METHODS = ["get", "post", "put", "patch", "delete"];
const operations = Object.entries(spec.paths).flatMap(([where, item]) =>
  METHODS.filter((method) => item[method]).map((method) => ({ where, method, ...item[method] })));
const scopesOf = (operation) => (operation.security ?? spec.security).flatMap((one) => one.oauth2 ?? []);
const forPayingBody = (operation) => scopesOf(operation).includes("paying-body");

// The plainest read of each tag; besides one detail, whose id is taken from the list as a person would, a
// token in the form, a declaration, a decision, and the document, which is long.
const ALWAYS = ["getTenant", "createToken", "createRentDeclaration", "decideRentDeclaration", "getDocumentJson"];
const chosen = [];
for (const { name } of spec.tags) {
  const all = operations.filter((operation) => operation.tags.includes(name));
  const plain = all.find((operation) => operation.method === "get" && !operation.where.includes("{"))
    ?? all.find((operation) => operation.method === "get") ?? all[0];
  chosen.push(plain, ...all.filter((operation) => ALWAYS.includes(operation.operationId) && operation !== plain));
}

const tenant = async () => {
  const basic = Buffer.from(`${process.env.DEMO_CLIENT}:${process.env.DEMO_SECRET}`).toString("base64");
  const token = await (await fetch(`${address}/oauth/token`, {
    method: "POST", headers: { Authorization: `Basic ${basic}` }, body: new URLSearchParams({ grant_type: "client_credentials" }),
  })).json();
  const list = await (await fetch(`${address}/v1/tenants?limit=1`, { headers: { Authorization: `Bearer ${token.access_token}` } })).json();
  return list.data[0].id;
};

const profile = mkdtempSync(path.join(tmpdir(), "chromium-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  viewport: { width: 1280, height: 900 },
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const failures = [];
let executed = 0;
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  await page.goto(`${address}/docs/`);
  await page.locator(".opblock").first().waitFor();

  const title = await page.title();
  if (title !== spec.info.title) failures.push(`the page is called ${title}`);
  if (await page.locator(".topbar").count()) failures.push("the page has a bar for other documents");
  const shot = async (name) => {
    if (process.env.SCREENSHOTS) await page.screenshot({ path: path.join(process.env.SCREENSHOTS, name) });
  };
  await shot("first-screen.png");

  // The first box that is met, and no scope.
  const authorize = async (client, secret) => {
    await page.locator(".auth-wrapper .authorize").first().click();
    const dialog = page.locator(".dialog-ux");
    const box = dialog.locator(".auth-container").first();
    const heading = await box.locator("h4").innerText();
    if (!heading.includes("oauth2") || !(await box.locator("h4").isVisible())) failures.push(`the first box is ${heading}`);
    const logout = box.locator("button", { hasText: "Logout" });
    if (await logout.count()) await logout.click();
    if (client) {
      await box.locator("input[id^=client_id]").fill(client);
      await box.locator("input[id^=client_secret]").fill(secret);
    }
    const ticked = await dialog.locator("input[type=checkbox]:checked").count();
    if (ticked) failures.push(`${ticked} scopes are ticked`);
    await box.locator("button.authorize").click();
    await box.locator("button", { hasText: "Logout" }).waitFor();
    await box.locator("button.btn-done").click();
  };

  // What is filled in of a call: what it does not work without, and what holds anyway.
  const filled = async (block, operation) => {
    for (const input of await block.locator(".parameters-container tr input[placeholder]").all()) {
      const [name, value] = [await input.getAttribute("placeholder"), await input.inputValue()];
      const parameter = (operation.parameters ?? []).find((one) => one.name === name);
      const needed = parameter?.required || name === "If-Match" || (name === "limit" && value === "50");
      if (value && !needed) failures.push(`${operation.operationId}: ${name} is filled in with ${value}`);
    }
  };

  const execute = async (operation) => {
    const tag = operation.tags[0].replaceAll(" ", "_");
    const block = page.locator(`[id="operations-${tag}-${operation.operationId}"]`);
    await block.scrollIntoViewIfNeeded();
    if (!(await block.getAttribute("class")).includes("is-open")) await block.locator(".opblock-summary-control").first().click();
    const start = block.locator("button.try-out__btn:not(.cancel)");
    if (await start.count()) await start.click();
    await filled(block, operation);
    if (operation.operationId === "getTenant") await block.locator("input[placeholder='id']").fill(await tenant());
    await block.locator("button.execute").click();
    const cell = block.locator(".live-responses-table .response .response-col_status");
    await cell.first().waitFor();
    const status = (await cell.first().innerText()).trim().split(/\s/)[0];
    executed += 1;
    const good = /^2\d\d$/.test(status);
    console.log(`${good ? "ok  " : "BAD "} ${status} ${operation.method.toUpperCase()} ${operation.where}`);
    if (!good) failures.push(`${operation.operationId}: ${status} ${(await block.locator(".live-responses-table").innerText()).slice(0, 400)}`);
    return block;
  };

  await authorize();
  for (const operation of chosen.filter((one) => !forPayingBody(one))) {
    const block = await execute(operation);
    if (operation.operationId === "getTenant") {
      await block.scrollIntoViewIfNeeded();
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), await block.getAttribute("id"));
      await shot("swagger-ui.png");
    }
    await block.locator(".opblock-summary-control").first().click();
  }
  const others = chosen.filter(forPayingBody);
  if (others.length) {
    await authorize(process.env.PAYING_BODY_CLIENT, process.env.PAYING_BODY_SECRET);
    for (const operation of others) await execute(operation);
  }
  if (problems.length) failures.push(...problems.map((one) => `in the page: ${one}`));
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
const tags = new Set(chosen.flatMap((operation) => operation.tags));
console.log(`${executed} operations executed, ${tags.size} of ${spec.tags.length} tags`);
if (failures.length || executed === 0) {
  console.error(failures.join("\n"));
  process.exit(1);
}
