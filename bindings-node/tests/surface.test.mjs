/** The package as a whole: nothing missing, nothing by accident, everything documented. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import * as keywright from "keywright";
import * as express from "keywright/express";
import * as fastify from "keywright/fastify";
import * as hono from "keywright/hono";
import * as next from "keywright/next";
import * as testing from "keywright/testing";
import { folder, PACKAGE, ROOT } from "./support.mjs";

const require = createRequire(import.meta.url);
const { native } = require(join(PACKAGE, "dist", "native.js"));

const ENTRIES = ["keywright", ...["testing", "express", "fastify", "hono", "next"].map((name) => `keywright/${name}`)];

const OWNER = "update delete suspend resume createApiKey createApiKeys listApiKeys";
const KEY = "update suspend resume revoke rotate purge usage usageOfLast";
const WANTED = {
  Keywright: `close closeSync actingAs by now user team apiKey getUser getTeam createTeam getApiKey listApiKeys pageApiKeys
    revokeAll verify verifyAsync requireValid authenticate extractApiKey explain settings updateSettings previewDropPrefix
    definePermission renamePermission deletePermission listPermissionDefinitions events signals status warm checkIntegrity flush
    lastUsed backup previewRestore restore export import sealStatus seal rotateMasterKey rekey`,
  UserHandle: `${OWNER} listTeams`,
  User: `${OWNER} listTeams`,
  TeamHandle: `${OWNER} listMembers addMember setMembers removeMember previewRemoveMember grantPermission revokePermission
    hasPermission listPermissions`,
  Team: `${OWNER} listMembers addMember`,
  ApiKeyHandle: `${KEY} get`,
  ApiKey: `${KEY} isValid whyInvalid`,
  CreatedApiKey: `${KEY} isValid whyInvalid toJSON`,
  Verdict: "http checkHttp toJSON",
};

test("every operation of the design is there", () => {
  for (const [name, methods] of Object.entries(WANTED)) {
    for (const method of methods.split(/\s+/)) {
      assert.equal(typeof keywright[name].prototype[method], "function", `${name}.${method}`);
    }
  }
  for (const name of ["open", "openSync", "openInMemory"]) assert.equal(typeof keywright.Keywright[name], "function");
  for (const name of ["migrate", "parse", "redact", "generateMasterKey"])
    assert.equal(typeof keywright[name], "function");
});

test("what waits is a promise, and what answers at once is none", () => {
  const atOnce = `closeSync actingAs by now user team apiKey verify requireValid authenticate extractApiKey`.split(" ");
  const AsyncFunction = (async () => {}).constructor;
  for (const method of WANTED.Keywright.split(/\s+/)) {
    const isAsync = keywright.Keywright.prototype[method] instanceof AsyncFunction;
    assert.equal(isAsync, !atOnce.includes(method), method);
  }
});

test("ESM and CommonJS have the same names, and the very same classes", () => {
  assert.deepEqual({ ...keywright }, { ...require("keywright") });
  for (const [name, entry] of Object.entries({ testing, express, fastify, hono, next })) {
    assert.deepEqual({ ...entry }, { ...require(`keywright/${name}`) });
  }
});

test("nothing is exported by accident", () => {
  assert.deepEqual(Object.keys(keywright).sort(), [
    "ApiKey",
    "ApiKeyHandle",
    "CreatedApiKey",
    "DeniedError",
    "ERROR_CODES",
    "Keywright",
    "KeywrightError",
    "REASONS",
    "Team",
    "TeamHandle",
    "User",
    "UserHandle",
    "VERSION",
    "Verdict",
    "generateMasterKey",
    "migrate",
    "parse",
    "redact",
  ]);
  assert.deepEqual(Object.keys(testing).sort(), ["Clock", "openForTests", "storeForTests"]);
  assert.deepEqual(Object.keys(express).sort(), ["getKeywright", "getVerdict", "requireApiKey", "setKeywright"]);
  assert.deepEqual(Object.keys(fastify).sort(), ["getKeywright", "getVerdict", "keywrightPlugin", "requireApiKey"]);
  assert.deepEqual(Object.keys(hono).sort(), ["getKeywright", "requireApiKey", "setKeywright"]);
  assert.deepEqual(Object.keys(next).sort(), ["createKeywright", "withKeywright"]);
  for (const name of ["keywright/dist/native.js", "keywright/native", "keywright/dist/index.js"]) {
    assert.throws(() => require(name), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
  }
});

test("no class but an error is made by hand", () => {
  const declared = readFileSync(join(PACKAGE, "dist", "index.d.ts"), "utf8");
  const names = Object.keys(keywright).filter((name) => /^class /.test(String(keywright[name])));
  for (const name of names.filter((name) => !name.endsWith("Error"))) {
    const [, file] = new RegExp(`\\b${name}\\b[^}]*} from "\\./(\\w+)\\.js"`).exec(declared);
    const text = readFileSync(join(PACKAGE, "dist", `${file}.d.ts`), "utf8");
    const body = new RegExp(`export declare class ${name} [^]*?\\n}`).exec(text)[0];
    assert.match(body, /private constructor\(\);/, name);
  }
});

test("the versions agree", () => {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const workspace = /^version = "(.*)"$/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"))[1];
  assert.deepEqual([keywright.VERSION, native().VERSION, version], [workspace, workspace, workspace]);
});

/** What `ts/native.ts` says of the native half, and the class that it says it of. */
const INTERFACES = {
  NativeKeywright: "Keywright",
  NativeUser: "UserHandle",
  NativeTeam: "TeamHandle",
  NativeApiKey: "ApiKeyHandle",
  NativeVerdict: "Verdict",
  NativeExplanation: "Explanation",
  NativeClock: "TestClock",
};

