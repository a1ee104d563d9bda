import { setTimeout as delay } from "node:timers/promises";
import { holdSeries } from "../../store/prices/series-lock.ts";
import type { SeriesKey } from "../../store/prices/series.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";

const LOOK_EVERY_MS = 250;

/** Does `work` while no other process fetches the same series; waits for its turn, and says so. */
export async function withSeries<T>(
  key: SeriesKey,
  { deps, watch }: { readonly deps: Pick<IngestDeps, "database">; readonly watch: IngestWatch },
  work: () => Promise<T>,
): Promise<T> {
  for (let looks = 0; ; looks++) {
    const held = await holdSeries(deps.database, key);
    if (held === null) {
      if (looks === 0) watch.onNote?.(`${key.symbol} ${key.timeframe}: another process fetches it; waiting for it`);
      await delay(LOOK_EVERY_MS, undefined, { signal: watch.signal });
      continue;
    }
    await using _held = held;
    return await work();
  }
}
