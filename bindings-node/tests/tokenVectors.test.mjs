/** `parse` against `tests/vectors/token.json`. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "keywright";
import { coded, PACKAGE, vectors } from "./support.mjs";

const CASES = vectors("token").tests;
const { native } = createRequire(import.meta.url)(join(PACKAGE, "dist", "native.js"));

function textOf({ input, input_hex, input_repeat }) {
  if (input !== undefined) return input;
  if (input_hex !== undefined) return Buffer.from(input_hex, "hex");
  return input_repeat.text.repeat(input_repeat.times);
}

test("every case is answered as expected", () => {
  assert.ok(CASES.length > 0);
  for (const { id, comment, expect, ...given } of CASES) {
    const [text, place] = [textOf(given), `test ${id} (${comment})`];
    if (expect.valid) {
      const token = parse(text);
      assert.equal(token.prefix, expect.prefix, place);
      assert.equal(token.kind, expect.kind, place);
      assert.equal(token.id, expect.uuid, place);
      assert.equal(token.lastFour, expect.last_four, place);
      assert.equal(token.createdAt.getTime(), expect.created_at_ms, place);
    } else {
      if (typeof text === "string") {
        assert.deepEqual(JSON.parse(native().parse(text)), { malformed: expect.cause }, place);
      }
      assert.throws(() => parse(text), coded("invalid_argument"), place);
    }
  }
});

test("every kind has a case", () => {
  const kinds = new Set(CASES.map(({ expect }) => expect.kind).filter((kind) => kind !== undefined));
  assert.deepEqual([...kinds].sort(), ["tpk", "tsk", "upk", "usk"]);
});
