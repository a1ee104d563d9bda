import { AppError } from "../../core/errors/app-error.ts";
import type { ErrorCode } from "../../core/errors/error-codes.ts";
import type { IngestWatch } from "./ingest-deps.ts";
import type { FetchReport } from "./fetch-report.ts";

/** One of several, with what it is called in a list. */
export interface FetchJob {
  readonly source: string;
  readonly name: string;
  readonly timeframe: string;
  readonly run: () => Promise<FetchReport>;
}

export interface FailedFetch {
  readonly source: string;
  readonly name: string;
  readonly timeframe: string;
  readonly error: AppError;
}

export interface FetchedMany {
  readonly reports: readonly FetchReport[];
  readonly failed: readonly FailedFetch[];
  /** Names that nobody asked for any more: their source had said that it answers nothing. */
  readonly skipped: readonly string[];
}

/** Of a source and not of what was asked: nothing else of it would be answered either. */
const OF_SOURCE: ReadonlySet<ErrorCode> = new Set([
  "SOURCE_INVALID",
  "SOURCE_KEY_MISSING",
  "SOURCE_KEY_REFUSED",
  "SOURCE_QUOTA",
  "SOURCE_UNKNOWN",
  "SOURCE_UNREACHABLE",
]);

/**
 * One after the other: they share the limit of their source. One that fails holds up no other one.
 *
 * @throws what is no AppError; the reason of the signal that ended the fetching
 */
export async function fetchMany(
  jobs: readonly FetchJob[],
  { signal, onSeries }: Pick<IngestWatch, "signal" | "onSeries">,
): Promise<FetchedMany> {
  const reports: FetchReport[] = [];
  const failed: FailedFetch[] = [];
  const skipped: string[] = [];
  const silent = new Set<string>();
  for (const [index, { source, name, timeframe, run }] of jobs.entries()) {
    if (signal.aborted) break;
    onSeries?.(index, jobs.length);
    if (silent.has(source)) {
      skipped.push(name);
      continue;
    }
    try {
      reports.push(await run());
    } catch (error) {
      if (signal.aborted) break;
      if (!(error instanceof AppError)) throw error;
      failed.push({ source, name, timeframe, error });
      if (OF_SOURCE.has(error.code)) silent.add(source);
    }
  }
  return { reports, failed, skipped };
}
