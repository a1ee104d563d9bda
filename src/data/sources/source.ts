/**
 * Where prices come from over the wire: one file each, and one line in the registry. A source only says what to ask and how
 * to read the answer. Limits, retries, resuming and the difference to what is known already are the same for all, around it.
 */
export interface Source {
  /** As in `source: coingecko`. */
  readonly name: string;
  /** For `data list`: one line, with what is not official about it. */
  readonly description: string;
  /** What it can do with these settings: a key may open more of the past, and more calls a minute. */
  capabilities(context: Pick<SourceContext, "env">): SourceCapabilities;
  /** Instruments whose name or symbol holds a text; absent where a source has no list. */
  search?(text: string, context: SourceContext): Promise<readonly FoundInstrument[]>;
  /** What people call an instrument of this id, null for one that it has not; absent where the id is its symbol. */
  symbolOf?(instrument: string, context: SourceContext): Promise<FoundInstrument | null>;
  /**
   * Bars whose time lies in `from` … `to` − 1, in pages, oldest first. Each page is whole: what comes after it can be asked for
   * later, with its `next` as `cursor`. A bar that is not over yet may be given; the caller drops it.
   *
   * @throws AppError SOURCE_…: what `sourceError` makes of a verdict, and SOURCE_ANSWER_INVALID for an answer that is none
   */
  bars(request: BarsRequest, context: SourceContext): AsyncIterable<BarsPage>;
  /** Splits and dividends of the same span; absent where a source has none. */
  actions?(request: BarsRequest, context: SourceContext): Promise<readonly CorporateAction[]>;
  /** Units in circulation; absent where a source has none. */
  supply?(request: Pick<BarsRequest, "instrument">, context: SourceContext): Promise<readonly SupplyRow[]>;
  /** What an answer means, from status, headers and body: some sources report a limit with status 200. */
  classify(answer: SourceAnswer): AnswerVerdict;
}

export interface SourceCapabilities {
  readonly timeframes: readonly string[];
  /** Calls a minute with this key, or without one. */
  readonly callsPerMinute: number;
  /** First day, `YYYY-MM-DD`, that this plan reaches, given today; null: no bound is known. */
  earliest(timeframe: string, now: Date): string | null;
  /** Longest span of one request in milliseconds; null: no bound. */
  readonly maxSpanMs: number | null;
  /** Names of the environment variables that hold its key, new names first; the first that is set counts. */
  readonly keyNames: readonly string[];
  readonly needsKey: boolean;
  readonly adjustments: readonly Adjustment[];
  /** Its past can change: overlapping bars are read again and compared. */
  readonly revises: boolean;
  /** Milliseconds between two chunks, besides the turns that calls take; absent: none. */
  readonly chunkPauseMs?: number;
}

export const ADJUSTMENTS = ["raw", "split", "dividend", "all"] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

export interface FoundInstrument {
  /** What the source calls it: the `instrument` of a request. */
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
}

export interface BarsRequest {
  /** What the source calls it, such as `bitcoin` or `BTCUSDT`. */
  readonly instrument: string;
  readonly timeframe: string;
  /** Milliseconds UTC, of the opening of bars: inclusive, exclusive. */
  readonly from: number;
  readonly to: number;
  readonly adjustment: Adjustment;
  /** Where an earlier call ended; null at the beginning. */
  readonly cursor: string | null;
}

export interface BarsPage {
  /** Strictly ascending by time. */
  readonly bars: readonly SourceBar[];
  /** Null when nothing is left. */
  readonly next: string | null;
  /** How the bars came about where they are not those of the source, such as `hourly_points`. */
  readonly derived?: string;
}

/** Opening time in milliseconds UTC; midnight UTC of its day for daily bars. Volume is 0 where there is none. */
export interface SourceBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export type CorporateAction =
  /** `ratio` new units for each old one: 4 for a 4:1 split. */
  | { readonly kind: "split"; readonly exDate: string; readonly ratio: number }
  /** Cash per unit, in the units of that day. */
  | { readonly kind: "dividend"; readonly exDate: string; readonly cash: number };

/** Null where it is not told. */
export interface SupplyRow {
  readonly time: number;
  readonly circulating: number | null;
  readonly total: number | null;
  readonly max: number | null;
}

/** What a source is given to work with. */
export interface SourceContext {
  /**
   * A GET within the limits of this source: it waits its turn, and again after what passes. The answer is one that counts.
   *
   * @throws AppError what `sourceError` makes of any other verdict; SOURCE_ANSWER_INVALID for a body above `maxBytes`
   */
  get(request: SourceRequest): Promise<SourceAnswer>;
  /** Waits; nobody with the same key asks sooner. */
  pause(ms: number): Promise<void>;
  /** Tells whoever waits, in a sentence. */
  note(text: string): void;
  /** The environment; empty values are none. */
  env(name: string): string | undefined;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface SourceRequest {
  readonly url: string;
  /** Keys go here, never into the address where it can be helped: addresses are logged. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The largest body that is read; default `MAX_ANSWER_BYTES`. */
  readonly maxBytes?: number;
}

/** Far above any page of bars, and far below what hurts. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export interface SourceAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type AnswerVerdict =
  /** `pauseMs`: it counts, and says that the limit is near: the next request waits so long. */
  | { readonly kind: "ok"; readonly pauseMs?: number }
  /** Wait so long, or as the backoff says (null), and ask again. `isLimit`: too many calls, rather than an outage. */
  | { readonly kind: "retry"; readonly afterMs: number | null; readonly reason: string; readonly isLimit?: true }
  /** Nothing will come before then. */
  | { readonly kind: "quota"; readonly until: Date | null; readonly reason: string }
  | { readonly kind: "not_found"; readonly reason: string }
  /** The plan does not reach that far; `earliest` is a day, `YYYY-MM-DD`, when it is known. */
  | { readonly kind: "not_on_plan"; readonly earliest: string | null; readonly reason: string }
  | { readonly kind: "unauthorized"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };
