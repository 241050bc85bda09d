/** JavaScript's values into what the native half reads, and back. Nothing here knows a rule about keys or owners. */

import { KeywrightError } from "./errors.js";
import type { HttpAnswer } from "./records.js";
import type { Duration, HostId, Key } from "./types.js";

// ---- in -------------------------------------------------------------------------------------------------------------

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** An error about the type of an argument. It names the type alone: the value may be a secret. */
export function wrongType(wanted: string, value: unknown): TypeError {
  const type = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  return new TypeError(`${wanted}, not ${type}`);
}

/** A value that may not mean what its writer thinks, or nothing at all. */
export function invalid(message: string): KeywrightError {
  return new KeywrightError("invalid_argument", message);
}

/**
 * Looks at an options object: it is one, and has only names that are known. A mistyped `expireIn` would otherwise make a key
 * that never expires.
 */
export function optionsOf<T extends object>(
  value: T | undefined,
  known: readonly (keyof T & string)[],
  where: string,
): Partial<T> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(`${where} takes its options as an object`, value);
  }
  for (const name of Object.keys(value)) {
    if (!(known as readonly string[]).includes(name)) {
      throw new TypeError(`${where} knows no option of this name; it takes ${known.join(", ")}. option=\`${name}\``);
    }
  }
  return value;
}

export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw wrongType(`${name} is a string`, value);
  return value;
}

export function optionalText(value: unknown, name: string): string | undefined {
  return value === undefined ? undefined : text(value, name);
}

export function flag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== "boolean") throw wrongType(`${name} is a boolean`, value);
  return value ?? false;
}

/** A whole number that the native half can take. */
export function whole(value: unknown, name: string, most = 0xffff_ffff): number {
  if (typeof value !== "number") throw wrongType(`${name} is a number`, value);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw invalid(`\`${name}\` is a whole number from 0 to ${most}`);
  }
  return value;
}

export function hostId(value: HostId, name = "an id"): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value))) return String(value);
  if (typeof value === "number") throw invalid(`${name} is a whole number that JavaScript holds exactly, or a string`);
  throw wrongType(`${name} is a string, a number or a bigint`, value);
}

/** The text of a key that was presented. Bytes that are no text are not ASCII, and so no key either way. */
export function presented(value: Key): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
  throw wrongType("a key is a string, a Uint8Array, null or undefined", value);
}

/** Whole milliseconds since 1970. */
export function instant(value: unknown, name: string): number {
  if (!(value instanceof Date)) throw wrongType(`${name} is a Date`, value);
  const milliseconds = value.getTime();
  if (Number.isNaN(milliseconds)) throw invalid(`\`${name}\` is an invalid Date`);
  return milliseconds;
}

/** Whole milliseconds. */
export function duration(value: unknown, name: string): number {
  if (typeof value === "string") {
    const parts = /^(\d{1,12})([smhdwy])$/.exec(value);
    if (parts === null) {
      throw invalid(`\`${name}\` is a number and a unit, such as \`45s\`, \`30m\`, \`12h\`, \`90d\`, \`1w\` or \`1y\``);
    }
    return spanOf(Number(parts[1]) * (UNITS[parts[2] as string] as number), name);
  }
  if (typeof value !== "number") throw wrongType(`${name} is a number of milliseconds, or a text such as "90d"`, value);
  return spanOf(value, name);
}

function spanOf(milliseconds: number, name: string): number {
  if (!Number.isFinite(milliseconds) || milliseconds < 0)
    throw invalid(`\`${name}\` is a duration that is not negative`);
  const wholes = Math.floor(milliseconds);
  if (!Number.isSafeInteger(wholes)) throw invalid(`\`${name}\` is longer than any calendar`);
  return wholes;
}

/** When a key ends, as the native half reads it. */
export type End = "never" | { readonly at: number } | { readonly in: number };

/**
 * When a key ends. `expiresAt` takes a duration too, but as a text alone: a number there could as well be an instant, and one
 * taken for the other would live for decades.
 */
export function end(expiresIn: Duration | null | undefined, expiresAt: Date | string | null | undefined): End {
  if (expiresIn !== undefined && expiresIn !== null) {
    if (expiresAt !== undefined && expiresAt !== null) throw invalid("give either `expiresIn` or `expiresAt`");
    return { in: duration(expiresIn, "expiresIn") };
  }
  if (expiresAt === undefined || expiresAt === null) return "never";
  if (typeof expiresAt === "string") return { in: duration(expiresAt, "expiresAt") };
  if (typeof expiresAt === "number") {
    throw new TypeError('expiresAt is a Date, or a duration such as "90d", not a number, which could mean either');
  }
  return { at: instant(expiresAt, "expiresAt") };
}

/** Several texts: anything iterable but a text, whose characters nobody means. */
export function texts(value: Iterable<string>, name: string): string[] {
  if (typeof value === "string" || typeof value?.[Symbol.iterator] !== "function") {
    throw wrongType(`${name} is an array of strings`, value);
  }
  return Array.from(value, (one) => text(one, `each of ${name}`));
}

/** Metadata, which goes to the core as its own JSON. */
export function metadata(value: unknown): object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType("metadata is an object that JSON can hold", value);
  }
  holdable(value, []);
  return value;
}

/** Refuses what `JSON.stringify` would leave out or turn into null without a word. */
function holdable(value: unknown, path: readonly object[]): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw invalid("JSON can not hold this metadata: a number is not finite");
    return;
  }
  if (typeof value !== "object") throw wrongType("metadata holds only what JSON has", value);
  if (path.includes(value)) throw invalid("JSON can not hold this metadata: it contains itself");
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!isPlain) throw new TypeError("metadata holds only plain objects and arrays; write a Date as its text");
  for (const inner of Object.values(value)) holdable(inner, [...path, value]);
}

// ---- out ------------------------------------------------------------------------------------------------------------

/** Fields of records whose values are the caller's own JSON, and stay as they are. */
const AS_IT_IS: ReadonlySet<string> = new Set(["metadata", "payload", "evidence", "denied"]);

/** Fields that are instants but do not end in `_at`. */
const INSTANTS: ReadonlySet<string> = new Set(["at", "start", "kept_since"]);

/** Reads a record that the core wrote: names in camel case, instants as Date, durations in milliseconds; frozen throughout. */
export function recordOf<T>(json: string): T {
  return shaped(JSON.parse(json)) as T;
}

export function shaped(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(shaped));
  if (typeof value !== "object" || value === null) return value;
  const record: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const isInstant = typeof inner === "string" && (name.endsWith("_at") || INSTANTS.has(name));
    record[camel(name)] = AS_IT_IS.has(name) ? frozen(inner) : isInstant ? new Date(inner) : shaped(inner);
  }
  return Object.freeze(record);
}

/** Freezes a value of JSON all the way down. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}

function camel(name: string): string {
  // Durations are milliseconds wherever JavaScript sees them; the core says so in the name.
  return name.replace(/_ms$/, "").replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Reads an HTTP answer that the native half wrote. */
export function answerOf(json: string): HttpAnswer {
  const { status, headers, body } = JSON.parse(json) as { status: number; headers: [string, string][]; body: string };
  return { status, headers: Object.fromEntries(headers), body };
}
