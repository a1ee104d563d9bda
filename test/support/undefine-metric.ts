import type { Pool } from "pg";
import type { TaskId } from "../../src/core/names/ids.ts";
import { type MetricId } from "../../src/engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS, type UndefinedReason } from "../../src/core/metrics/undefined-reason.ts";
import { readParts } from "../../src/store/sweep/parts.ts";

/** Makes a stored metric of a cell undefined. */
export async function undefineMetric(
  database: Pool,
  taskId: TaskId,
  { cell, metric, reason }: { readonly cell: number; readonly metric: MetricId; readonly reason: UndefinedReason },
): Promise<void> {
  const [part] = await readParts(database, taskId, { from: cell, to: cell + 1 });
  if (part === undefined) throw new Error(`There is no cell ${cell}`);
  const code = Buffer.of(1 + UNDEFINED_REASONS.indexOf(reason));
  await database.query(
    `update batch set
       metrics = overlay(metrics placing float8send('NaN') from ((array_position(names, $2) - 1) * cells + $3) * 8 + 1),
       reasons = overlay(coalesce(reasons, decode(repeat('00', cells * cardinality(names)), 'hex')) placing $4
         from (array_position(names, $2) - 1) * cells + $3 + 1)
     where id = $1`,
    [part.batchId, metric, part.rowAt(part.indexOf(cell)), code],
  );
}
