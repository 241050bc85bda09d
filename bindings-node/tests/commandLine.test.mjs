/** The command line that comes with the package. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { Keywright, VERSION } from "keywright";
import { folder, PACKAGE, storePath } from "./support.mjs";

function run(arguments_, options) {
  return spawnSync(join(PACKAGE, "dist", "cli.js"), arguments_, { encoding: "utf8", ...options });
}

test("the command line and the package work on one store", async () => {
  const path = storePath();
  const kw = Keywright.openSync(path);
  const created = await kw.user("alice").createApiKey({ description: "CI" });
  const listed = run(["key", "list", "--store", path, "--json"]);
  assert.equal(listed.status, 0, listed.stderr);
  assert.ok(listed.stdout.includes(created.id));
  assert.equal(run(["verify", "--store", path], { input: created.value }).status, 0);
  const revoked = run(["key", "revoke", created.id, "--store", path]);
  assert.equal(revoked.status, 0, revoked.stderr);
  assert.equal(kw.verify(created.value).reason, "revoked");
  assert.equal(run(["verify", "--store", path], { input: created.value }).status, 1);
  await kw.close();
});

test("a wrong call exits with two", () => {
  assert.equal(run(["no-such-verb"]).status, 2);
  assert.equal(run(["key", "list", "--store", join(folder(), "none.db")]).status, 3);
  assert.equal(run(["--help"]).status, 0);
  assert.ok(run(["--version"]).stdout.includes(VERSION));
});
