import { AppError } from "../../core/errors/app-error.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import { isMap } from "../../core/values/document-shape.ts";

/** One line of a list of instruments to fetch. */
export interface BackfillEntry {
  readonly id: string;
  readonly symbol: string;
  /** Absent: that of the command. */
  readonly source?: string;
  readonly timeframe?: string;
}

const KEYS = ["id", "symbol", "source", "timeframe"] as const;
const PROBLEMS_TOLD = 10;
const MOST_ENTRIES = 100_000;

/**
 * Reads `[{"symbol": "BTC", "id": "bitcoin"}, …]`. Other keys of an entry are notes of people and are left alone, but for those that
 * look like one of ours.
 *
 * @param file for messages
 * @throws AppError USAGE naming the entries that are wrong
 */
export function readBackfillList(text: string, file: string): readonly BackfillEntry[] {
  const written = parse(text, file);
  if (!Array.isArray(written) || written.length === 0 || written.length > MOST_ENTRIES) {
    throw wrong(`${file} holds no list of instruments`);
  }
  const problems: string[] = [];
  const entries = (written as readonly unknown[]).map((entry, index) => {
    const problem = problemOf(entry);
    if (problem !== null) problems.push(`entry ${index + 1}: ${problem}`);
    return entry as BackfillEntry;
  });
  const seen = new Map<string, number>();
  for (const [index, { symbol, source = "", timeframe = "" }] of problems.length > 0 ? [] : entries.entries()) {
    const key = JSON.stringify([symbol, source, timeframe]);
    const before = seen.get(key);
    if (before !== undefined) problems.push(`entry ${index + 1}: "${symbol}" is entry ${before + 1} already`);
    seen.set(key, index);
  }
  if (problems.length === 0)
    return entries.map(({ id, symbol, source, timeframe }) => ({
      id,
      symbol,
      ...(source !== undefined && { source }),
      ...(timeframe !== undefined && { timeframe }),
    }));
  const more = problems.length - PROBLEMS_TOLD;
  const told = [...problems.slice(0, PROBLEMS_TOLD), ...(more > 0 ? [`and ${more} more`] : [])];
  throw wrong(`${file}: ${told.join("; ")}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw wrong(`${file} is no JSON`, error);
  }
}

function problemOf(entry: unknown): string | null {
  if (!isMap(entry)) return 'it is no {"symbol": …, "id": …}';
  const lacking = (["id", "symbol"] as const).find((key) => typeof entry[key] !== "string" || entry[key] === "");
  if (lacking !== undefined) {
    const near = nearestName(lacking, Object.keys(entry));
    return near === null ? `it has no "${lacking}"` : `it has no "${lacking}", but "${near}"`;
  }
  const odd = KEYS.find((key) => entry[key] !== undefined && typeof entry[key] !== "string");
  return odd === undefined ? null : `"${odd}" is no text`;
}

function wrong(message: string, cause?: unknown): AppError {
  return new AppError("USAGE", message, {
    hint: 'Write [{"symbol": "BTC", "id": "bitcoin"}]; "source" and "timeframe" may stand in an entry, too.',
    ...(cause !== undefined && { cause }),
  });
}
