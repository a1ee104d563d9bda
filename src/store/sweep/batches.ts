import type { TaskId } from "../../core/names/ids.ts";
import type { Refusals } from "../../engine/backtest.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";
import { jsonText, storableJsonText } from "../connection/storable-client.ts";
import { packDoubles, packInts } from "./packed.ts";
import { type StandingRows, standingRows } from "../standings/standing-rows.ts";
import { packBlockSums, type SummedRows } from "./block-sums.ts";

export type BatchId = string;

/** Results of one base that are stored together, as parallel columns. */
export interface BatchColumns {
  /** Canonical JSON of the parameters of each. */
  readonly params: readonly string[];
  /** By name: NaN where undefined, and 0 or 1 + the index into UNDEFINED_REASONS. */
  readonly metrics: ReadonlyMap<string, MetricColumn>;
  /** By row; rows without a refusal are left out. */
  readonly refused: ReadonlyMap<number, Refusals>;
  /** Of some rows or of all; null for none. */
  readonly sums: SummedRows | null;
  /** Of all rows, in cells that can be gone on with; absent for none. */
  readonly standings?: StandingRows;
}

export interface MetricColumn {
  readonly values: Float64Array;
  readonly reasons: Uint8Array;
}

/** Some rows of a batch, in ascending order. */
export function rowsOf({ params, metrics, refused, sums, standings }: BatchColumns, rows: Int32Array): BatchColumns {
  const place = new Map([...rows].map((row, index) => [row, index]));
  return {
    params: Array.from(rows, (row) => params[row] ?? ""),
    metrics: new Map(
      [...metrics].map(([name, { values, reasons }]) => [
        name,
        {
          values: Float64Array.from(rows, (row) => values[row] ?? Number.NaN),
          reasons: Uint8Array.from(rows, (row) => reasons[row] ?? 0),
        },
      ]),
    ),
    refused: new Map(
      [...refused].flatMap(([row, why]) => {
        const index = place.get(row);
        return index === undefined ? [] : [[index, why]];
      }),
    ),
    sums: sums === null ? null : summedOf(sums, place),
    ...(standings !== undefined && { standings: standingRows(standings, rows) }),
  };
}

function summedOf({ rows, blocks, sum, sumOfSquares }: SummedRows, place: ReadonlyMap<number, number>): SummedRows {
  const kept = [...rows.entries()].flatMap(([at, row]) => {
    const index = place.get(row);
    return index === undefined ? [] : [{ at, index }];
  });
  const only = (column: Float64Array): Float64Array =>
    Float64Array.from(kept.flatMap(({ at }) => [...column.subarray(at * blocks, (at + 1) * blocks)]));
  return {
    rows: Int32Array.from(kept, ({ index }) => index),
    blocks,
    sum: only(sum),
    sumOfSquares: only(sumOfSquares),
  };
}

/** Writes results of a sweep; who does so makes sure that nobody has written them before (I2). */
export async function insertBatch(
  connection: Connection,
  { taskId, base }: { readonly taskId: TaskId; readonly base: Uint8Array },
  batch: BatchColumns,
): Promise<BatchId> {
  const columns = [...batch.metrics.values()];
  const hasReasons = columns.some(({ reasons }) => reasons.some((code) => code !== 0));
  const { sums, params, refused } = batch;
  const { rows } = await connection.query<{ id: BatchId }>({
    name: "insert-batch",
    text: `
      insert into batch (base, task_id, cells, names, metrics, reasons, refused, params, summed_rows, block_sums)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id::text`,
    values: [
      base,
      taskId,
      params.length,
      [...batch.metrics.keys()],
      packDoubles(columns.map(({ values }) => values)),
      hasReasons ? Buffer.concat(columns.map(({ reasons }) => reasons)) : null,
      refused.size === 0 ? null : jsonText(Object.fromEntries(refused)),
      storableJsonText(`[${params.join(",")}]`),
      sums === null || sums.rows.length === params.length ? null : packInts(sums.rows),
      sums === null ? null : packBlockSums(sums),
    ],
  });
  return rows[0]?.id ?? "";
}

export interface KnownBatch {
  readonly id: BatchId;
  /** The sweep that has computed it. */
  readonly taskId: TaskId;
  readonly params: readonly Readonly<Record<string, string | number | boolean>>[];
}

/**
 * The results of a base, batch by batch in the order in which they were stored; without such that are to be computed anew.
 *
 * @param after only later ones; null for all
 * @param notOf leaves the batches of this sweep out
 */
export async function* batchesOf(
  connection: Connection,
  base: Uint8Array,
  { after = null, notOf = null }: { readonly after?: BatchId | null; readonly notOf?: TaskId | null } = {},
): AsyncGenerator<KnownBatch, void, undefined> {
  for (let last = after ?? "0"; ; ) {
    const { rows } = await connection.query<{ id: BatchId; taskId: TaskId; params: string }>({
      name: "batches-of",
      text: `
        select id::text, task_id::text as "taskId", params from batch
        where base = $1 and id > $2 and task_id is distinct from $3 and not superseded order by batch.id limit 1`,
      values: [base, last, notOf],
    });
    const [row] = rows;
    if (row === undefined) return;
    yield { id: row.id, taskId: row.taskId, params: JSON.parse(row.params) as KnownBatch["params"] };
    last = row.id;
  }
}

/**
 * Waits for those who are just storing results of this base, and keeps others from it until the end of the transaction: ids
 * are drawn before they are committed, so that one below the last that is seen could come later, and be missed for good.
 */
export async function settleBase(transaction: Transaction, base: Uint8Array): Promise<void> {
  await lockBase(transaction, "pg_advisory_xact_lock", base);
}

async function lockBase(
  transaction: Transaction,
  lock: "pg_advisory_xact_lock" | "pg_advisory_xact_lock_shared",
  base: Uint8Array,
): Promise<void> {
  await transaction.query(`select ${lock}(hashtextextended('results of ' || encode($1::bytea, 'hex'), 0))`, [base]);
}

/**
 * Until the end of the transaction nobody else stores results of this base that another sweep computes at this moment.
 *
 * @returns the last batch that was there when the sweep began; those after it, of other sweeps, have come meanwhile
 */
export async function guardBase(transaction: Transaction, taskId: TaskId, base: Uint8Array): Promise<BatchId | null> {
  const { rows } = await transaction.query<{ known: BatchId | null; isShared: boolean }>({
    name: "is-base-shared",
    text: `
      select known_batch::text as known,
        exists (select from task where base = $2 and state = 'running' and id <> $1) as "isShared"
      from task where id = $1`,
    values: [taskId, base],
  });
  const { known = null, isShared = false } = rows[0] ?? {};
  // The one that sees the other waits for what it is just storing; of two, one at least sees the other.
  await lockBase(transaction, isShared ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared", base);
  return known;
}
