import type { CollectedKind, Tally } from "./tally.ts";

/** Something that nobody needs any more: a folder, some objects of a depot. */
export interface Waste {
  readonly kind: CollectedKind;
  /** For people, where it could not be removed. */
  readonly what: string;
  readonly count: number;
  readonly bytes: number;
  readonly remove: () => Promise<void>;
}

/** Finds it piece by piece; what comes first is to be gone before the next is removed. */
export type FindWaste = () => AsyncIterable<Waste>;

/**
 * Removes what is found, or with `isDry` only counts it. What could not be removed is told and not counted.
 *
 * @throws what finding throws
 */
export async function collectWaste(find: FindWaste, { tally, isDry, signal, onFailure }: WasteTo): Promise<void> {
  for await (const { kind, what, count, bytes, remove } of find()) {
    if (signal?.aborted === true) return;
    try {
      if (!isDry) await remove();
      tally.add(kind, null, { count, bytes });
    } catch (error) {
      onFailure(what, error);
    }
  }
}

export interface WasteTo {
  readonly tally: Tally;
  readonly isDry: boolean;
  readonly signal?: AbortSignal;
  readonly onFailure: (what: string, error: unknown) => void;
}
