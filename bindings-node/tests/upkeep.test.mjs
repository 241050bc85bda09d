/** Backups, exports, seals and usage. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { pathToFileURL } from "node:url";

import { generateMasterKey, Keywright, migrate, parse, redact, VERSION } from "keywright";
import { openForTests } from "keywright/testing";
import { coded, folder, storePath } from "./support.mjs";

const open = [];
afterEach(async () => {
  for (const kw of open.splice(0)) await kw.close();
});

function opened(path, options) {
  const kw = Keywright.openSync(path, options);
  open.push(kw);
  return kw;
}

const ciOf = (kw, description = "CI") => kw.user("alice").createApiKey({ description });

test("a backup brings back what was and not what was revoked", async () => {
  const kw = opened(storePath());
  const [kept, revoked] = [await ciOf(kw, "kept"), await ciOf(kw, "revoked")];
  const backup = await kw.backup(join(folder(), "backup.db"));
  assert.equal(backup.apiKeys, 2);
  await assert.rejects(kw.backup(backup.path), coded("already_exists"));

  await revoked.revoke();
  const later = await ciOf(kw, "later");
  const preview = await kw.previewRestore(backup.path);
  const report = await kw.restore(pathToFileURL(backup.path));
  assert.deepEqual(preview, report);
  assert.deepEqual(
    report.revokedSince.map(({ description }) => description),
    ["revoked"],
  );
  assert.equal(report.apiKeysMadeSince, 1);
  assert.deepEqual(
    [kept, revoked, later].map(({ value }) => kw.verify(value).reason),
    [null, "revoked", "not_found"],
  );
  await kw.restore(backup.path, { withRevoked: true });
  assert.equal(kw.verify(revoked.value).valid, true);
});

test("an export is for its owner alone and comes in elsewhere", async () => {
  const kw = opened(storePath());
  const { value } = await ciOf(kw);
  const file = join(folder(), "store.jsonl");
  await kw.export(file);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!readFileSync(file, "utf8").includes(value));
  await assert.rejects(kw.export(file), (error) => error.code === "EEXIST" && error.syscall === "open");

  const another = Keywright.openInMemory();
  assert.equal((await another.import(file, { dryRun: true })).added.apiKeys, 1);
  assert.deepEqual(await another.listApiKeys(), []);
  assert.equal((await another.import(file)).isDryRun, false);
  assert.equal(another.verify(value).userId, "alice");
  assert.equal((await another.import(file)).unchanged.apiKeys, 1);
});

test("an export that fails leaves no file", async () => {
  const kw = openForTests();
  const place = folder();
  await assert.rejects(kw.actingAs("alice").export(join(place, "store.jsonl")), coded("permission_denied"));
  assert.deepEqual(readdirSync(place), []);
  await assert.rejects(kw.import(join(place, "none.jsonl")), coded("ENOENT"));
});

test("a sealed store opens with its master key alone", async () => {
  const path = storePath();
  const [old, fresh] = [generateMasterKey(), generateMasterKey()];
  const plain = opened(path);
  const { value } = await ciOf(plain);
  await plain.close();
  const sealing = opened(path, { masterKeys: [old], acceptUnsealed: true });
  assert.ok((await sealing.seal()).sealed > 0);
  assert.equal((await sealing.sealStatus()).unsealedRows, 0);
  await sealing.close();
  for (const masterKeys of [[], [fresh]]) {
    await assert.rejects(
      Keywright.open(path, { masterKeys }),
      (error) => coded("master_key")(error) && !error.message.includes(old),
    );
  }
  const both = opened(path, { masterKeys: [fresh, old] });
  assert.equal(await both.rotateMasterKey(), 1);
  assert.equal((await both.rekey()).tampered, 0);
  await both.close();
  assert.equal(opened(path, { masterKeys: [fresh] }).verify(value).valid, true);
});

test("a master key that is none is refused and not repeated", () => {
  const path = storePath();
  for (const wrong of ["c2hvcnQ=", "not base64 at all", ""]) {
    assert.throws(
      () => Keywright.openSync(path, { masterKeys: [wrong] }),
      (error) => coded("invalid_argument")(error) && (wrong === "" || !error.message.includes(wrong)),
    );
  }
  assert.equal(existsSync(path), false);
});

test("usage tells what happened by bucket", async () => {
  const kw = openForTests();
  const created = await kw.user("alice").createApiKey({ description: "CI", ipAllowList: ["192.0.2.7"] });
  for (let count = 0; count < 3; count += 1) kw.verify(created.value, { ip: "192.0.2.7" });
  kw.clock.advance({ hours: 1 });
  assert.equal(kw.verify(created.value).valid, false);
  const now = kw.now().getTime();
  const usage = await created.usage(new Date(now - 3_600_000), new Date(now + 60_000), { step: "hour" });
  assert.deepEqual(
    usage.points.map(({ counts }) => [counts.valid, counts.denied]),
    [
      [3, {}],
      [0, { ip_denied: 1 }],
    ],
  );
  assert.deepEqual([usage.step, usage.lastUsedIp, usage.total.valid], ["hour", "192.0.2.7", 3]);
});

test("a file that is no store is refused and left alone", async () => {
  const path = storePath();
  writeFileSync(path, "no database");
  await assert.rejects(Keywright.open(path), coded("storage_corrupt"));
  assert.equal(readFileSync(path, "utf8"), "no database");
  await assert.rejects(Keywright.open(`${path}-none`, { existing: true }), coded("storage_unavailable"));
});

test("status and integrity are told", async () => {
  const path = storePath();
  const kw = opened(pathToFileURL(path));
  const info = await kw.status();
  assert.deepEqual([info.path, info.keywrightVersion], [path, VERSION]);
  assert.deepEqual((await kw.checkIntegrity()).problems, []);
  assert.equal((await migrate(path)).schemaAfter, info.schema);
});

test("pages follow one another", async () => {
  const kw = openForTests();
  await kw.user("alice").createApiKeys(Array.from({ length: 5 }, (_, number) => ({ description: `key ${number}` })));
  const seen = [];
  let cursor = null;
  do {
    const page = await kw.pageApiKeys({ limit: 2, cursor, owner: kw.user("alice") });
    seen.push(...page.items.map(({ description }) => description));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual([...seen].sort(), ["key 0", "key 1", "key 2", "key 3", "key 4"]);
});

test("a text is read and redacted without a store", async () => {
  const { value, id } = await ciOf(openForTests());
  assert.equal(parse(value).id, id);
  const redacted = redact(`GET / with ${value}`);
  assert.ok(!redacted.includes(value) && redacted.startsWith("GET / with kw_usk_"));
  assert.throws(() => redact(7), TypeError);
});

test("keys are loaded into memory, all or those of an owner", async () => {
  const kw = Keywright.openInMemory({ resident: true });
  const { value } = await ciOf(kw);
  await kw.team("acme").createApiKey({ description: "CI" });
  assert.deepEqual(await kw.warm(), { loaded: 2, isWhole: true });
  const { memory } = await kw.status();
  assert.deepEqual([memory.keys, memory.isResident, memory.isWhole], [2, true, true]);
  assert.equal(kw.verify(value).userId, "alice");

  const usual = Keywright.openInMemory();
  await ciOf(usual);
  await usual.team("acme").createApiKey({ description: "CI" });
  assert.deepEqual(await usual.warm({ owner: usual.team("acme") }), { loaded: 1, isWhole: false });
  await assert.rejects(usual.warm({ owner: "acme" }), TypeError);
  await assert.rejects(usual.actingAs("alice").warm(), coded("permission_denied"));
});
