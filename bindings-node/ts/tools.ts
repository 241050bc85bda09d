/** What needs no handle on a store. */

import { atOnce, later } from "./call.js";
import * as convert from "./convert.js";
import { native } from "./native.js";
import { type OpenOptions, openOptions, pathOf } from "./options.js";
import type { Migrated, ParsedToken } from "./records.js";

/**
 * Takes a store's file to the schema of this version, also where that shuts programs of older versions out. Opening takes all
 * other steps by itself. Run it once every process has the new version.
 *
 * @param path - The file.
 * @param options - As in `Keywright.open`.
 * @returns The schema numbers before and after.
 * @throws As `Keywright.open`.
 */
export async function migrate(
  path: string | URL,
  options?: Pick<OpenOptions, "anyFileSystem" | "masterKeys">,
): Promise<Migrated> {
  const [file, json] = [pathOf(path), openOptions(options, ["anyFileSystem", "masterKeys"], "migrate")];
  return convert.recordOf(await later(() => native().migrate(file, json)));
}

/** Makes a new master key, as text. Keep it apart from the store, and where you will find it again. */
export function generateMasterKey(): string {
  return atOnce(() => native().generateMasterKey());
}

/**
 * Reads the text of a key without a store. It is no check: that takes `verify`.
 *
 * @param text - The text.
 * @throws `invalid_argument` when the text is no key.
 */
export function parse(text: string | Uint8Array): ParsedToken {
  const presented = convert.presented(text);
  const token = JSON.parse(atOnce(() => native().parse(presented))) as Record<string, unknown>;
  if (token["malformed"] !== undefined)
    throw convert.invalid(`the text is no key. malformed=\`${token["malformed"]}\``);
  const { created_at_ms, ...rest } = token;
  return Object.freeze({ ...(convert.shaped(rest) as ParsedToken), createdAt: new Date(created_at_ms as number) });
}

/**
 * Hides the secrets of all keys in a text, and leaves their ids to be found by.
 *
 * @param text - Any text, such as a line of a log.
 */
export function redact(text: string): string {
  const whole = convert.text(text, "the text");
  return atOnce(() => native().redact(whole));
}
