import { AppError } from "../../core/errors/app-error.ts";
import type { ReferenceSpec } from "../../core/spec/beside-spec.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { resolveSources } from "../catalogue/resolve-sources.ts";
import type { CsvSource } from "../csv/csv-source.ts";
import { readFileBars } from "../files/read-file-bars.ts";
import { barEnds } from "./bar-ends.ts";
import type { KnownSeries } from "./known-series.ts";

/** What a reference is given of the data that it stands beside. */
export type BesideData = Pick<DataSpec, "timeframe" | "session">;

/**
 * The file of a reference.
 *
 * @throws AppError DATASET_NOT_FOUND, DATASET_INVALID when it is several symbols, and none of them was picked
 */
export async function referenceSource(spec: ReferenceSpec, beside: BesideData, home: string): Promise<CsvSource> {
  const { name, dataset, csv, symbol, columns, reading, timeframe = beside.timeframe } = spec;
  const request: DataSpec = {
    dataset,
    csv,
    symbols: symbol === null ? [] : [symbol],
    timeframe,
    columns,
    adjusted: false,
    ...(beside.session && { session: beside.session }),
    ...(reading && { reading }),
  };
  const { files } = await resolveSources(request, home);
  const [first, second] = files;
  if (first !== undefined && second === undefined) return first;
  throw new AppError("DATASET_INVALID", `The reference "${name}" has ${files.length} symbols`, {
    hint: `Pick one: symbol: ${first?.symbol ?? "…"}.`,
    details: { key: "references" },
  });
}

/** One column of bars that are not traded; each value is known once its own bar is over. */
export async function readReference(spec: ReferenceSpec, source: CsvSource): Promise<KnownSeries> {
  const { bars } = await readFileBars(source);
  const ends = barEnds(bars.time, source.timeframe, source.session);
  return { knownAt: ends, eventTime: bars.time, value: bars[spec.field] };
}
