/**
 * Measures what a check costs in Node, each figure as a ratio of two cases of the same run.
 *
 * Every case runs once in each round, and the order moves on by one from round to round; a ratio is the median of the ratios of
 * the rounds. Rounds are many and short, so that what else the machine does falls between them more often than into them. Run by `make bench-node` against the package as it is released.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Keywright } from "keywright";
import { createServer } from "./served.mjs";

const HOT = 256;
const PER_CALL = 1_000;
/** How often better-auth lets a key be checked in a day, by its defaults. */
const CHECKS_OF_PEER_PER_KEY = 10;

const { values: given } = parseArgs({
  options: {
    rounds: { type: "string", default: "101" },
    keys: { type: "string", default: "100000" },
    checks: { type: "string", default: "5000" },
    growth: { type: "string", default: "10000000" },
    creates: { type: "string", default: "1000" },
  },
});
const options = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, Number(text)]));

/** The same order in every run: a generator of Park and Miller. */
let seed = 5;
function random(below) {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
}

/** Something to measure: `run` does it `times` times, and `perRound` is how long one took in each round. */
class Case {
  perRound = [];

  constructor(name, run, times) {
    Object.assign(this, { name, run, times });
  }

  async measure() {
    const begun = process.hrtime.bigint();
    const running = this.run();
    if (running instanceof Promise) await running;
    this.perRound.push(Number(process.hrtime.bigint() - begun) / this.times);
  }
}

/** What is read of the answers goes in here, so that no compiler leaves it out. */
let seen = 0;

/** A loop that calls something with each key. Every case has the same loop around it, compiled for it alone. */
function loop(call, keys) {
  return new Function("call", "keys", "return () => { for (const key of keys) call(key); };")(call, keys);
}

/** The module of a peer, if it is installed. */
async function peer(name, missing) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    missing.add(`NOT RUN  ${name}: it is not installed`);
    return undefined;
  }
}

/** What one would write without a library: a hash, and a SELECT in SQLite. */
function handWritten(Database, path, keys) {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.exec(
    "CREATE TABLE api_key (digest BLOB PRIMARY KEY, owner TEXT NOT NULL, expires_at INTEGER, revoked_at INTEGER) WITHOUT ROWID",
  );
  const insert = database.prepare("INSERT INTO api_key VALUES (?, ?, NULL, NULL)");
  database.transaction(() => {
    for (const [number, key] of keys.entries()) insert.run(createHash("sha256").update(key).digest(), `user-${number}`);
  })();
  const select = database.prepare("SELECT owner, expires_at, revoked_at FROM api_key WHERE digest = ?");
  const verify = (key) => {
    const row = select.get(createHash("sha256").update(key).digest());
    if (row === undefined || row.revoked_at !== null) return null;
    if (row.expires_at !== null && row.expires_at <= Date.now()) return null;
    return row.owner;
  };
  return { verify, close: () => database.close() };
}

