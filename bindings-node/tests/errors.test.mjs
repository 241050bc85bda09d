/** The errors: one code for each kind, the same codes as in every language. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { inspect } from "node:util";

import { DeniedError, ERROR_CODES, Keywright, KeywrightError, REASONS } from "keywright";
import { storeForTests } from "keywright/testing";
import { coded, folder, PACKAGE, vectors } from "./support.mjs";

const kw = storeForTests({ beforeEach, afterEach });
const CODES = vectors("error-codes");
const { native } = createRequire(import.meta.url)(join(PACKAGE, "dist", "native.js"));

test("every code is known, and says whether to try again", () => {
  const told = Object.fromEntries(CODES.codes.map(({ code, retryable }) => [code, retryable]));
  assert.deepEqual({ ...ERROR_CODES }, told);
  for (const [code, isRetryable] of Object.entries(told)) {
    assert.equal(new KeywrightError(code, "…").isRetryable, isRetryable);
  }
  const words = JSON.parse(native().words());
  assert.deepEqual(Object.fromEntries(words.codes), told, "what the native half can answer with");
  assert.deepEqual(words.reasons, [...REASONS]);
});

test("every reason is a member of the type", () => {
  assert.deepEqual(
    CODES.reasons.map(({ reason }) => reason),
    [...REASONS],
  );
});

test("an error is an Error with a code, a name and a stack that leads to the call", async () => {
  const error = await kw()
    .user("alice")
    .createApiKey({ description: "" })
    .catch((caught) => caught);
  assert.ok(error instanceof Error && error instanceof KeywrightError);
  assert.deepEqual([error.code, error.name, error.isRetryable], ["invalid_argument", "KeywrightError", false]);
  assert.equal(error.message, "the description is empty; it takes 1 to 500 characters");
  assert.match(error.stack, /createApiKey/);
  assert.match(inspect(error), /^KeywrightError: the description is empty/);
});

test("is recognises an error by its code", () => {
  const error = new KeywrightError("closed", "the store was closed");
  assert.equal(KeywrightError.is(error), true);
  assert.equal(KeywrightError.is(error, "closed"), true);
  assert.equal(KeywrightError.is(error, "not_found"), false);
  for (const other of [new Error("closed"), { code: "closed" }, null, undefined, "closed"]) {
    assert.equal(KeywrightError.is(other, "closed"), false);
  }
});

test("is recognises the errors of another copy of the package", () => {
  const require = createRequire(import.meta.url);
  const paths = ["errors.js"].map((name) => join(PACKAGE, "dist", name));
  for (const path of paths) delete require.cache[path];
  const copy = require(paths[0]).KeywrightError;
  assert.notEqual(copy, KeywrightError);
  assert.equal(KeywrightError.is(new copy("closed", "closed"), "closed"), true);
});

test("denied carries the verdict", () => {
  assert.throws(
    () => kw().requireValid("kw_usk_typo"),
    (error) => {
      assert.ok(error instanceof DeniedError && error instanceof KeywrightError);
      assert.deepEqual([error.name, error.code, error.verdict.reason], ["DeniedError", "denied", "malformed"]);
      assert.equal(error.verdict.http().status, 401);
      return true;
    },
  );
});

test("a switch that is off is an error with the verdict", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  await kw().updateSettings({ allowUserApiKeys: false });
  await assert.rejects(kw().getUser({ apiKey: value }), (error) => {
    assert.deepEqual([error.code, error.verdict?.reason], ["disabled", "disabled"]);
    return true;
  });
});

test("the cause is linked and not pasted", async () => {
  const path = join(folder(), "no", "folder.db");
  const error = await Keywright.open(path).catch((caught) => caught);
  coded("storage_unavailable")(error);
  assert.ok(error.cause instanceof Error);
  assert.ok(!error.message.includes(error.cause.message));
});

test("an error says how to answer a request", async () => {
  const answerTo = (call) => {
    try {
      call();
    } catch (error) {
      return error.http();
    }
    return assert.fail("nothing was thrown");
  };
  assert.equal(answerTo(() => kw().requireValid("typo")).status, 401);
  for (const call of [() => kw().verify("typo"), () => kw().verify("typo", { ip: "none" })]) {
    await kw().close();
    const { status, headers, body } = answerTo(call);
    assert.deepEqual([status, headers["Retry-After"]], [503, "1"]);
    assert.match(JSON.parse(body).code, /^(closed|invalid_argument)$/);
  }
  const parsed = (() => {
    try {
      return kw().extractApiKey({ "x-api-key": "typo" });
    } catch (error) {
      return error;
    }
  })();
  assert.equal(parsed.http().status, 503);
});

test("what is printed of an error holds no key", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  await kw().close();
  for (const call of [() => kw().verify(value), () => kw().requireValid(value)]) {
    assert.throws(call, (error) => {
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(value));
      return KeywrightError.is(error, "closed");
    });
  }
});

test("a panic becomes a rejection or a throw, and the process goes on", async () => {
  // Only a build for development can be made to panic.
  assert.equal(typeof native().panicOnPool, "function", "these tests run on a build for development");
  const { later, atOnce } = createRequire(import.meta.url)(join(PACKAGE, "dist", "call.js"));
  await assert.rejects(
    later(() => native().panicOnPool()),
    coded("internal"),
  );
  assert.throws(() => atOnce(() => native().panicAtOnce()), coded("internal"));
  const { value } = await kw().user("alice").createApiKey({ description: "still works" });
  assert.equal(kw().verify(value).valid, true);
});
