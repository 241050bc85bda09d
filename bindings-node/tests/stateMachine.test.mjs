/**
 * Random operations against a model of a few lines: the same answers, whatever the order.
 *
 * A failing run prints the seed and the shortest way to it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";
import { KeywrightError } from "keywright";
import { openForTests } from "keywright/testing";

const OWNERS = ["alice", "bob", "team:acme"];
const SCOPES = ["invoices:read", "invoices:write"];
const HOUR = 3_600_000;

const typeOf = (owner) => (owner.startsWith("team:") ? "team" : "user");
const settingOf = { user: "allowUserApiKeys", team: "allowTeamApiKeys" };

/** What should be, and what is. */
class World {
  constructor() {
    this.kw = openForTests();
    this.now = this.kw.now().getTime();
    this.keys = [];
    this.suspendedOwners = new Set();
    this.switchedOff = new Set();
  }

  owner(name) {
    return typeOf(name) === "team" ? this.kw.team(name.slice(5)) : this.kw.user(name);
  }

  /** The gates, in their order. */
  expected(key, secret, wanted) {
    const gates = [
      ["not_found", key.isPurged],
      ["disabled", this.switchedOff.has(typeOf(key.owner))],
      ["revoked", key.isRevoked],
      ["rotated", secret.endsAt !== null && this.now >= secret.endsAt],
      ["suspended", key.isSuspended || this.suspendedOwners.has(key.owner)],
      ["expired", key.expiresAt !== null && this.now >= key.expiresAt],
      ["insufficient_scope", wanted !== null && !key.scopes.includes(wanted)],
    ];
    return gates.find(([, isDenied]) => isDenied)?.[0] ?? null;
  }

  checkAll(wanted) {
    for (const key of this.keys) {
      for (const secret of key.secrets) {
        const verdict = this.kw.verify(secret.value, wanted === null ? undefined : { scopes: [wanted] });
        assert.equal(verdict.reason, this.expected(key, secret, wanted));
        if (verdict.valid) {
          assert.equal(verdict.userId ?? `team:${verdict.teamId}`, key.owner);
          assert.equal(verdict.apiKeyId, key.id);
          assert.equal(verdict.apiKey.id, key.id);
        }
      }
    }
  }

  /** Changes a key, which may be gone. */
  async change(key, call) {
    try {
      await call(this.kw.apiKey(key.id));
    } catch (error) {
      assert.ok(KeywrightError.is(error, "not_found") && key.isPurged);
      return false;
    }
    return true;
  }

  async take([verb, ...values]) {
    await this[verb](...values);
    this.checkAll(null);
    const listed = (await this.kw.listApiKeys()).map(({ id }) => id).sort();
    assert.deepEqual(
      listed,
      this.keys
        .filter(({ isPurged }) => !isPurged)
        .map(({ id }) => id)
        .sort(),
    );
  }

  pick(number) {
    return this.keys[number % Math.max(this.keys.length, 1)];
  }

  async create(owner, hours, scopes) {
    const type = typeOf(owner);
    if (this.switchedOff.delete(type)) await this.kw.updateSettings({ [settingOf[type]]: true });
    const expiresIn = hours === null ? undefined : hours * HOUR;
    const created = await this.owner(owner).createApiKey({ description: "CI", expiresIn, scopes });
    this.keys.push({
      id: created.id,
      owner,
      scopes,
      expiresAt: hours === null ? null : this.now + hours * HOUR,
      secrets: [{ value: created.value, endsAt: null }],
      isRevoked: false,
      isSuspended: false,
      isPurged: false,
    });
  }

  async revoke(number) {
    const key = this.pick(number);
    if (key !== undefined && (await this.change(key, (handle) => handle.revoke()))) key.isRevoked = true;
  }

  async suspend(number) {
    const key = this.pick(number);
    if (key !== undefined && (await this.change(key, (handle) => handle.suspend()))) key.isSuspended = true;
  }

  async resume(number) {
    const key = this.pick(number);
    if (key !== undefined && (await this.change(key, (handle) => handle.resume()))) key.isSuspended = false;
  }

  async purge(number) {
    const key = this.pick(number);
    if (key !== undefined && (await this.change(key, (handle) => handle.purge()))) key.isPurged = true;
  }

  async rotate(number, graceHours) {
    const key = this.pick(number);
    if (key === undefined) return;
    const live = key.secrets.at(-1);
    let created;
    try {
      created = await this.kw.apiKey(key.id).rotate({ grace: graceHours === 0 ? "now" : graceHours * HOUR });
    } catch (error) {
      // A key that is over can not be rotated; which ones, the core's own tests tell.
      assert.ok(KeywrightError.is(error));
      assert.notEqual(this.expected(key, live, null), null);
      return;
    }
    live.endsAt = this.now + graceHours * HOUR;
    key.secrets.push({ value: created.value, endsAt: null });
  }

  async suspendOwner(owner) {
    await this.owner(owner).suspend();
    this.suspendedOwners.add(owner);
  }

  async resumeOwner(owner) {
    if (this.suspendedOwners.delete(owner)) await this.owner(owner).resume();
  }

  async revokeAll(owner) {
    const mine = this.keys.filter((key) => key.owner === owner && !key.isPurged);
    const count = await this.kw.revokeAll({ owner: this.owner(owner) });
    assert.equal(count, mine.filter(({ isRevoked }) => !isRevoked).length);
    for (const key of mine) key.isRevoked = true;
  }

  async switch(type, isOn) {
    await this.kw.updateSettings({ [settingOf[type]]: isOn });
    if (isOn) this.switchedOff.delete(type);
    else this.switchedOff.add(type);
  }

  async wait(hours) {
    this.kw.clock.advance({ hours });
    this.now += hours * HOUR;
  }

  async checkWithScope(wanted) {
    this.checkAll(wanted);
  }
}

const owner = fc.constantFrom(...OWNERS);
const number = fc.nat(20);
const STEPS = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constant("create"),
      owner,
      fc.option(fc.integer({ min: 1, max: 48 })),
      fc.uniqueArray(fc.constantFrom(...SCOPES)),
    ),
  },
  fc.tuple(fc.constantFrom("revoke", "suspend", "resume", "purge"), number),
  fc.tuple(fc.constant("rotate"), number, fc.constantFrom(0, 3)),
  fc.tuple(fc.constantFrom("suspendOwner", "resumeOwner", "revokeAll"), owner),
  fc.tuple(fc.constant("switch"), fc.constantFrom("user", "team"), fc.boolean()),
  fc.tuple(fc.constant("wait"), fc.integer({ min: 1, max: 24 })),
  fc.tuple(fc.constant("checkWithScope"), fc.constantFrom(...SCOPES)),
);

test("random operations answer as the model does", async () => {
  const property = fc.asyncProperty(fc.array(STEPS, { minLength: 5, maxLength: 30 }), async (steps) => {
    const world = new World();
    try {
      for (const step of steps) await world.take(step);
    } finally {
      await world.kw.close();
    }
  });
  await fc.assert(property, { numRuns: 25 });
});
