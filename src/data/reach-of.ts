import { DAY_MS } from "../core/time/calendar-year.ts";
import { stat } from "node:fs/promises";
import { tradingDays } from "../core/time/trading-session.ts";
import { timeframeMs } from "./bars/timeframe.ts";
import { type TableDeps, tableOpener } from "./beside/tables/open-table.ts";
import { resolveSymbols } from "./beside/resolve-symbols.ts";
import { resolveSources } from "./catalogue/resolve-sources.ts";
import type { CsvSource } from "./csv/csv-source.ts";
import { readFileBars } from "./files/read-file-bars.ts";
import type { DataReach } from "./dataset.ts";
import type { DataSpec } from "../core/spec/data-spec.ts";

/** @param day `YYYY-MM-DD`: of a universe those are told that are in it on that day */
export type ReachOf = (request: DataSpec, day: string) => Promise<readonly DataReach[]>;

/**
 * Tells up to which day data reach. It is asked again and again while a run waits for them, so a file is read again only
 * when its size or its times have changed.
 */
export function reachReader(deps: TableDeps): ReachOf {
  const known = new Map<string, { readonly signature: string; readonly lastDay: string }>();
  const reachOf = async (source: CsvSource): Promise<DataReach> => {
    const { size, mtimeMs, ctimeMs, ino } = await stat(source.file).catch(() => NOTHING);
    const signature = [size, mtimeMs, ctimeMs, ino].join(" ");
    const key = JSON.stringify(source);
    const before = known.get(key);
    // What has only just been written may be written again within the same tick of the disk's clock.
    if (before?.signature === signature && Date.now() - mtimeMs > SETTLED_MS)
      return { symbol: source.symbol, lastDay: before.lastDay };
    const lastDay = await readLastDay(source);
    known.set(key, { signature, lastDay });
    return { symbol: source.symbol, lastDay };
  };
  return async (request, day) => {
    const openTable = tableOpener(deps);
    const { symbols, universe } = await resolveSymbols(request, openTable);
    const { files } = await resolveSources({ ...request, symbols }, deps.home, openTable);
    const dayNumber = Date.parse(day) / DAY_MS;
    const reaches: DataReach[] = [];
    // One after the other: nobody is in a hurry, and files may be large.
    for (const source of files) {
      if (universe?.isIn(source.symbol, dayNumber) !== false) reaches.push(await reachOf(source));
    }
    return reaches;
  };
}

const SETTLED_MS = 2000;
/** Reading it says what is wrong. */
const NOTHING = { size: 0, mtimeMs: 0, ctimeMs: 0, ino: 0 };

async function readLastDay(source: CsvSource): Promise<string> {
  const { bars } = await readFileBars(source);
  const last = bars.time.at(-1) ?? 0;
  const isDaily = timeframeMs(source.timeframe) >= DAY_MS;
  const day = tradingDays(isDaily ? undefined : source.session)(last);
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
