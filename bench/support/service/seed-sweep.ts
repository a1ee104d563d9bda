import { canonicalJson } from "../../../src/core/values/canonical-json.ts";
import type { RunId, TaskId } from "../../../src/core/names/ids.ts";
import { SWEEP_METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import { storedSpec } from "../../../src/factory/stored-spec.ts";
import { addDag, addDagVersion } from "../../../src/store/run/dags.ts";
import { insertRun } from "../../../src/store/run/runs.ts";
import { insertTasks } from "../../../src/store/run/tasks.ts";
import { insertPart } from "../../../src/store/moves/cell-moves.ts";
import { insertBatch } from "../../../src/store/sweep/batches.ts";
import type { Database } from "../../../src/store/connection/transaction.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../../test/support/sample-dag.ts";

const RANGE = 20_000;
const BASE = new Uint8Array(32).fill(7);

/** A sweep of SIDE × SIDE cells that has ended, with made-up metrics, in ranges as workers leave them. */
export async function seedSweep(database: Database, side: number): Promise<RunId> {
  const cells = side * side;
  const backtest = sampleBacktest({ grid: gridOf({ fast: upFrom(2, side), slow: upFrom(2 + side, side) }) });
  const spec = sampleDag({ id: "million", backtests: [backtest] });
  const runId = "20260210_143022_a3f8b2c1" as RunId;
  await addDagVersion(database, { hash: "million", dagId: spec.id, yaml: "", spec: storedSpec(spec) });
  await addDag(database, { id: spec.id, file: "/dags/million.yaml", hash: "million" });
  await insertRun(database, {
    id: runId,
    dagId: spec.id,
    dagHash: "million",
    logicalDate: new Date("2026-02-10"),
    tickAt: null,
    trigger: "manual",
    overrides: {},
    held: false,
    codeHash: "",
    snapshotIds: [],
    seed: 1,
    cellsTotal: cells,
    openTasks: 1,
    timeoutMs: 1,
  });
  const sweep = { base: BASE, snapshotId: null, reads: "own", codeHash: "", cells } as const;
  const task = { key: "backtest", specIndex: 0, kind: "backtest", phase: "backtest" } as const;
  const rule = { triggerRule: "all_success", minSuccess: null, needs: [], sweep } as const;
  const [taskId = "" as TaskId] = await insertTasks(database, runId, [{ ...task, ...rule }]);
  const grid = openGrid(backtest.grid, backtest.params);
  for (let from = 0; from < cells; from += RANGE) {
    const count = Math.min(RANGE, cells - from);
    const numbers = Int32Array.from({ length: count }, (_, place) => from + place);
    const metrics = new Map(SWEEP_METRIC_IDS.map((id, metric) => [id, columnOf(numbers, metric)]));
    const params = Array.from(numbers, (cell) => canonicalJson(grid.cellAt(cell)));
    const batch = { params, metrics, refused: new Map(), sums: null };
    const batchId = await insertBatch(database, { taskId, base: BASE }, batch);
    await insertPart(database, taskId, { batchId, state: "succeeded", cells: numbers, rows: null });
  }
  for (const table of ["run", "task"]) {
    await database.query(
      `update ${table} set state = 'succeeded', cells_done = $1, cells_succeeded = $1, started_at = now(), finished_at = now()
       where ${table === "run" ? "id" : "run_id"} = $2`,
      [cells, runId],
    );
  }
  return runId;
}

/** Noise over a slope, another one for each metric. */
function columnOf(cells: Int32Array, metric: number) {
  const values = Float64Array.from(cells, (cell) => {
    const noise = Math.imul(cell + 1, 2_654_435_761 + 2 * metric) >>> 0;
    return noise / 2 ** 32 + cell / 1e6;
  });
  return { values, reasons: new Uint8Array(cells.length) };
}