test("native.ts says of the native half what is there", () => {
  const text = readFileSync(join(PACKAGE, "ts", "native.ts"), "utf8");
  const membersOf = (name) => {
    const [, parent, body] = new RegExp(`interface ${name} (?:extends (\\w+) )?{\\n(.*?)\\n}`, "s").exec(text);
    const own = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, member]) => member);
    return parent === undefined ? own : [...own, ...membersOf(parent)];
  };
  for (const [name, nativeName] of Object.entries(INTERFACES)) {
    const there = Object.getOwnPropertyNames(native()[nativeName].prototype).filter(
      (member) => member !== "constructor",
    );
    // A handle on an owner knows its id in both halves.
    assert.deepEqual(membersOf(name).sort(), there.sort(), name);
  }
  // A check is only handed over.
  const classes = new Set([...Object.values(INTERFACES), "Check"]);
  const development = ["panicOnPool", "panicAtOnce"];
  const there = Object.keys(native()).filter((name) => !classes.has(name) && !development.includes(name));
  assert.deepEqual(membersOf("Native").sort(), there.sort());
});

test("every public member is documented", () => {
  const undocumented = [];
  for (const name of readdirSync(join(PACKAGE, "ts"))) {
    const lines = readFileSync(join(PACKAGE, "ts", name), "utf8").split("\n");
    assert.ok(/^(#!|\/\*\*)/.test(lines[0]), `${name} says first what it is for`);
    const isPrivate = ["native.ts", "convert.ts"].includes(name);
    for (const [at, line] of lines.entries()) {
      const isExport = /^export (abstract class|class|interface|type \w+|function|async function|const|let) ?/.test(
        line,
      );
      const isMethod =
        /^ {2}(static )?(async )?[a-z]\w*\(.*[{(]$/.test(line) && !/constructor|^ {2}(if|for|while|switch)/.test(line);
      const before = lines[at - 1]?.trim() ?? "";
      if (!isPrivate && (isExport || isMethod) && !before.endsWith("*/"))
        undocumented.push(`${name}:${at + 1} ${line}`);
    }
  }
  assert.deepEqual(undocumented, []);
});

test("importing the package loads neither its native half nor a framework", () => {
  const program = `
    for (const entry of ${JSON.stringify(ENTRIES)}) require(entry);
    const files = Object.keys(require.cache);
    console.log(JSON.stringify(files));
  `;
  const files = JSON.parse(execFileSync(process.execPath, ["--eval", program], { cwd: PACKAGE, encoding: "utf8" }));
  assert.ok(files.length > 0);
  for (const file of files) assert.ok(file.startsWith(join(PACKAGE, "dist")) && !file.endsWith(".node"), file);
});

for (const condition of ["browser", "edge-light", "workerd"]) {
  for (const entry of ENTRIES) {
    test(`${entry} throws a sentence under the condition ${condition}`, () => {
      for (const program of [
        `import "${entry}";`,
        `import { createRequire } from "node:module"; createRequire(process.cwd() + "/x")("${entry}");`,
      ]) {
        const options = ["--conditions", condition, "--input-type=module", "--eval", program];
        const { status, stderr } = spawnSync(process.execPath, options, { cwd: PACKAGE, encoding: "utf8" });
        assert.equal(status, 1);
        assert.match(stderr, /keywright runs native code and so needs Node\.js.*runtime = "nodejs"/);
      }
    });
  }
}

test("a missing native half is an error at open that says what to install, not one at import", () => {
  const place = folder();
  cpSync(join(PACKAGE, "dist"), join(place, "node_modules", "keywright", "dist"), { recursive: true });
  cpSync(join(PACKAGE, "package.json"), join(place, "node_modules", "keywright", "package.json"));
  const program = `
    import { Keywright, KeywrightError } from "keywright";
    const error = await Keywright.open("keys.db").catch((caught) => caught);
    if (!KeywrightError.is(error, "internal")) throw error;
    console.log(error.message);
  `;
  const options = ["--input-type=module", "--eval", program];
  const message = execFileSync(process.execPath, options, { cwd: place, encoding: "utf8" });
  assert.match(message, /install it beside `keywright`, in the same version/);
  assert.match(message, /package=`@keywright\/[\w-]+`/);
});

test("the file in place that can not be loaded is told from a missing one", () => {
  const place = folder();
  const inside = join(place, "node_modules", "keywright");
  cpSync(join(PACKAGE, "dist"), join(inside, "dist"), { recursive: true });
  cpSync(join(PACKAGE, "package.json"), join(inside, "package.json"));
  const [library] = readdirSync(join(PACKAGE, "native"));
  cpSync(join(PACKAGE, "README.md"), join(inside, "native", library));
  const program = `require("keywright").Keywright.open("keys.db").catch((error) => console.log(error.message))`;
  const message = execFileSync(process.execPath, ["--eval", program], { cwd: place, encoding: "utf8" });
  assert.match(message, /is there and can not be loaded; install the package anew/);
});

test("the package is found through a link, as workspaces have it", () => {
  const place = folder();
  cpSync(join(PACKAGE, "package.json"), join(place, "package.json"));
  symlinkSync(join(PACKAGE, "dist"), join(place, "dist"));
  symlinkSync(join(PACKAGE, "native"), join(place, "native"));
  const program = `console.log(require("keywright").Keywright.openInMemory().actor)`;
  assert.equal(execFileSync(process.execPath, ["--eval", program], { cwd: place, encoding: "utf8" }), "server\n");
});
