/** Processes: a cluster, and programs that are started beside one another. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { Keywright } from "keywright";
import { PACKAGE, storePath } from "./support.mjs";

const execute = promisify(execFile);

test("a cluster shares a store, and a revocation by one worker holds in all at once", async () => {
  const file = fileURLToPath(new URL("fixtures/cluster.mjs", import.meta.url));
  const { stdout } = await execute(process.execPath, [file, storePath()]);
  const { before, after, revoked } = JSON.parse(stdout);
  assert.deepEqual(before, { 1: 200, 2: 200 });
  assert.equal(revoked, 200);
  assert.deepEqual(after, { 1: 401, 2: 401 });
});

test("a revocation in another process holds here at once", async () => {
  const path = storePath();
  const kw = Keywright.openSync(path);
  const { id, value } = await kw.user("alice").createApiKey({ description: "CI" });
  assert.equal(kw.verify(value).valid, true);
  const program = `
    const { Keywright } = require("keywright");
    const kw = Keywright.openSync(process.argv[1], { existing: true });
    kw.apiKey(process.argv[2]).revoke().then(() => kw.close());
  `;
  await execute(process.execPath, ["--eval", program, path, id], { cwd: PACKAGE });
  assert.equal(kw.verify(value).reason, "revoked");
  await kw.close();
});
