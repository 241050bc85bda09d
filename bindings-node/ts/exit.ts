/** Writes what waits in memory when the process ends, or the worker thread. */

import type { NativeKeywright } from "./native.js";

const opened = new Set<WeakRef<NativeKeywright>>();
const collected = new FinalizationRegistry<WeakRef<NativeKeywright>>((reference) => opened.delete(reference));

/**
 * Closes a store at the end, unless it was closed or collected before. Node runs no native code on `process.exit`, so the
 * counts of the last second would be lost.
 */
export function closeAtExit(keywright: NativeKeywright): NativeKeywright {
  if (opened.size === 0) {
    process.off("exit", closeAll);
    process.on("exit", closeAll);
  }
  const reference = new WeakRef(keywright);
  opened.add(reference);
  collected.register(keywright, reference);
  return keywright;
}

function closeAll(): void {
  for (const reference of opened) {
    try {
      reference.deref()?.closeSync();
    } catch {
      // Nobody is left to be told, and the others are still to be closed.
    }
  }
}
