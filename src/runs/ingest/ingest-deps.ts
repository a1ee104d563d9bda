import type { Sent } from "../../data/sources/calls/http-get.ts";
import type { SourceCatalogue } from "../../data/sources/source-catalogue.ts";
import type { SourceRequest } from "../../data/sources/source.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { Database } from "../../store/connection/transaction.ts";

/** Whom prices are asked of, and how. */
export interface PriceSources {
  readonly sources: SourceCatalogue;
  /** Keys and settings of the sources. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One call over the wire. Default: `httpGet`. */
  readonly send?: (source: string, request: SourceRequest, signal: AbortSignal) => Promise<Sent>;
  /** Default: timers. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What fetching prices needs from outside. */
export interface IngestDeps extends PriceSources {
  readonly database: Database;
  readonly clock: Clock;
  /** In [0, 1); for the jitter of retries. */
  readonly random: () => number;
}

/** How one fetching is watched and ended. */
export interface IngestWatch {
  /** Ends it after the page that is being written. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Of several series so many have been looked at. */
  readonly onSeries?: (done: number, total: number) => void;
  /** What people should know while they wait, in a sentence. */
  readonly onNote?: (text: string) => void;
}

export interface IngestProgress {
  readonly symbol: string;
  readonly timeframe: string;
  /** Chunks of this series. */
  readonly done: number;
  readonly total: number;
  /** Bars that the source gave so far. */
  readonly bars: number;
}
