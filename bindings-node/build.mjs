/**
 * Builds the package: the native half of this machine into `native/`, the TypeScript half into `dist/`.
 *
 * `node build.mjs` builds for tests, `node build.mjs --release` what people install, `node build.mjs --typescript` only the
 * TypeScript half.
 */

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/** Every entry of `exports` that is a module, and how its ESM face is called. */
export const ENTRIES = ["index", "testing", "express", "fastify", "hono", "next"];

export function buildTypeScript() {
  rmSync(join(here, "dist"), { recursive: true, force: true });
  execFileSync(process.execPath, [join(here, "node_modules", "typescript", "bin", "tsc")], {
    cwd: here,
    stdio: "inherit",
  });
  for (const entry of ENTRIES) writeEsmFace(entry);
  chmodSync(join(here, "dist", "cli.js"), 0o755);
}

/**
 * ESM gets the very classes of the CommonJS build. A second build would be a second `KeywrightError` in a process that
 * uses both, and `instanceof` would not hold.
 */
function writeEsmFace(entry) {
  const names = Object.keys(createRequire(import.meta.url)(join(here, "dist", `${entry}.js`)));
  writeFileSync(
    join(here, "dist", `${entry}.mjs`),
    `import entry from "./${entry}.js";\nexport const { ${names.sort().join(", ")} } = entry;\n`,
  );
  writeFileSync(join(here, "dist", `${entry}.d.mts`), `export * from "./${entry}.js";\n`);
}

export function buildNative(isRelease) {
  const profile = isRelease ? ["--release"] : [];
  const messages = execFileSync(
    "cargo",
    ["build", "--quiet", "--package", "keywright-node", "--message-format=json-render-diagnostics", ...profile],
    { cwd: join(here, ".."), stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28, encoding: "utf8" },
  );
  // Cargo says itself where the library went: the target folder can be set in several ways.
  const built = messages
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .find((message) => message.reason === "compiler-artifact" && message.target.name === "keywright_node");
  const library = built.filenames.find((file) => /\.(so|dylib|dll)$/.test(file));
  const { currentPlatform } = createRequire(import.meta.url)(join(here, "dist", "platform.js"));
  mkdirSync(join(here, "native"), { recursive: true });
  const target = join(here, "native", `keywright.${currentPlatform().name}.node`);
  // A new file in place of the old one: a process that has the old one mapped keeps it.
  rmSync(target, { force: true });
  copyFileSync(library, target);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  buildTypeScript();
  if (!process.argv.includes("--typescript")) buildNative(process.argv.includes("--release"));
}
