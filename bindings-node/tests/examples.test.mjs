/** The examples: their own tests, and each as a real server that is called over real HTTP while another process changes keys. */

import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { promisify } from "node:util";

import { Keywright } from "keywright";
import { packAll } from "../pack.mjs";
import { folder, PACKAGE, ROOT, storePath } from "./support.mjs";
import { bearer, call, same } from "./web.mjs";

const execute = promisify(execFile);
const NEXT = join(PACKAGE, "node_modules", "next", "dist", "bin", "next");
// Within this package's folder, where the frameworks are found, and no file of an example appears beside it.
const PLACE = join(PACKAGE, ".examples");
const [tarball] = packAll(folder());

rmSync(PLACE, { recursive: true, force: true });
after(() => rmSync(PLACE, { recursive: true, force: true }));

/** Copies an example, and installs the packed package into it. */
function example(name) {
  const place = join(PLACE, name);
  cpSync(join(ROOT, "examples", name), place, { recursive: true });
  const inside = join(place, "node_modules", "keywright");
  mkdirSync(inside, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", inside, "--strip-components=1"]);
  return place;
}

/** Starts a server on a free port of this machine, and says on which. */
async function started(place, store, program) {
  const env = { ...process.env, STORE: store, PORT: "0", NEXT_TELEMETRY_DISABLED: "1" };
  // The runner of these tests tells its own processes by this.
  delete env.NODE_TEST_CONTEXT;
  const server = spawn(process.execPath, program, { cwd: place, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const port = await new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on("line", (line) => {
        said.push(line);
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
        if (found) resolve(Number(found[1]));
      });
    }
    server.once("exit", () => reject(new Error(said.join("\n"))));
  });
  const stop = async () => {
    server.kill("SIGTERM");
    const [code, signal] = await once(server, "exit");
    // Next.js ends with the number of the signal.
    assert.ok(code === 0 || code === 143 || signal === "SIGTERM", `${code} ${signal}\n${said.join("\n")}`);
  };
  return {
    call: (path, headers, more) => call(port, path, headers, more),
    said,
    stop,
    kill: () => server.kill("SIGKILL"),
  };
}

/**
 * Asks for the invoices with every kind of key, and compares with what the core says. Where the key is optional, the session is
 * asked when none comes, and answers for itself.
 */
async function answersEveryKindOfKey(server, kw, isOptional) {
  const scopes = ["invoices:read"];
  const invoices = (headers) => server.call("/invoices", headers);
  const nothing = await invoices();
  assert.deepEqual([nothing.status, nothing.headers["www-authenticate"]], [401, "Bearer"]);
  if (!isOptional) same(nothing, kw.authenticate({}).http());
  const elsewhere = Keywright.openInMemory({ prefix: "acme" });
  const unknown = await elsewhere.user("alice").createApiKey({ description: "elsewhere", scopes });
  for (const wrong of [unknown.value, "acme_usk_typo"]) {
    const answer = await invoices({ "X-Api-Key": wrong });
    assert.equal(answer.headers["www-authenticate"].startsWith('Bearer error="invalid_token"'), true);
    same(answer, kw.verify(wrong, { scopes }).http());
  }
  const unscoped = await kw.user("alice").createApiKey({ description: "unscoped" });
  const refused = await invoices(bearer(unscoped.value));
  assert.equal(refused.status, 403);
  assert.equal(refused.headers["www-authenticate"], 'Bearer error="insufficient_scope", scope="invoices:read"');
  same(refused, kw.verify(unscoped.value, { scopes }).http());

  const created = await kw.user("alice").createApiKey({ description: "CI", scopes });
  for (const headers of [bearer(created.value), { "X-Api-Key": created.value }, bearer(created.value)]) {
    const { status, json } = await invoices(headers);
    assert.deepEqual([status, json], [200, ["A-1", "A-2"]]);
  }
  await created.revoke({ reason: "in another process" });
  const revoked = await invoices(bearer(created.value));
  assert.deepEqual([revoked.status, revoked.json.code, revoked.headers["cache-control"]], [401, "revoked", "no-store"]);
  return created.id;
}

/** Runs an example and asks it, and sees that it leaves nothing behind. */
async function serves(place, program, more, isOptional = false) {
  const store = storePath();
  const server = await started(place, store, program);
  after(server.kill);
  // Next.js opens the store by the first request.
  await server.call("/invoices");
  const kw = await Keywright.open(store, { existing: true });
  const id = await answersEveryKindOfKey(server, kw, isOptional);
  await more(server, kw);
  await server.stop();
  assert.ok((await kw.lastUsed([id])).has(id), "what the server counted was written at its end");
  await kw.close();
  assert.doesNotMatch(server.said.join("\n"), /acme_[a-z]{3}_\w{55}|Error/);
}

test("the Express example serves keys and sessions", async () => {
  await serves(
    example("node-express"),
    ["server.js"],
    async ({ call }) => {
      const json = { "Content-Type": "application/json" };
      const signIn = await call("/session", json, { method: "POST", body: JSON.stringify({ user: "alice" }) });
      const session = { ...json, ...bearer(signIn.json.token) };
      assert.deepEqual((await call("/invoices", session)).json, ["A-1", "A-2"]);
      const made = await call("/keys", session, { method: "POST", body: JSON.stringify({ description: "laptop" }) });
      assert.equal(made.status, 201);
      const beside = { ...bearer(signIn.json.token), "X-Api-Key": made.json.value };
      assert.deepEqual((await call("/invoices", beside)).json, ["A-1", "A-2"]);
      assert.equal((await call("/keys", bearer(made.json.value))).status, 401, "a key is no session");
      assert.equal((await call("/keys", session, { method: "POST", body: "{}" })).status, 400);
    },
    true,
  );
});

for (const name of ["node-fastify", "node-hono"]) {
  test(`the ${name} example serves keys`, async () => {
    await serves(example(name), ["server.js"], async ({ call }, kw) => {
      const { value } = await kw.user("bob").createApiKey({ description: "CI" });
      assert.deepEqual((await call("/")).json, { hello: "stranger" });
      assert.deepEqual((await call("/", bearer(value))).json, { hello: "bob" });
    });
  });
}

test("the Next.js example is built without a store, and serves keys", async () => {
  const place = example("node-next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", STORE: join(place, "at-build.db") };
  delete env.NODE_TEST_CONTEXT;
  await execute(process.execPath, [NEXT, "build"], { cwd: place, env }).catch(({ stdout, stderr }) =>
    assert.fail(stdout + stderr),
  );
  assert.equal(existsSync(env.STORE), false);
  await serves(place, [NEXT, "start", "--port", "0", "--hostname", "127.0.0.1"], async ({ call }, kw) => {
    const { value } = await kw.user("bob").createApiKey({ description: "CI of bob" });
    assert.deepEqual((await call("/invoices/B-1")).json, { id: "B-1" });
    assert.deepEqual((await call("/invoices/B-1", bearer(value))).json, { id: "B-1", total: 100 });
    assert.match((await call("/")).text, /CI of bob/);
  });
});

for (const name of ["node-express", "node-fastify", "node-hono"]) {
  test(`the tests of the ${name} example pass`, async () => {
    const env = { ...process.env };
    delete env.NODE_TEST_CONTEXT;
    const { stdout } = await execute(process.execPath, ["--test"], { cwd: join(PLACE, name), env }).catch((error) =>
      assert.fail(error.stdout),
    );
    assert.match(stdout, /pass [1-9]/);
  });
}
