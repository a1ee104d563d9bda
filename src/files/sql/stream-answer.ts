import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { interruptedBy, keepInterrupting } from "./keep-interrupting.ts";
import { failureOf } from "./query-failure.ts";
import type { QueryLimits } from "./query-limits.ts";
import type { SqlValue } from "./sql-table.ts";

export interface AnswerColumn {
  /** Unlike those of all others. */
  readonly name: string;
  /** As DuckDB calls it. */
  readonly type: string;
}

export interface QueryAnswer {
  readonly columns: readonly AnswerColumn[];
  /** Rows, some thousand at once. */
  readonly pages: AsyncIterable<readonly (readonly SqlValue[])[]>;
}

/** Asks, and lets rows come as they are read: memory holds some thousand. The time counts until the last one was made. */
export async function streamAnswer(
  connection: DuckDBConnection,
  sql: string,
  { signal, timeoutMs }: QueryLimits,
): Promise<QueryAnswer> {
  let isLate = false;
  let spentMs = 0;
  /** What is made of the answer meanwhile does not count. */
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const ends: (() => void)[] = [];
    const stop = (): void => {
      isLate = true;
      ends.push(keepInterrupting(connection));
    };
    const timer = setTimeout(stop, Math.max(1, timeoutMs - spentMs));
    try {
      return await interruptedBy(connection, signal, work);
    } catch (error) {
      signal.throwIfAborted();
      throw failureOf(error, isLate ? timeoutMs : null);
    } finally {
      clearTimeout(timer);
      for (const end of ends) end();
      spentMs += performance.now() - begun;
    }
  };
  const result = await timed(() => connection.stream(sql));
  const types = result.columnTypes();
  const columns = result.deduplicatedColumnNames().map((name, place) => ({ name, type: String(types[place]) }));
  async function* pages() {
    for (;;) {
      const chunk = await timed(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows().map((row) => row.map(plainValue));
    }
  }
  return { columns, pages: pages() };
}

/** A value as JSON and CSV have it: numbers that are none are null, whole ones beyond 2^53 and all that is neither are texts. */
function plainValue(value: DuckDBValue): SqlValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return textOf(value);
}

const EXACT_DIGITS = 15;

function textOf(value: DuckDBValue & object): SqlValue {
  const text = value.toString();
  if ("micros" in value && typeof value.micros === "bigint" && "isFinite" in value) {
    const moment = new Date(Number(value.micros / 1000n));
    return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
  }
  // A decimal.
  if ("scale" in value && text.replaceAll(/\D/g, "").length <= EXACT_DIGITS) return Number(text);
  return text;
}
