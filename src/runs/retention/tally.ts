/** What can be collected: parts of runs, what no run has any more, and what processes left that are dead. */
export const COLLECTED_KINDS = [
  "logs",
  "trades",
  "series",
  "artifacts",
  "runs",
  "results",
  "data",
  "depot_data",
  "depot_files",
  "code",
  "leftovers",
] as const;
export type CollectedKind = (typeof COLLECTED_KINDS)[number];

export interface Collected {
  readonly kind: CollectedKind;
  /** Null of what belongs to no DAG in particular. */
  readonly dagId: string | null;
  /** Lines, files, runs, batches, folders. */
  readonly count: number;
  readonly bytes: number;
}

/** Adds up what goes, or would. */
export class Tally {
  readonly #sums = new Map<string, Collected>();

  add(kind: CollectedKind, dagId: string | null, { count, bytes }: Pick<Collected, "count" | "bytes">): void {
    if (count === 0) return;
    const key = `${kind} ${dagId ?? ""}`;
    const before = this.#sums.get(key);
    this.#sums.set(key, {
      kind,
      dagId,
      count: (before?.count ?? 0) + count,
      bytes: (before?.bytes ?? 0) + bytes,
    });
  }

  /** By kind, then by DAG. */
  items(): readonly Collected[] {
    const placeOf = ({ kind }: Collected): number => COLLECTED_KINDS.indexOf(kind);
    return [...this.#sums.values()].toSorted(
      (a, b) => placeOf(a) - placeOf(b) || Number((a.dagId ?? "") > (b.dagId ?? "")) - 0.5,
    );
  }

  count(kind: CollectedKind): number {
    return this.#sum(kind, "count");
  }

  bytes(kind: CollectedKind): number {
    return this.#sum(kind, "bytes");
  }

  #sum(kind: CollectedKind, of: "count" | "bytes"): number {
    return [...this.#sums.values()].reduce((sum, item) => sum + (item.kind === kind ? item[of] : 0), 0);
  }
}
