import type { Refusals } from "../../engine/backtest.ts";
import type { Connection } from "../connection/transaction.ts";
import type { BatchId, MetricColumn } from "./batches.ts";
import { unpackDoubles } from "./packed.ts";

/**
 * Columns of a batch, all rows of each; null for a metric that it has not. Reads nothing else of it.
 *
 * @param names in whose order the columns come
 */
export async function readBatchColumns(
  connection: Connection,
  batchId: BatchId,
  names: readonly string[],
): Promise<readonly (MetricColumn | null)[]> {
  const { rows } = await connection.query<{ readonly values: Buffer | null; readonly reasons: Buffer | null }>({
    name: "read-batch-columns",
    text: `
        select substring(metrics from (place - 1) * cells * 8 + 1 for cells * 8) as values,
          substring(reasons from (place - 1) * cells + 1 for cells) as reasons
        from batch cross join unnest($2::text[]) with ordinality as wanted (name, position)
          cross join lateral array_position(names, wanted.name) as place
        where id = $1 order by position`,
    values: [batchId, names],
  });
  return rows.map(({ values, reasons }) => {
    if (values === null) return null;
    const numbers = unpackDoubles(values);
    return { values: numbers, reasons: reasons ?? new Uint8Array(numbers.length) };
  });
}

/** One result as it is stored. */
export interface StoredResult {
  readonly names: readonly string[];
  /** In their order; NaN where undefined. */
  readonly values: Float64Array;
  /** 0 where defined, else 1 + the index into UNDEFINED_REASONS. */
  readonly reasons: Uint8Array;
  /** Entries that were refused; null for none. */
  readonly refused: Refusals | null;
}

/** A row of a batch. */
export interface Place {
  readonly batchId: BatchId;
  readonly row: number;
}

/** From so many rows of a batch on it may be read as a whole: slices cost a look into it for each number, 0.3 ms a row. */
const MANY_ROWS = 32;
/** Of a batch so many times as large, reading the whole costs more: the best cells of a million often lie in one batch. */
const LARGE = 100;

/** In the order of the places; undefined where the batch was deleted meanwhile. */
export async function readResults(
  connection: Connection,
  places: readonly Place[],
): Promise<readonly (StoredResult | undefined)[]> {
  const byBatch = Map.groupBy(
    places.map(({ batchId, row }, index) => ({ batchId, row, index })),
    ({ batchId }) => batchId,
  );
  const results = new Map<number, StoredResult>();
  const few: (Place & { readonly index: number })[] = [];
  const many = [...byBatch].flatMap(([batchId, wanted]) => (wanted.length < MANY_ROWS ? [] : [batchId]));
  const sizes = await readSizes(connection, many);
  for (const [batchId, wanted] of byBatch) {
    const isFew = wanted.length < Math.max(MANY_ROWS, (sizes.get(batchId) ?? 0) / LARGE);
    if (isFew) few.push(...wanted);
    else for (const { index, result } of await readWhole(connection, batchId, wanted)) results.set(index, result);
  }
  for (const { index, result } of await readFew(connection, few)) results.set(index, result);
  return places.map((_, index) => results.get(index));
}

/** How many cells these batches have. */
async function readSizes(connection: Connection, batchIds: readonly BatchId[]): Promise<ReadonlyMap<BatchId, number>> {
  if (batchIds.length === 0) return new Map();
  const { rows } = await connection.query<{ id: BatchId; cells: number }>({
    name: "read-batch-sizes",
    text: `select id::text, cells from batch where id = any($1::bigint[])`,
    values: [batchIds],
  });
  return new Map(rows.map(({ id, cells }) => [id, cells]));
}

interface Indexed {
  readonly index: number;
  readonly result: StoredResult;
}

interface ResultBytes {
  readonly names: string;
  readonly metrics: Buffer;
  readonly reasons: Buffer | null;
  readonly refused: string | null;
}

async function readFew(
  connection: Connection,
  places: readonly (Place & { readonly index: number })[],
): Promise<readonly Indexed[]> {
  if (places.length === 0) return [];
  const { rows } = await connection.query<ResultBytes & { readonly index: number }>({
    name: "read-few-results",
    text: `
      select wanted.index, to_json(names)::text as names, refused ->> wanted.row::text as refused,
        coalesce((select string_agg(substring(metrics from (place * cells + wanted.row) * 8 + 1 for 8), '' order by place)
          from generate_series(0, cardinality(names) - 1) as place), '') as metrics,
        (select string_agg(substring(reasons from place * cells + wanted.row + 1 for 1), '' order by place)
          from generate_series(0, cardinality(names) - 1) as place) as reasons
      from (
        select batch_id, array_agg(row) as rows, array_agg(index) as indexes
        from unnest($1::bigint[], $2::int[], $3::int[]) as place (batch_id, row, index) group by batch_id
      ) of_batch join batch on batch.id = of_batch.batch_id
        cross join unnest(of_batch.rows, of_batch.indexes) as wanted (row, index)`,
    values: [places.map(({ batchId }) => batchId), places.map(({ row }) => row), places.map(({ index }) => index)],
  });
  return rows.map(({ index, names, metrics, reasons, refused }) => {
    const values = unpackDoubles(metrics);
    const result = {
      names: JSON.parse(names) as string[],
      values,
      reasons: reasons ?? new Uint8Array(values.length),
      refused: refused === null ? null : (JSON.parse(refused) as Refusals),
    };
    return { index, result };
  });
}

async function readWhole(
  connection: Connection,
  batchId: BatchId,
  wanted: readonly { readonly row: number; readonly index: number }[],
): Promise<readonly Indexed[]> {
  const { rows } = await connection.query<ResultBytes & { readonly cells: number }>({
    name: "read-whole-batch",
    text: `select to_json(names)::text as names, cells, metrics, reasons, refused::text as refused from batch where id = $1`,
    values: [batchId],
  });
  const [batch] = rows;
  if (batch === undefined) return [];
  const { cells, reasons } = batch;
  const names = JSON.parse(batch.names) as string[];
  const metrics = unpackDoubles(batch.metrics);
  const refused = new Map(Object.entries(JSON.parse(batch.refused ?? "{}") as Record<string, Refusals>));
  return wanted.map(({ row, index }) => {
    const result = {
      names,
      values: Float64Array.from(names, (_, place) => metrics[place * cells + row] ?? Number.NaN),
      reasons: Uint8Array.from(names, (_, place) => reasons?.[place * cells + row] ?? 0),
      refused: refused.get(String(row)) ?? null,
    };
    return { index, result };
  });
}
