import { SWEEP_METRIC_IDS, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import { byteaArray, float8Array, textArray } from "../binary-array.ts";
import type { CellNotes } from "./cell-notes.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText, storableJsonText } from "../connection/storable-client.ts";

/** Results of one base, as parallel columns. */
export interface ResultColumns {
  readonly keys: readonly Uint8Array[];
  /** Canonical JSON. */
  readonly params: readonly string[];
  /** NaN is stored as null. */
  readonly metrics: Readonly<Record<SweepMetricId, Float64Array>>;
  /** Null where there is nothing to note. */
  readonly notes: readonly (CellNotes | null)[];
  /** See `packBlockSums`; null where none were computed. */
  readonly blockSums: readonly (Uint8Array | null)[];
}

const METRIC_COLUMNS = SWEEP_METRIC_IDS.join(", ");
const INSERT = `
  insert into result (base, key, params, reasons, block_sums, ${METRIC_COLUMNS})
  select $1, new.key, new.params::jsonb, new.reasons::jsonb, new.block_sums, ${SWEEP_METRIC_IDS.map((id) => `new.${id}`).join(", ")}
  from unnest($2::bytea[], $3::text[], $4::text[], $5::bytea[], ${SWEEP_METRIC_IDS.map((_, index) => `$${index + 6}::float8[]`).join(", ")})
    as new (key, params, reasons, block_sums, ${METRIC_COLUMNS})
  on conflict (base, key) do nothing`;

/** Writes results in bulk. A key that is there already keeps its result (I2, I6: it is the same). */
export async function insertResults(connection: Connection, base: Uint8Array, results: ResultColumns): Promise<void> {
  if (results.keys.length === 0) return;
  await connection.query({
    name: "insert-results",
    text: INSERT,
    values: [
      base,
      byteaArray(results.keys),
      textArray(results.params.map(storableJsonText)),
      textArray(results.notes.map((notes) => (notes === null ? null : jsonText(notes)))),
      byteaArray(results.blockSums),
      ...SWEEP_METRIC_IDS.map((id) => float8Array(results.metrics[id])),
    ],
  });
}

export interface KnownResult {
  readonly key: Buffer;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

const PAGE = 5000;

/** Every result of a base, in pages: cost follows what exists, never the size of a grid. */
export async function* resultsOfBase(
  connection: Connection,
  base: Uint8Array,
): AsyncGenerator<readonly KnownResult[], void, undefined> {
  let after: Uint8Array = Buffer.alloc(0);
  for (;;) {
    const { rows } = await connection.query<KnownResult>({
      name: "results-of-base",
      text: `select key, params from result where base = $1 and key > $2 order by key limit $3`,
      values: [base, after, PAGE],
    });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.key;
  }
}
