/** What is not the same in two versions of a dataset. */
export interface VersionChanges {
  readonly symbolsAdded: readonly string[];
  readonly symbolsRemoved: readonly string[];
  readonly rows: RowCounts;
  /** Symbols of which any row changed, those of both ends too, by name. */
  readonly symbols: readonly SymbolChanges[];
  /** Of `symbols`, how many are not told; 0 where all are. */
  readonly untold: number;
  /** Absent where it is the same. */
  readonly barsPerYear?: { readonly before: number; readonly after: number };
}

export interface RowCounts {
  readonly added: number;
  readonly revised: number;
  readonly removed: number;
}

export interface SymbolChanges extends RowCounts {
  readonly symbol: string;
  /** How many rows have another value in each field; only fields with any. */
  readonly fields: Readonly<Record<string, number>>;
  /** The first few of each kind, in the order of time. */
  readonly first: readonly ChangedPlace[];
}

export type ChangedPlace =
  | { readonly kind: "added" | "removed"; readonly time: number }
  | {
      readonly kind: "revised";
      readonly time: number;
      /** A price, `volume`, `dividend`, `member`, or the name of a column beside the bars. */
      readonly field: string;
      readonly before: number | null;
      readonly after: number | null;
    };
