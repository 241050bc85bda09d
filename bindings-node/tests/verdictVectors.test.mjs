/** `verify` and `authenticate` against `tests/vectors/verdict.json`. The file says itself how a test is run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";

import { DeniedError, REASONS } from "keywright";
import { openForTests } from "keywright/testing";
import { camel, vectors } from "./support.mjs";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const WORLDS = vectors("verdict").tests;

/** No world brings these about yet. One that can be reached leaves this list and gets its cases. */
const NOT_REACHABLE_YET = ["tampered", "rate_limited", "quota_exceeded"];

/** Node 20 has CRC-32 only inside of its streams. */
function checksum(text) {
  if (zlib.crc32 !== undefined) return zlib.crc32(text);
  let rest = ~0;
  for (const byte of Buffer.from(text)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

function inCamel(spec) {
  return Object.fromEntries(Object.entries(spec).map(([name, value]) => [camel(name), value]));
}

/** A key's options as JavaScript has them. */
function keyOptions({ expires_in_ms, never_expires, ...rest }) {
  const options = inCamel(rest);
  if (expires_in_ms !== undefined) options.expiresIn = expires_in_ms;
  if (never_expires) options.expiresAt = null;
  return options;
}

/** A store, and the texts made so far by their names in the file. */
class Stage {
  made = new Map();

  constructor(world) {
    this.kw = openForTests({ now: new Date(world.now) });
  }

  async begin({ settings = {}, keys }) {
    await this.kw.updateSettings(inCamel(settings));
    for (const spec of keys) await this.create(spec);
  }

  owner({ type, id }) {
    return type === "user" ? this.kw.user(id) : this.kw.team(id);
  }

  key(name) {
    return this.kw.apiKey(this.made.get(name).id);
  }

  async create({ name, owner, ...spec }) {
    assert.ok(!this.made.has(name));
    this.made.set(name, await this.owner(owner).createApiKey(keyOptions(spec)));
  }

  async take(step) {
    const [[verb, value]] = Object.entries(step);
    await this[`take_${verb}`](value);
  }

  take_create(spec) {
    return this.create(spec);
  }

  take_update({ key, ...spec }) {
    return this.key(key).update(keyOptions(spec));
  }

  async take_rotate({ key, name, grace_ms = "now" }) {
    this.made.set(name, await this.key(key).rotate({ grace: grace_ms }));
  }

  take_revoke(name) {
    return this.key(name).revoke();
  }

  take_revoke_all(owner) {
    return this.kw.revokeAll({ owner: this.owner(owner) });
  }

  take_suspend(name) {
    return this.key(name).suspend();
  }

  take_resume(name) {
    return this.key(name).resume();
  }

  take_purge(name) {
    return this.key(name).purge();
  }

  take_suspend_owner(owner) {
    return this.owner(owner).suspend();
  }

  take_resume_owner(owner) {
    return this.owner(owner).resume();
  }

  take_delete_owner(owner) {
    return this.owner(owner).delete();
  }

  take_settings(spec) {
    return this.kw.updateSettings(inCamel(spec));
  }

  take_advance_ms(milliseconds) {
    this.kw.clock.advance(milliseconds);
  }

  take_set_now(text) {
    this.kw.clock.set(new Date(text));
  }

  changed(name, operations) {
    return operations.reduce((text, operation) => {
      const [[verb, value]] = Object.entries(operation);
      return this[`change_${verb}`](text, value);
    }, this.made.get(name).value);
  }

  change_char(text, place) {
    const at = text.length - 1 - place;
    return text.slice(0, at) + DIGITS[(DIGITS.indexOf(text[at]) + 1) % 62] + text.slice(at + 1);
  }

  change_swap(text, place) {
    let at = text.length - 1 - place;
    while (text[at] === text[at - 1]) at -= 1;
    return text.slice(0, at - 1) + text[at] + text[at - 1] + text.slice(at + 1);
  }

  change_drop(text, place) {
    const at = text.length - 1 - place;
    return text.slice(0, at) + text.slice(at + 1);
  }

  change_prepend(text, more) {
    return more + text;
  }

  change_append(text, more) {
    return text + more;
  }

  change_kind(text, kind) {
    const parts = text.split("_");
    return [...parts.slice(0, -2), kind, parts.at(-1)].join("_");
  }

  change_prefix(text, prefix) {
    return [prefix, ...text.split("_").slice(-2)].join("_");
  }

  change_id_of(text, other) {
    const parts = text.split("_");
    const id = this.made.get(other).value.split("_").at(-1).slice(0, 22);
    return [...parts.slice(0, -1), id + parts.at(-1).slice(22)].join("_");
  }

  change_sign(text, isSigned) {
    assert.ok(isSigned);
    let [rest, digits] = [checksum(text.slice(0, -6)), ""];
    for (let place = 0; place < 6; place += 1) {
      digits = DIGITS[rest % 62] + digits;
      rest = Math.floor(rest / 62);
    }
    return text.slice(0, -6) + digits;
  }

  filledIn(text) {
    let filled = text;
    for (const name of this.made.keys()) {
      filled = filled.replaceAll(`{key:${name}}`, this.made.get(name).value);
      filled = filled.replaceAll(`{mistyped:${name}}`, this.changed(name, [{ char: 0 }]));
    }
    assert.ok(!filled.includes("{"));
    return filled;
  }

  async ask({ present, options: { optional, ...rest } = {} }) {
    const options = inCamel(rest);
    if (present.headers !== undefined) {
      const headers = present.headers.map(([name, value]) => [name, this.filledIn(value)]);
      const asked = optional === undefined ? options : { ...options, optional };
      const verdict = this.kw.authenticate(headers, asked);
      assert.deepEqual(this.kw.authenticate(headers.flat(), asked), verdict);
      return verdict;
    }
    const { key, change = [], text, times = 1 } = present;
    const presented = key === undefined ? text.repeat(times) : this.changed(key, change);
    const verdict = this.kw.verify(presented, options);
    await this.agree(presented, options, verdict);
    return verdict;
  }

  /** Every other way to ask about the same text gives the same answer. */
  async agree(text, options, verdict) {
    assert.deepEqual(this.kw.verify(Buffer.from(text), options), verdict);
    assert.deepEqual(await this.kw.verifyAsync(text, options), verdict);
    assert.deepEqual((await this.kw.explain(text, options)).verdict, verdict);
    if (verdict.valid) {
      assert.deepEqual(this.kw.requireValid(text, options), verdict);
      const { ownerType, ...rest } = options;
      const user = await this.kw.getUser({ apiKey: text, ...rest });
      const team = await this.kw.getTeam({ apiKey: text, ...rest });
      assert.deepEqual([user?.id ?? null, team?.id ?? null], [verdict.userId, verdict.teamId]);
    } else {
      assert.throws(
        () => this.kw.requireValid(text, options),
        (error) => {
          assert.ok(error instanceof DeniedError);
          assert.deepEqual(error.verdict, verdict);
          return true;
        },
      );
    }
  }

  /** What a verdict says, in the words of the file. */
  told(verdict) {
    const told = { valid: verdict.valid };
    for (const [name, created] of this.made) {
      if (created.id === verdict.apiKeyId && created.generation === 1) told.key = name;
    }
    if (verdict.valid) {
      assert.deepEqual([verdict.http().status, verdict.checkHttp().status], [200, 200]);
      assert.equal(verdict.apiKey.id, verdict.apiKeyId);
      told.owner = { type: verdict.apiKey.type, id: verdict.userId ?? verdict.teamId };
      told.is_public = verdict.isPublic;
      return told;
    }
    assert.deepEqual([verdict.apiKey, verdict.userId, verdict.teamId], [null, null, null]);
    return {
      ...told,
      reason: verdict.reason,
      api_key_id: verdict.apiKeyId === null ? "absent" : "given",
      status: verdict.http().status,
      check_status: verdict.checkHttp().status,
      check_code: JSON.parse(verdict.checkHttp().body).code,
    };
  }
}

for (const world of WORLDS) {
  test(`every question is answered as expected: ${world.id} (${world.comment})`, async () => {
    const stage = new Stage(world);
    await stage.begin(world);
    for (const round of world.rounds) {
      for (const step of round.steps) await stage.take(step);
      for (const question of [...round.ask, ...round.ask]) {
        assert.deepEqual(stage.told(await stage.ask(question)), question.expect, question.comment);
      }
    }
    await stage.kw.close();
  });
}

test("every reason that can be reached is asked for", () => {
  const questions = WORLDS.flatMap(({ rounds }) => rounds.flatMap(({ ask }) => ask));
  const asked = new Set(questions.map(({ expect }) => expect.reason).filter((reason) => reason !== undefined));
  assert.deepEqual([...asked].sort(), REASONS.filter((reason) => !NOT_REACHABLE_YET.includes(reason)).sort());
});
