/** Which of a request's headers the core is handed: those that it looks for a key in, since each costs a crossing. */

import { text, wrongType } from "./convert.js";
import type { HeadersLike } from "./types.js";

/** Headers that keys come in. */
export class KeyHeaders {
  readonly #names: ReadonlySet<string>;
  /** How long they are: most of a request's headers are told apart by that. */
  readonly #lengths: ReadonlySet<number>;

  /**
   * Takes note of the names.
   *
   * @param names - In lower case.
   */
  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    this.#lengths = new Set(Array.from(this.#names, (name) => name.length));
  }

  /** The names and values of those headers among all, one after the other. */
  of(headers: HeadersLike): string[] {
    if (headers instanceof Headers) return this.#get(headers);
    return flat(headers, (name) => this.#lengths.has(name.length) && this.#names.has(name.toLowerCase()));
  }

  #get(headers: Headers): string[] {
    const found: string[] = [];
    for (const name of this.#names) {
      const value = headers.get(name);
      if (value !== null) found.push(name, value);
    }
    return found;
  }
}

/** The names and values of all headers, one after the other. */
export function allOf(headers: HeadersLike): string[] {
  return flat(headers, () => true);
}

function flat(headers: HeadersLike, isWanted: (name: string) => boolean): string[] {
  if (typeof headers !== "object" || headers === null) {
    throw wrongType("headers are Headers, an object or an array", headers);
  }
  const found: string[] = [];
  const add = (name: unknown, value: unknown) => {
    if (value === undefined || !isWanted(text(name, "the name of a header"))) return;
    for (const one of Array.isArray(value) ? value : [value]) {
      found.push(name as string, text(one, "the value of a header"));
    }
  };
  if (Array.isArray(headers) && typeof headers[0] === "string") {
    if (headers.length % 2 !== 0) throw new TypeError("raw headers are names and values in turn");
    for (let at = 0; at < headers.length; at += 2) add(headers[at], headers[at + 1]);
  } else if (Symbol.iterator in headers) {
    for (const pair of headers as Iterable<unknown>) {
      if (!Array.isArray(pair) || pair.length !== 2) throw new TypeError("headers are pairs of name and value");
      add(pair[0], pair[1]);
    }
  } else {
    for (const name of Object.keys(headers)) add(name, (headers as Readonly<Record<string, unknown>>)[name]);
  }
  return found;
}
