/** Every example of the documentation runs: those of the README, and those beside the code. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { folder, PACKAGE, ROOT } from "./support.mjs";

const execute = promisify(execFile);

/** What a line says that it prints: `console.log(…); // alice`. */
function promised(snippet) {
  const lines = [...snippet.matchAll(/console\.log\(.*\);(?: \/\/ (.*))?$|console\.log\(.*\); ?\}? ?\/\/ (.*)$/gm)];
  return lines.map(([, first, second]) => first ?? second);
}

/** Runs a snippet as a program of its own, in a project that has the package. */
async function run(snippet, where) {
  const place = folder();
  mkdirSync(join(place, "node_modules"));
  symlinkSync(PACKAGE, join(place, "node_modules", "keywright"));
  for (const framework of ["express", "fastify", "hono"]) {
    symlinkSync(join(PACKAGE, "node_modules", framework), join(place, "node_modules", framework));
  }
  const file = join(place, "program.mjs");
  // A server would go on for ever; closing it is what a host does at its end.
  const ending = snippet.includes(".listen(") ? "\nserver.close();\n" : "";
  writeFileSync(file, snippet + ending);
  const { stdout } = await execute(process.execPath, [file], { cwd: place }).catch((error) => {
    assert.fail(`${where}: ${error.stderr || error.stdout}`);
  });
  if (snippet.includes("node:test")) return;
  const printed = stdout.trimEnd().split("\n");
  for (const [at, wanted] of promised(snippet).entries()) {
    // A remark about a key, and a line without one, is no promise of an output.
    if (wanted !== undefined && !wanted.startsWith("show it once")) assert.equal(printed[at], wanted, where);
  }
}

const blocks = (text) => [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, snippet]) => snippet);

for (const [document, fewest] of [
  ["README.md", 1],
  ["bindings-node/README.md", 12],
]) {
  test(`every snippet of ${document} runs`, async () => {
    const snippets = blocks(readFileSync(join(ROOT, document), "utf8"));
    assert.ok(snippets.length >= fewest);
    for (const [number, snippet] of snippets.entries()) await run(snippet, `${document}, snippet ${number + 1}`);
  });
}

for (const name of readdirSync(join(PACKAGE, "ts"))) {
  const text = readFileSync(join(PACKAGE, "ts", name), "utf8");
  const examples = blocks(text.replace(/^ *\* ?/gm, ""));
  if (examples.length === 0) continue;
  test(`every example of ${name} runs`, async () => {
    for (const [number, snippet] of examples.entries()) await run(snippet, `${name}, example ${number + 1}`);
  });
}
