import type { Pool } from "pg";

interface Part {
  readonly task: string;
  readonly total: number;
  readonly first: number;
  readonly last: number;
  readonly cells: number;
  readonly numbers: Buffer | null;
  readonly rows: Buffer | null;
  readonly params: string;
  readonly sameBase: boolean;
}

/** I2: each result once per key, and each cell in exactly one part, with the result of its own parameters. */
export async function checkCells(database: Pool): Promise<readonly string[]> {
  const doubled = await database.query<{ base: string; params: string }>(
    `select encode(base, 'hex') as base, cell::text as params from batch, json_array_elements(params::json) as cell
     group by 1, 2 having count(*) > 1`,
  );
  const { rows: parts } = await database.query<Part>(
    `select task.id::text as task, task.cells_total as total, part.first_cell as first, part.last_cell as last, part.cells,
       part.numbers, part.rows, batch.params, batch.base = task.base as "sameBase"
     from sweep_part part join task on task.id = part.task_id join batch on batch.id = part.batch_id order by task.id`,
  );
  const { rows: failed } = await database.query<{ task: string; cell: number }>(
    "select task_id::text as task, cell from failed_cell",
  );
  const { rows: ended } = await database.query<{ task: string; total: number }>(
    "select id::text as task, cells_total as total from task where state = 'succeeded' and kind = 'backtest'",
  );
  const partsOf = Map.groupBy(parts, ({ task }) => task);
  const failedOf = Map.groupBy(failed, ({ task }) => task);
  return [
    ...doubled.rows.map(({ base, params }) => `I2: two results of ${params} in ${base.slice(0, 8)}`),
    ...parts.filter(({ sameBase }) => !sameBase).map(({ task }) => `Task ${task} has results of another base`),
    ...ended.flatMap(({ task, total }) =>
      checkTask(task, total, [
        ...(partsOf.get(task) ?? []).flatMap(cellsOfPart),
        ...(failedOf.get(task) ?? []).map(({ cell }) => ({ cell, k: cell })),
      ]),
    ),
  ];
}

interface StoredCell {
  readonly cell: number;
  /** Of its parameters, in the DAGs of these scenarios the number of the cell; absent elsewhere. */
  readonly k: number | undefined;
}

function cellsOfPart({ first, cells, numbers, rows, params }: Part): readonly StoredCell[] {
  const parameters = JSON.parse(params) as readonly { readonly k?: number }[];
  return Array.from({ length: cells }, (_, index) => {
    const row = rows === null ? index : rows.readInt32BE(4 * index);
    return { cell: numbers === null ? first + index : numbers.readInt32BE(4 * index), k: parameters[row]?.k };
  });
}

function checkTask(task: string, total: number, cells: readonly StoredCell[]): readonly string[] {
  const seen = new Set(cells.map(({ cell }) => cell));
  const wrong = cells.find(({ cell, k }) => k !== undefined && k !== cell);
  return [
    ...(cells.length === total && seen.size === total
      ? []
      : [`Task ${task} has ${cells.length} cells, ${seen.size} different ones, of ${total}`]),
    ...(wrong === undefined ? [] : [`Cell ${wrong.cell} of task ${task} has the result of k = ${wrong.k}`]),
  ];
}
