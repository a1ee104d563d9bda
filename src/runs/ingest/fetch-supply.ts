import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Instrument } from "../../store/prices/instruments.ts";
import { ensurePartitions } from "../../store/prices/partitions.ts";
import { addSupply, readSupply } from "../../store/prices/supply.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";
import type { OpenSource } from "./open-source.ts";

/**
 * Writes the units in circulation down, where the source tells them, once a UTC day. Bars do not wait for them: that they could not be had is
 * said, and no failure.
 */
export async function fetchSupply(
  instrument: Instrument,
  { source, context }: OpenSource,
  { deps, watch }: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<boolean> {
  if (source.supply === undefined) return false;
  const { database, clock } = deps;
  const now = clock.now();
  const last = await readSupply(database, instrument);
  if (last !== null && last.time >= Math.floor(now.getTime() / DAY_MS) * DAY_MS) return false;
  try {
    const rows = await source.supply({ instrument: instrument.id }, { ...context, now });
    await ensurePartitions(
      database,
      "supply",
      rows.map(({ time }) => time),
    );
    await addSupply(database, instrument, rows);
    return rows.length > 0;
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith("SOURCE_")) throw error;
    watch.onNote?.(`${instrument.symbol}: the units in circulation could not be had: ${error.message}`);
    return false;
  }
}
