/** How long a synchronous check waits for a store that another process keeps to itself. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

import { Keywright, KeywrightError } from "keywright";
import { coded, storePath } from "./support.mjs";

/**
 * Holds the locks of a process that repairs the write-ahead log after a crash, for as long as its input is open. A byte of the
 * index says that there is something to repair.
 */
const REPAIRING = `
import fcntl, sys
with open(sys.argv[1] + "-shm", "r+b", buffering=0) as index:
    fcntl.lockf(index, fcntl.LOCK_EX, 1, 120)
    fcntl.lockf(index, fcntl.LOCK_EX, 1, 122)
    index.seek(64)
    right = index.read(1)
    index.seek(64)
    index.write(bytes([right[0] ^ 255]))
    print("locked", flush=True)
    sys.stdin.read()
    index.seek(64)
    index.write(right)
`;

const hasPython = process.platform !== "win32" && spawnSync("python3", ["--version"]).status === 0;
const options = { skip: hasPython ? false : "it needs python3, which can lock parts of a file" };

/** A store of two keys, the first of which memory knows, with a process that keeps the store to itself. */
async function locked(more) {
  const path = storePath();
  const maker = await Keywright.open(path);
  const [known, unknown] = await maker.user("alice").createApiKeys([{ description: "known" }, { description: "new" }]);
  await maker.close();
  const keywright = await Keywright.open(path, more);
  assert.equal((await keywright.verifyAsync(known.value)).valid, true);
  const process = spawn("python3", ["-c", REPAIRING, path], { stdio: ["pipe", "pipe", "inherit"] });
  await once(process.stdout, "data");
  const unlock = async () => {
    process.stdin.end();
    await once(process, "exit");
  };
  return { keywright, known: known.value, unknown: unknown.value, unlock };
}

function waited(work) {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

test(
  "a check that memory can not answer ends with storage_busy after 50 milliseconds of waiting",
  options,
  async () => {
    const { keywright, known, unknown, unlock } = await locked();
    const headers = { "x-api-key": unknown };
    for (const check of [
      () => keywright.verify(unknown),
      () => keywright.requireValid(unknown),
      () => keywright.authenticate(headers),
    ]) {
      const took = waited(() => {
        assert.throws(check, (error) => {
          assert.ok(KeywrightError.is(error, "storage_busy"), String(error));
          assert.equal(error.isRetryable, true);
          assert.equal(error.http().status, 503);
          assert.ok(!error.stack.includes(unknown));
          return true;
        });
      });
      // The store itself would wait for five seconds.
      assert.ok(took >= 49 && took < 2500, String(took));
    }
    assert.equal(keywright.verify("mistyped").reason, "malformed", "what needs no store needs no wait");
    await unlock();
    assert.equal(keywright.verify(known).valid, true);
    assert.equal(keywright.verify(unknown).valid, true);
    await keywright.close();
  },
);

test("the limit is a setting, and handles made from a handle have it", options, async () => {
  const { keywright, unknown, unlock } = await locked({ verifyTimeOut: 0 });
  const took = waited(() => {
    assert.throws(() => keywright.verify(unknown), coded("storage_busy"));
    assert.throws(() => keywright.by("support:bob").verify(unknown), coded("storage_busy"));
  });
  assert.ok(took < 1000, String(took));
  await unlock();
  assert.equal((await keywright.verifyAsync(unknown)).valid, true);
  await keywright.close();
  assert.throws(() => Keywright.openInMemory({ verifyTimeOut: -1 }), coded("invalid_argument"));
  assert.throws(() => Keywright.openInMemory({ verifyTimeOut: "soon" }), coded("invalid_argument"));
});

test("verifyAsync waits as long as the store does, and the event loop goes on", options, async () => {
  const { keywright, unknown, unlock } = await locked({ busyTimeOut: "30s" });
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
    if (turns === 3) unlock();
  }, 1);
  assert.equal((await keywright.verifyAsync(unknown)).valid, true);
  clearInterval(turning);
  assert.ok(turns >= 3);
  await keywright.close();
});
