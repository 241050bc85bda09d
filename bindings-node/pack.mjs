/**
 * Packs what `build.mjs` built.
 *
 * `node pack.mjs FOLDER` makes one tarball for this machine, with its native half inside: what `make packages` gives out.
 *
 * `node pack.mjs FOLDER --registry` makes what a release publishes: the package without a native half, and beside it one
 * package for each platform, of which npm installs the one that fits. A platform that is not built here is left out.
 */

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { ENTRIES } from "./build.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);

/** What npm reads of a package, without what only its developers need. */
function published() {
  const {
    scripts,
    devDependencies,
    private: _,
    ...rest
  } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return rest;
}

function licences(folder) {
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) cpSync(join(here, "..", name), join(folder, name));
}

function pack(folder, target) {
  // Nothing of the packages runs a script, and none of npm's may either.
  const arguments_ = ["pack", "--ignore-scripts", "--json", "--pack-destination", target];
  const [{ filename }] = JSON.parse(execFileSync("npm", arguments_, { cwd: folder, encoding: "utf8", stdio: "pipe" }));
  return join(target, filename.replace("@", "").replace("/", "-"));
}

function stage(folder, description) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(description, undefined, 2)}\n`);
  licences(folder);
}

/** The package itself. */
function stageMain(folder, optionalDependencies) {
  const description = published();
  if (optionalDependencies === undefined) stage(folder, description);
  else
    stage(folder, {
      ...description,
      files: description.files.filter((name) => name !== "native"),
      optionalDependencies,
    });
  cpSync(join(here, "README.md"), join(folder, "README.md"));
  cpSync(join(here, "dist"), join(folder, "dist"), { recursive: true });
  // For `moduleResolution: node10`, which does not read `exports`.
  for (const entry of ENTRIES.filter((name) => name !== "index")) {
    mkdirSync(join(folder, entry));
    const place = { main: `../dist/${entry}.js`, types: `../dist/${entry}.d.ts` };
    writeFileSync(join(folder, entry, "package.json"), `${JSON.stringify(place)}\n`);
  }
}

/** The native half for one platform. */
function stagePlatform(folder, platform, library) {
  const { version, license, engines } = published();
  const { name, os, cpu, libc } = platform;
  const { packageOf } = require(join(here, "dist", "platform.js"));
  stage(folder, {
    name: packageOf(platform),
    version,
    description: `The native half of keywright for ${name}`,
    license,
    engines,
    os: [os],
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc: [libc] }),
    main: `keywright.${name}.node`,
    files: [`keywright.${name}.node`, "LICENSE-APACHE", "LICENSE-MIT"],
  });
  cpSync(library, join(folder, `keywright.${name}.node`));
  writeFileSync(
    join(folder, "README.md"),
    `The native half of \`keywright\` for ${name}. Install \`keywright\`, which brings it along.\n`,
  );
}

/** Packs into a folder and returns the tarballs. */
export function packAll(target, isForRegistry) {
  const { PLATFORMS, packageOf, currentPlatform } = require(join(here, "dist", "platform.js"));
  const libraryOf = ({ name }) => join(here, "native", `keywright.${name}.node`);
  mkdirSync(target, { recursive: true });
  const staging = mkdtempSync(join(tmpdir(), "keywright-pack-"));
  try {
    const main = join(staging, "keywright");
    if (!isForRegistry) {
      const platform = currentPlatform();
      stageMain(main);
      cpSync(libraryOf(platform), join(main, "native", `keywright.${platform.name}.node`));
      return [pack(main, target)];
    }
    const { version } = published();
    stageMain(main, Object.fromEntries(PLATFORMS.map((platform) => [packageOf(platform), version])));
    const built = PLATFORMS.filter((platform) => existsSync(libraryOf(platform)));
    const folders = built.map((platform) => {
      const folder = join(staging, platform.name);
      stagePlatform(folder, platform, libraryOf(platform));
      return folder;
    });
    return [main, ...folders].map((folder) => pack(folder, target));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [target, option] = process.argv.slice(2);
  for (const tarball of packAll(target, option === "--registry")) process.stdout.write(`${tarball}\n`);
}
