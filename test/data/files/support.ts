import { type WrittenReading, readingOf } from "../../../src/core/spec/data-reading.ts";
import type { TradingSession } from "../../../src/core/time/trading-session.ts";
import { barsFromRows, type FileBars } from "../../../src/data/files/read-file-bars.ts";
import { openRows } from "../../../src/data/files/open-rows.ts";

export interface Asked extends WrittenReading {
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly session?: TradingSession;
}

/** The bars of a file's content, read as its `data:` block would say. */
export async function readFile(content: string | Uint8Array, asked: Asked = {}): Promise<FileBars> {
  const { symbol = "ABC", timeframe = "1d", session, ...written } = asked;
  const { columns, reading = {} } = readingOf(written);
  const rows = await openRows(typeof content === "string" ? Buffer.from(content) : content, reading, "prices.csv");
  const source = { file: "prices.csv", symbol, timeframe, columns, adjusted: false, ...(session && { session }) };
  return barsFromRows(rows, source, reading);
}

export function times(found: FileBars): readonly string[] {
  return [...found.bars.time].map((time) =>
    new Date(time).toISOString().replace("T00:00:00.000Z", "").replace(":00.000Z", ""),
  );
}
