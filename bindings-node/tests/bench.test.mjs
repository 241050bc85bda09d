/** The program that measures: that it runs, not what it measures. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { folder, PACKAGE } from "./support.mjs";

const execute = promisify(execFile);

test("the program that measures runs, and names the peers that are not there", async () => {
  const place = folder();
  mkdirSync(join(place, "node_modules"));
  for (const file of ["figures.mjs", "served.mjs"]) cpSync(join(PACKAGE, "bench", file), join(place, file));
  symlinkSync(PACKAGE, join(place, "node_modules", "keywright"));
  symlinkSync(join(PACKAGE, "node_modules", "fastify"), join(place, "node_modules", "fastify"));
  const few = ["--rounds=1", "--keys=300", "--checks=512", "--growth=5120", "--creates=20"];
  const { stdout } = await execute(process.execPath, ["--expose-gc", "figures.mjs", ...few], { cwd: place });
  const lines = stdout.split("\n");
  for (const begin of [
    "| verify, hot",
    "| Fastify request with the plug-in",
    "| event-loop delay",
    "| heap after 5,120",
  ]) {
    assert.equal(lines.filter((line) => line.startsWith(begin)).length, 1, `${begin}\n${stdout}`);
  }
  assert.ok(lines.some((line) => line.startsWith("NOT RUN  better-sqlite3")));
});
