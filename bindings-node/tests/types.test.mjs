/** Types: what the compiler accepts, what it refuses, and that it runs. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { folder, PACKAGE } from "./support.mjs";

const execute = promisify(execFile);
const TYPESCRIPT = join(PACKAGE, "node_modules", "typescript", "bin", "tsc");
const STRICT = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };
const BASE = { ...STRICT, target: "ES2022", lib: ["ES2022", "ESNext.Disposable"], types: ["node"], outDir: "out" };

const WAYS = {
  "node16, as ES module": { type: "module", options: { module: "node16" } },
  "node16, as CommonJS": { type: "commonjs", options: { module: "node16" } },
  nodenext: { type: "module", options: { module: "nodenext" } },
  bundler: { type: "module", options: { module: "esnext", moduleResolution: "bundler" } },
};

/** A project with the package and one program. */
function project(type, options, file, more = []) {
  const place = folder();
  mkdirSync(join(place, "node_modules", "@types"), { recursive: true });
  symlinkSync(PACKAGE, join(place, "node_modules", "keywright"));
  for (const name of ["@types/node", "undici-types", ...more]) {
    symlinkSync(join(PACKAGE, "node_modules", name), join(place, "node_modules", name));
  }
  cpSync(join(PACKAGE, "tests", "types", file), join(place, file));
  writeFileSync(join(place, "package.json"), JSON.stringify({ type }));
  writeFileSync(
    join(place, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...BASE, ...options }, files: [file] }),
  );
  return place;
}

/** What programs of a framework have beside. */
const FRAMEWORKS = ["@types/express", "express", "fastify", "hono"];

for (const [way, { type, options }] of Object.entries(WAYS)) {
  test(`the compiler accepts programs of every framework: ${way}`, async () => {
    const place = project(type, { ...options, noEmit: true }, "frameworks.ts", FRAMEWORKS);
    await execute(process.execPath, [TYPESCRIPT], { cwd: place }).catch(({ stdout }) => assert.fail(stdout));
  });

  test(`the compiler accepts a program, which runs: ${way}`, async () => {
    const place = project(type, options, "program.ts");
    await execute(process.execPath, [TYPESCRIPT], { cwd: place }).catch(({ stdout }) => assert.fail(stdout));
    const { stdout } = await execute(process.execPath, [join(place, "out", "program.js")], { cwd: place });
    assert.equal(stdout, "as expected\n");
  });
}

test("the compiler refuses every line that is wrong", async () => {
  const place = project("module", { module: "node16", noEmit: true }, "wrong.ts", FRAMEWORKS);
  const { stdout } = await execute(process.execPath, [TYPESCRIPT], { cwd: place }).then(
    () => assert.fail("nothing was refused"),
    (error) => error,
  );
  const lines = readFileSync(join(place, "wrong.ts"), "utf8").split("\n");
  const [begin, end] = [lines.indexOf("// begin") + 2, lines.indexOf("// end")];
  const wanted = Array.from({ length: end - begin + 1 }, (_, at) => begin + at);
  const found = new Set([...stdout.matchAll(/^wrong\.ts\((\d+),/gm)].map(([, line]) => Number(line)));
  assert.deepEqual(
    [...found].sort((a, b) => a - b),
    wanted,
    stdout,
  );
});
