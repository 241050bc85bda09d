/** What several tests need. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PACKAGE = new URL("..", import.meta.url).pathname;
export const ROOT = new URL("../..", import.meta.url).pathname;

/** Reads the vectors that all languages share. */
export function vectors(name) {
  return JSON.parse(readFileSync(join(ROOT, "tests", "vectors", `${name}.json`), "utf8"));
}

let temporary;
let count = 0;

/** Makes a new folder, which goes away with the process. */
export function folder() {
  if (temporary === undefined) {
    temporary = mkdtempSync(join(tmpdir(), "keywright-"));
    process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
  }
  count += 1;
  const path = join(temporary, String(count));
  mkdirSync(path);
  return path;
}

/** A path for a store of its own. */
export function storePath() {
  return join(folder(), "keys.db");
}

/** What `assert.throws` and `assert.rejects` take for an error of a code. */
export function coded(code) {
  return (error) => {
    if (error?.code !== code) throw error;
    return true;
  };
}

/** Writes a name of the vectors, in snake case, as JavaScript has it. */
export function camel(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}
