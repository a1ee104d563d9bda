import type {
  Adjustment,
  AnswerVerdict,
  BarsPage,
  BarsRequest,
  CorporateAction,
  FoundInstrument,
  SourceAnswer,
  SourceContext,
  SupplyRow,
} from "../source.ts";
import type { Refusal } from "../source-error.ts";

/** A source of prices of your own, as `sources/<name>.ts` exports it by default. */
export interface SourceDefinition {
  /** One line, for `data sources`. */
  readonly description?: string;
  /** Lengths of bars that it has, such as `1d`. */
  readonly timeframes: readonly string[];
  /** Calls of `context.get` a minute, over all processes and hosts; default 60. */
  readonly callsPerMinute?: number;
  /** First day, `YYYY-MM-DD`, that it reaches; absent: no bound is known. */
  readonly earliest?: string;
  /** Longest span of one call of `bars`, in days; absent: no bound. */
  readonly maxSpanDays?: number;
  /** Environment variables that hold its key, of which one must be set; they are masked in whatever it says. Default: it needs none. */
  readonly keyNames?: readonly string[];
  /** Further environment variables that `context.env` may read. */
  readonly settings?: readonly string[];
  /** What its prices can be adjusted for, the usual first; default `["raw"]`. */
  readonly adjustments?: readonly Adjustment[];
  /** Its past can change: the last bars are read again at each update, and compared. Default true. */
  readonly revises?: boolean;
  /** The longest that it may work by itself, from 1 to 600 seconds: what `context.get` takes does not count. Default 30. */
  readonly timeoutSeconds?: number;
  /**
   * Bars whose time lies in `from` … `to` − 1, in pages, oldest first; each page is kept before the next is asked for. Those outside are
   * left out, and so is one that is not over.
   */
  bars(request: BarsRequest, context: SourceContext): AsyncIterable<BarsPage> | Iterable<BarsPage>;
  /** Instruments whose name or symbol holds a text. */
  search?(text: string, context: SourceContext): Promise<readonly FoundInstrument[]>;
  /** What people call an instrument of this id; null for one that it has not. Absent: the id is the symbol. */
  symbolOf?(instrument: string, context: SourceContext): Promise<FoundInstrument | null>;
  /** Splits and dividends of a span. */
  actions?(request: BarsRequest, context: SourceContext): Promise<readonly CorporateAction[]>;
  /** Units in circulation. */
  supply?(request: Pick<BarsRequest, "instrument">, context: SourceContext): Promise<readonly SupplyRow[]>;
  /** What an answer means; absent: by the rules of HTTP, in which 429 is a limit and 5xx passes. */
  classify?(answer: SourceAnswer): AnswerVerdict;
}

/** Types a source; returns what it is given. */
export function defineSource(definition: SourceDefinition): SourceDefinition {
  return definition;
}

/** Marks an error that says what a source means by it. */
export const REFUSAL = "nightgridRefusal";

/**
 * An error to throw in a source that asks in another way than by `context.get`: that there is no such instrument, that a key is refused, that
 * a limit is reached. What else it throws counts as a fault of its code.
 */
export function sourceRefusal(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.reason), { [REFUSAL]: refusal });
}
