/** The packed package: what is in it, what the checkers of packages say, and that it works in an empty project. */

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { packAll } from "../pack.mjs";
import { folder, PACKAGE } from "./support.mjs";

const execute = promisify(execFile);
const [tarball] = packAll(folder());
const forRegistry = packAll(folder(), true);

const README = readFileSync(join(PACKAGE, "README.md"), "utf8");
const QUICK_START = /^```js\n(.*?)^```/ms.exec(README)[1];

/** An empty project into which tarballs are installed, without a network and without running any script of theirs. */
async function project(tarballs, type = "module") {
  const place = folder();
  writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, type }));
  const quiet = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
  await execute("npm", ["install", ...quiet, ...tarballs], { cwd: place });
  return place;
}

async function runs(place, file, program) {
  writeFileSync(join(place, file), program);
  const { stdout } = await execute(process.execPath, [file], { cwd: place });
  assert.match(stdout, /^kw_usk_\w+\nalice\n$/);
}

/** The quick start as a program without modules. */
const asCommonJs = `const { Keywright } = require("keywright");\n(async () => {\n${QUICK_START.replace(/^import .*\n/, "")}})();\n`;

test("the archive holds what it should and nothing else", () => {
  const files = execFileSync("tar", ["--list", "--file", tarball], { encoding: "utf8" }).trim().split("\n");
  const others = files.filter((file) => !/^package\/dist\/\w+(\.d)?\.m?[jt]s$/.test(file));
  assert.deepEqual(others.map((file) => file.replace(/keywright\.[\w-]+\.node$/, "keywright.PLATFORM.node")).sort(), [
    "package/LICENSE-APACHE",
    "package/LICENSE-MIT",
    "package/README.md",
    "package/express/package.json",
    "package/fastify/package.json",
    "package/hono/package.json",
    "package/native/keywright.PLATFORM.node",
    "package/next/package.json",
    "package/package.json",
    "package/testing/package.json",
  ]);
  const description = JSON.parse(execFileSync("tar", ["-xOf", tarball, "package/package.json"], { encoding: "utf8" }));
  for (const name of ["scripts", "dependencies", "devDependencies", "optionalDependencies"]) {
    assert.equal(description[name], undefined, `${name}: nothing runs at an install, and nothing else comes along`);
  }
});

test("the tarball alone, in an empty project, runs the quick start as ES module, as CommonJS and from TypeScript", async () => {
  const place = await project([tarball]);
  await runs(place, "program.mjs", QUICK_START);
  await runs(place, "program.cjs", asCommonJs);
  const { stdout } = await execute(join(place, "node_modules", ".bin", "keywright"), ["--version"]);
  assert.match(stdout, /^keywright \d/);
  for (const options of [{ module: "node16" }, { module: "esnext", moduleResolution: "bundler" }]) {
    const compilerOptions = { ...options, strict: true, target: "ES2022", types: ["node"], outDir: "out" };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    writeFileSync(join(place, "program.ts"), QUICK_START);
    cpSync(join(PACKAGE, "node_modules", "@types"), join(place, "node_modules", "@types"), { recursive: true });
    cpSync(join(PACKAGE, "node_modules", "undici-types"), join(place, "node_modules", "undici-types"), {
      recursive: true,
    });
    const compiler = join(PACKAGE, "node_modules", "typescript", "bin", "tsc");
    await execute(process.execPath, [compiler], { cwd: place }).catch(({ stdout }) => assert.fail(stdout));
    await runs(place, "out.mjs", `import "./out/program.js";`);
  }
});

test("what a release publishes works together", async () => {
  const place = await project(forRegistry);
  await runs(place, "program.mjs", QUICK_START);
});

test("without the package of the platform an error says what to install", async () => {
  const place = await project(forRegistry.slice(0, 1));
  const program = `import { Keywright } from "keywright"; Keywright.open("x").catch(({ message }) => console.log(message));`;
  writeFileSync(join(place, "program.mjs"), program);
  const { stdout } = await execute(process.execPath, ["program.mjs"], { cwd: place });
  assert.match(stdout, /install it beside `keywright`.*package=`@keywright\//);
});

test("publint finds no problem", async () => {
  const { stdout } = await execute(join(PACKAGE, "node_modules", ".bin", "publint"), [tarball, "--strict"]);
  assert.match(stdout, /All good/);
});

test("arethetypeswrong finds no problem", async () => {
  const { stdout } = await execute(join(PACKAGE, "node_modules", ".bin", "attw"), [
    tarball,
    "--no-color",
    "--no-emoji",
  ]);
  assert.match(stdout, /No problems found/);
});
