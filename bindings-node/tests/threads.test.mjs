/** Worker threads: each opens the store for itself, and all share it. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";
import { Worker } from "node:worker_threads";

import { Keywright } from "keywright";
import { coded, storePath } from "./support.mjs";

/** `KEYWRIGHT_TEST_WORKERS=1000` runs the whole of it. */
const WORKERS = Number(process.env.KEYWRIGHT_TEST_WORKERS ?? 40);

let path;
let kw;
beforeEach(() => {
  path = storePath();
  kw = Keywright.openSync(path);
});
afterEach(() => kw.close());

function started(workerData) {
  return new Worker(new URL("fixtures/worker.mjs", import.meta.url), { workerData: { path, ...workerData } });
}

async function answerOf(worker) {
  const [answer] = await Promise.race([
    once(worker, "message"),
    once(worker, "error").then(([error]) => Promise.reject(error)),
  ]);
  return answer;
}

async function run(workerData) {
  const worker = started(workerData);
  const ended = once(worker, "exit");
  const answer = await answerOf(worker);
  assert.deepEqual(await ended, [0]);
  return answer;
}

test("a worker checks and changes the same store", async () => {
  const { id, value } = await kw.user("alice").createApiKey({ description: "CI" });
  assert.equal(await run({ task: "verify", value }), "alice");
  const made = await run({ task: "create", owner: "bob" });
  assert.equal(made.valid, true);
  assert.equal((await kw.getApiKey(made.id)).userId, "bob");
  assert.equal(kw.verify(value).valid, true);
  await run({ task: "revoke", value: id });
  assert.equal(kw.verify(value).reason, "revoked", "at once");
});

test(`${WORKERS} workers start and end`, async () => {
  const { value } = await kw.user("alice").createApiKey({ description: "CI" });
  for (let count = 0; count < WORKERS; count += 4) {
    const answers = await Promise.all(Array.from({ length: 4 }, () => run({ task: "verify", value })));
    assert.deepEqual(answers, ["alice", "alice", "alice", "alice"]);
  }
  assert.equal(kw.verify(value).valid, true);
});

test("a worker that is ended in the middle of its calls ends nothing else", async () => {
  const { value } = await kw.user("alice").createApiKey({ description: "CI" });
  for (let count = 0; count < 10; count += 1) {
    const worker = started({ task: "endless", value, owner: `owner-${count}` });
    assert.equal(await answerOf(worker), "begun");
    const ended = once(worker, "exit");
    await worker.terminate();
    await ended;
    assert.equal(kw.verify(value).valid, true);
  }
  await kw.user("alice").createApiKey({ description: "still works" });
  assert.deepEqual((await kw.checkIntegrity()).problems, []);
});

test("an error crosses to another thread as Node lets it", async () => {
  const { is, error } = await run({ task: "fail" });
  assert.equal(is, true);
  assert.ok(error instanceof Error && error.message.includes("denied"));
});

/** Another process, since a second SQLite in this one would drop the locks of the first. */
const HOLDS_THE_LOCK = `
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
store.execute("ROLLBACK")
`;

test("the event loop runs while a call waits for the store", async () => {
  const other = spawn("python3", ["-c", HOLDS_THE_LOCK, path], { stdio: ["pipe", "pipe", "inherit"] });
  await once(other.stdout, "data");
  const waiting = kw.user("alice").createApiKey({ description: "CI" });
  let isOver = false;
  waiting.finally(() => {
    isOver = true;
  });
  // Reading goes on, and only this thread ends the wait of the other.
  assert.deepEqual(await kw.listApiKeys(), []);
  assert.equal(isOver, false);
  other.stdin.end("\n");
  assert.equal((await waiting).isValid(), true);
  await once(other, "exit");
});

test("a call that waits for longer than the time-out is refused as busy", async () => {
  const hurried = Keywright.openSync(path, { busyTimeOut: 1 });
  const other = spawn("python3", ["-c", HOLDS_THE_LOCK, path], { stdio: ["pipe", "pipe", "inherit"] });
  await once(other.stdout, "data");
  try {
    await assert.rejects(hurried.user("alice").createApiKey({ description: "CI" }), (error) => {
      return coded("storage_busy")(error) && error.isRetryable;
    });
  } finally {
    other.stdin.end("\n");
    await once(other, "exit");
    await hurried.close();
  }
});
