import type { TaskId } from "../core/names/ids.ts";
import type { Connection } from "./connection/transaction.ts";

/** Whose trials are counted together: everything ever tried with one strategy on one dataset. */
export interface Ledger {
  readonly dataset: string;
  readonly strategy: string;
}

/**
 * Writes down what a sweep has tried so far and gives back how many trials the ledger then has. A trial that is in
 * it already counts once, whichever run made it; a cell that failed is none, since it showed nothing.
 *
 * @param room what tells trials of equal parameters apart
 */
export async function addTrials(
  connection: Connection,
  ledger: Ledger,
  { taskId, base, room }: { readonly taskId: TaskId; readonly base: Uint8Array; readonly room: string },
): Promise<number> {
  const { rows } = await connection.query<{ trials: number }>({
    name: "add-trials",
    // The count sees the table as it was before the insert of the same statement.
    text: `
      with added as (
        insert into trial (dataset, strategy, id)
        select $1, $2, md5($4::text || result.params::text)::uuid
        from cell join result on result.base = $5 and result.key = cell.result_key where cell.task_id = $3
        on conflict do nothing returning 1
      )
      select ((select count(*) from trial where dataset = $1 and strategy = $2) + (select count(*) from added))::float8 as trials`,
    values: [ledger.dataset, ledger.strategy, taskId, room, base],
  });
  return rows[0]?.trials ?? 0;
}
