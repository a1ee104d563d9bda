import type { RunId } from "../../core/names/ids.ts";
import { type Database, inTransaction } from "../connection/transaction.ts";

/** Views that tell of nights by run, for others and for queries (docs/clients.md). */
export const NIGHT_VIEWS = ["backtest_metrics", "nightly_metric"] as const;
export type NightView = (typeof NIGHT_VIEWS)[number];

export interface ViewColumn {
  readonly name: string;
  /** Of Postgres: `float8`, `timestamptz`, … */
  readonly type: string;
}

/** Read once per query; they lie in a schema of their own where there may be one (migration 16). */
const FIND_VIEWS = `select set_config('search_path', quote_ident(left(current_schema(), 57) || '_views') || ', ' || quote_ident(current_schema()), true)`;

const SELECT: Readonly<Record<NightView, string>> = {
  backtest_metrics:
    "select to_json(array_agg(one order by one.run_id)) as rows from backtest_metrics one where run_id = any($1)",
  nightly_metric:
    "select to_json(array_agg(one order by one.run_id, one.metric)) as rows from nightly_metric one where run_id = any($1)",
};

export async function readViewColumns(database: Database, view: NightView): Promise<readonly ViewColumn[]> {
  return inTransaction(database, async (transaction) => {
    await transaction.query(FIND_VIEWS);
    const { rows } = await transaction.query<ViewColumn>(
      `select attname as name, typname as type from pg_attribute join pg_type on pg_type.oid = atttypid
       where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [view],
    );
    return rows;
  });
}

/** Rows of some runs, by the names of the columns. Moments and days are texts in ISO 8601. */
export async function readView(
  database: Database,
  view: NightView,
  runs: readonly RunId[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return inTransaction(database, async (transaction) => {
    await transaction.query(FIND_VIEWS);
    const { rows } = await transaction.query<{ rows: readonly Readonly<Record<string, unknown>>[] | null }>(
      SELECT[view],
      [runs],
    );
    return rows[0]?.rows ?? [];
  });
}
