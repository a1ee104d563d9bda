import type { TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";
import { packInts, unpackInts } from "../sweep/packed.ts";

/** Cells that a search has chosen for a task (structurally the factory's `PlacedCells`). */
export interface ChosenCells {
  /** The places of the first cell on every axis of its grid, then those of the second, … */
  readonly places: Int32Array;
  readonly count: number;
}

/** Keeps what was chosen. The first choice stays: whoever chooses again, by the same results, would choose the same. */
export async function keepChosenCells(
  connection: Connection,
  taskId: TaskId,
  { places, count }: ChosenCells,
): Promise<void> {
  await connection.query({
    name: "keep-chosen-cells",
    text: `insert into chosen_cells (task_id, cells, places) values ($1, $2, $3) on conflict do nothing`,
    values: [taskId, count, packInts(places)],
  });
}

/** Null before they are chosen. */
export async function readChosenCells(connection: Connection, taskId: TaskId): Promise<ChosenCells | null> {
  const { rows } = await connection.query<{ cells: number; places: Buffer }>({
    name: "read-chosen-cells",
    text: `select cells, places from chosen_cells where task_id = $1`,
    values: [taskId],
  });
  const [row] = rows;
  return row === undefined ? null : { places: unpackInts(row.places), count: row.cells };
}
