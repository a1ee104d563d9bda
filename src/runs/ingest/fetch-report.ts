import type { RevisedBar } from "../../store/prices/bars.ts";

/** What one fetching of a series has brought. Milliseconds UTC. */
export interface FetchReport {
  readonly source: string;
  readonly symbol: string;
  readonly instrument: string;
  readonly timeframe: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly chunks: number;
  readonly added: number;
  readonly same: number;
  readonly revised: readonly RevisedBar[];
  readonly refused: readonly { readonly time: number; readonly problem: string }[];
  /** Corporate actions that are new, or told otherwise. */
  readonly actions: number;
  /** Whether units in circulation were written. */
  readonly supply: boolean;
  /** Sentences: gaps, what was left out, what could not be had beside the bars. */
  readonly notes: readonly string[];
}
