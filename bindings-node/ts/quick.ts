/** The quickest way to a check: a function without arguments, and a piece of memory that both halves see. */

import { TextEncoder } from "node:util";

import type { NativeKeywright } from "./native.js";

/** What it says when the methods are to be asked; nothing was counted. */
const ASK = -1;
/** What it says when memory gave a verdict of which there is no object yet. */
export const FETCH = -2;

/** The length of a text in one byte, and room for the text. */
const ROOM = 1 + 255;

const encoder = new TextEncoder();

/** What one handle asks memory with. The native half takes a text out of the memory as soon as it is read. */
export class Quick {
  readonly #question = Buffer.alloc(ROOM);
  readonly #letters = this.#question.subarray(1);
  readonly #recall: () => number;

  constructor(native: NativeKeywright) {
    this.#recall = native.recaller(this.#question);
  }

  /** Says the place of an object that there is already, or one of two numbers below 0. */
  recall(text: string): number {
    const { read, written } = encoder.encodeInto(text, this.#letters);
    if (read !== text.length) {
      this.#letters.fill(0);
      return ASK;
    }
    this.#question[0] = written;
    return this.#recall();
  }
}
