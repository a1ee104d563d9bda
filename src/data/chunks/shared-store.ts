import type { ObjectStore } from "./object-store.ts";

/** What other hosts have put where this one can fetch it. */
export interface FarObjects {
  /** Its bytes; null when it is not there. */
  sizeOf(sha256: string): Promise<number | null>;
  /** Checked to be what they are named by; null when they are not there. */
  get(sha256: string): Promise<Uint8Array | null>;
}

/** What this host has, and what it can fetch; that is kept here from then on. What is put here stays here alone. */
export function sharedStore(own: ObjectStore, far: FarObjects): ObjectStore {
  return {
    ...own,
    has: async (sha256, size) => (await own.has(sha256, size)) || (await far.sizeOf(sha256)) === size,
    async get(sha256) {
      const here = await own.get(sha256);
      if (here !== null) return here;
      const fetched = await far.get(sha256);
      if (fetched !== null) await own.put(sha256, fetched);
      return fetched;
    },
  };
}