/** better-auth with its defaults, as many keys in its table, and enough of them to be checked ten times each. */
async function betterAuth(Database, path, count, checks) {
  const [{ betterAuth }, { getMigrations }, { apiKey }] = [
    await import("better-auth"),
    await import("better-auth/db/migration"),
    await import("@better-auth/api-key"),
  ];
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  const auth = betterAuth({
    database,
    secret: "of the bench, and nobody's",
    baseURL: "http://localhost",
    emailAndPassword: { enabled: true },
    plugins: [apiKey()],
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  await (await getMigrations(auth.options)).runMigrations();
  const body = { email: "alice@example.com", password: "of the bench", name: "Alice" };
  const { user } = await auth.api.signUpEmail({ body });
  const values = [];
  for (let made = 0; made < Math.ceil(checks / CHECKS_OF_PEER_PER_KEY); made += 1) {
    values.push((await auth.api.createApiKey({ body: { name: `key ${made}`, userId: user.id } })).key);
  }
  // Rows that nobody asks for, so that the tables of both have the same size.
  const row = database.prepare("SELECT * FROM apikey LIMIT 1").get();
  const names = Object.keys(row);
  const places = names.map((name) => `@${name}`).join(", ");
  const insert = database.prepare(
    `INSERT INTO apikey (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${places})`,
  );
  database.transaction(() => {
    for (let number = values.length; number < count; number += 1) {
      const key = createHash("sha256").update(String(number)).digest("base64url");
      insert.run({ ...row, id: `filler-${number}`, key });
    }
  })();
  let next = 0;
  const verify = async () => {
    const key = values[Math.floor(next / CHECKS_OF_PEER_PER_KEY) % values.length];
    next += 1;
    const { valid, error } = await auth.api.verifyApiKey({ body: { key } });
    if (!valid) throw new Error(`better-auth denied a key: ${JSON.stringify(error)}`);
  };
  return { verify, close: () => database.close() };
}

/** The routes behind a server of their own, called over HTTP on one connection. */
async function served(store, value) {
  const file = fileURLToPath(new URL("served.mjs", import.meta.url));
  const server = spawn(process.execPath, [file], {
    env: { ...process.env, STORE_OF_FIGURES: store },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(server.stdout), "line");
  const port = Number(new URL(line).port);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = headersWith(value);
  const call = (path) =>
    new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port, path, headers, agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path} answered ${response.statusCode}`));
        response.resume().once("end", resolve);
      });
      asked.once("error", reject).end();
    });
  const stop = async () => {
    agent.destroy();
    server.kill("SIGTERM");
    await once(server, "exit");
  };
  return { call, stop };
}

/** As many headers as programs send. */
function headersWith(value) {
  return {
    accept: "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "figures",
    "x-request-id": "7",
    authorization: `Bearer ${value}`,
  };
}

/** Does something `times` times, one after another. */
function repeated(work, times) {
  return async () => {
    for (let done = 0; done < times; done += 1) await work();
  };
}

const median = (numbers) => quantile(numbers, 0.5);

function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

function time(nanoseconds) {
  if (nanoseconds >= 1e6) return `${(nanoseconds / 1e6).toFixed(2)} ms`;
  return nanoseconds >= 1e3 ? `${(nanoseconds / 1e3).toFixed(2)} us` : `${nanoseconds.toFixed(0)} ns`;
}

/** Says whether a figure is what was asked, if anything was. */
function holds(target, figure) {
  if (target === "") return "";
  const wanted = Number.parseFloat(target.slice(3).replace(/,/g, ""));
  return (target.startsWith(">=") ? figure >= wanted : figure <= wanted) ? "yes" : "NO";
}

/** A line of the table: one case beside another, and what was asked. `x` is how often this fits into the baseline. */
function line({ name: caseName, perRound }, baseline, target) {
  const isTimesFaster = target.endsWith("x");
  const ratios = perRound.map((one, round) => {
    const other = baseline.perRound[round];
    return isTimesFaster ? other / one : one / other;
  });
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part));
  const digits = middle >= 100 ? 0 : 2;
  const told = `${middle.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
  const other = `${baseline.name}, ${time(median(baseline.perRound))}`;
  return `| ${caseName} | ${time(median(perRound))} | ${other} | ${told} | ${target} | ${holds(target, middle)} |`;
}

/** How much more of the heap is in use after so many checks, in MiB. */
function growth(verify, keys, count) {
  const work = loop(verify, keys);
  const used = () => {
    for (let again = 0; again < 4; again += 1) globalThis.gc();
    return process.memoryUsage().heapUsed;
  };
  for (let again = 0; again < 20; again += 1) work();
  const before = used();
  for (let done = 0; done < count; done += keys.length) work();
  return (used() - before) / (1 << 20);
}

/** The p99 of the event loop's delay in milliseconds, while something goes on. */
async function delayWhile(work) {
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  await work();
  monitor.disable();
  return monitor.percentile(99) / 1e6;
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "keywright-bench-"));
  const missing = new Set();
  const path = join(folder, "keys.db");
  const kw = await Keywright.open(path);
  const keys = [];
  while (keys.length < options.keys) {
    const from = keys.length;
    const few = Array.from({ length: Math.min(PER_CALL, options.keys - from) }, (_, at) => ({
      description: `key ${from + at}`,
    }));
    for (const { value } of await kw.user(`user-${from / PER_CALL}`).createApiKeys(few)) keys.push(value);
  }
  const hot = Array.from({ length: options.checks }, (_, at) => keys[at % Math.min(HOT, keys.length)]);
  const anywhere = Array.from({ length: options.checks }, () => keys[random(keys.length)]);
  // What is kept fills up before anything is measured.
  for (const key of keys) kw.verify(key);

  // Each case has functions of its own: V8 compiles one for the callers that it has seen.
  const verifyOf = () =>
    new Function("kw", "add", "return (key) => { const v = kw.verify(key); if (v.valid) add(v.userId); };")(
      kw,
      (owner) => {
        seen += owner.length;
      },
    );
  const hash = (key) => {
    seen += createHash("sha256").update(key).digest()[0];
  };
  const hotVerify = new Case("verify, hot, reading `valid` and the owner", loop(verifyOf(), hot), hot.length);
  const randomVerify = new Case(
    "verify, random, reading `valid` and the owner",
    loop(verifyOf(), anywhere),
    anywhere.length,
  );
  const hashed = new Case("createHash of the key", loop(hash, hot), hot.length);
  const cases = [hashed, hotVerify, randomVerify];
  const lines = [() => line(hotVerify, hashed, "<= 0.55")];
  const closing = [];

  const sqlite = await peer("better-sqlite3", missing);
  if (sqlite !== undefined) {
    const own = handWritten(sqlite.default, join(folder, "own.db"), keys);
    closing.push(own.close);
    const owner = (key) => {
      seen += own.verify(key).length;
    };
    const some = Math.max(Math.floor(options.checks / 4), 1);
    const hotOwn = new Case("createHash and better-sqlite3, hot", loop(owner, hot.slice(0, some)), some);
    const randomOwn = new Case("createHash and better-sqlite3, random", loop(owner, anywhere.slice(0, some)), some);
    cases.push(hotOwn, randomOwn);
    lines.push(
      () => line(hotVerify, hotOwn, ">= 12x"),
      () => line(randomVerify, randomOwn, ">= 8x"),
    );
    if ((await peer("@better-auth/api-key", missing)) !== undefined) {
      const few = Math.max(Math.floor(options.checks / 600), 1);
      const auth = await betterAuth(sqlite.default, join(folder, "peer.db"), options.keys, few * options.rounds);
      closing.push(auth.close);
      const name = "@better-auth/api-key `verifyApiKey`";
      const peerVerify = new Case(name, repeated(auth.verify, few), few);
      cases.push(peerVerify);
      lines.push(() => line(randomVerify, peerVerify, ">= 1500x"));
    }
  }

  const server = await served(path, keys[0]);
  const requests = Math.max(Math.floor(options.checks / 50), 1);
  const over = (name, route) =>
    new Case(
      name,
      repeated(() => server.call(route), requests),
      requests,
    );
  const [without, empty, withKey] = [
    over("Fastify request without a hook", "/without"),
    over("Fastify request with an empty hook", "/empty"),
    over("Fastify request with the plug-in", "/with"),
  ];
  const fastify = await createServer({ keywright: kw });
  await fastify.ready();
  const headers = headersWith(keys[0]);
  const injected = (name, url) =>
    new Case(
      name,
      repeated(async () => {
        const { statusCode } = await fastify.inject({ url, headers });
        if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
      }, requests),
      requests,
    );
  const inside = ["/without", "/with"].map((url) => injected(`call of Fastify, ${url.slice(1)}`, url));
  cases.push(without, empty, withKey, ...inside);
  lines.push(
    () => line(withKey, without, "<= 1.05"),
    () => line(empty, without, ""),
    () => line(inside[1], inside[0], ""),
  );

  for (let round = 0; round < options.rounds; round += 1) {
    const first = round % cases.length;
    for (const one of [...cases.slice(first), ...cases.slice(0, first)]) await one.measure();
  }
  await server.stop();
  await fastify.close();

  const create = () =>
    Promise.all(
      Array.from({ length: options.creates }, (_, at) => kw.user(`maker-${at}`).createApiKey({ description: "CI" })),
    );
  // As long idle as busy, in turns, the first pair of which only warms up.
  const more = [];
  const delays = { idle: [], busy: [] };
  for (let turn = 0; turn < 4; turn += 1) {
    const begun = performance.now();
    const busy = await delayWhile(create);
    const took = performance.now() - begun;
    const idle = await delayWhile(() => new Promise((resolve) => setTimeout(resolve, took)));
    if (turn === 0) continue;
    delays.idle.push(idle);
    delays.busy.push(busy);
    more.push(busy - idle);
  }
  const delay = median(more);
  const grown = growth(verifyOf(), hot, options.growth);

  const table = [
    "| case | this | baseline | ratio (quartiles) | target | holds |",
    "| --- | --- | --- | --- | --- | --- |",
  ];
  table.push(...lines.map((make) => make()));
  const [busy, idle] = [median(delays.busy).toFixed(2), median(delays.idle).toFixed(2)];
  const beside = `${options.creates.toLocaleString("en")} creates at once`;
  table.push(
    `| event-loop delay, p99, under ${beside} | ${busy} ms | the same, idle, ${idle} ms | ${delay.toFixed(2)} ms more | <= 5 ms | ${holds("<= 5", delay)} |`,
    `| heap after ${options.growth.toLocaleString("en")} checks |  |  | ${grown.toFixed(2)} MiB more | <= 2 MiB | ${holds("<= 2", grown)} |`,
  );
  const versionOf = (name) => {
    try {
      return createRequire(import.meta.url)(`${name}/package.json`).version;
    } catch {
      return "none";
    }
  };
  const versions = ["better-sqlite3", "fastify"].map((name) => `${name} ${versionOf(name)}`).join(", ");
  process.stdout.write(`${table.join("\n")}\n\n`);
  process.stdout.write(
    `${availableParallelism()} cores, ${process.platform}, ${options.rounds} rounds, ${options.keys.toLocaleString("en")} keys, ` +
      `Node ${process.versions.node}, ${versions}.\n`,
  );
  for (const one of missing) process.stdout.write(`${one}\n`);
  if (!Number.isFinite(seen)) process.stdout.write("nothing was read\n");
  for (const close of closing) close();
  await kw.close();
  rmSync(folder, { recursive: true, force: true });
}

await main();
