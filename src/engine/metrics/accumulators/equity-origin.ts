import type { CellStanding } from "../../extend/cell-standing.ts";
import type { Ledger } from "../../fills/ledger.ts";

/** Whose equity, and from where. */
export interface EquityOrigin {
  readonly ledger: Ledger;
  /** Above 0; the first return is measured against it. */
  readonly initialCapital: number;
  /** Whether the initial capital is the first peak of drawdowns; else the first bar's equity is. */
  readonly capitalIsPeak: boolean;
  /**
   * How it stood before the first row of the ledger; each walk goes on from there, and leaves there how it stands in the end.
   * Absent: as it began.
   */
  readonly standing?: CellStanding;
}
