import type { Priority } from "../../../src/core/names/priority.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { FRESH, type ModelState, type ModelTask } from "../rules/model-state.ts";
import { decideWaiting } from "../rules/task-rules.ts";
import { SHAPES, type ShapeName } from "../shapes.ts";
import type { ModelSystem } from "./model-system.ts";

interface TaskRow {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly phase: ModelTask["phase"];
  readonly rule: string;
  readonly minSuccess: number | null;
  readonly pool: string | null;
  readonly cells: number;
  readonly needs: readonly string[];
}

/** Starts a run; which tasks it has, and which need which, the model takes from what was written. */
export async function startModelRun(
  state: ModelState,
  system: ModelSystem,
  { shape, priority }: { readonly shape: ShapeName; readonly priority: Priority },
): Promise<void> {
  const spec: DagSpec = { ...SHAPES[shape], priority };
  const id = await system.project.start(spec);
  const { rows } = await system.database.query<TaskRow>(
    `select id::text, key, kind, phase, trigger_rule as rule, min_success as "minSuccess", pool, cells_total as cells,
       array(select needed_id::text from task_need where task_id = task.id) as needs
     from task where run_id = $1 order by position`,
    [id],
  );
  const { maxActiveTasks, maxActiveTasksPerRun } = spec.limits ?? {};
  const dag = `dag:${spec.id}`;
  const ofRun = `run:${id}`;
  if (maxActiveTasks === undefined) state.limits.delete(dag);
  else state.limits.set(dag, maxActiveTasks);
  if (maxActiveTasksPerRun !== undefined) state.limits.set(ofRun, maxActiveTasksPerRun);
  const shared = [`queue:${priority}`, ...(spec.limits === undefined ? [] : [dag, ofRun])];
  const tasks = rows.map(({ kind, cells, pool, ...row }): ModelTask => {
    const backtest = kind === "backtest" ? spec.backtests.find(({ name }) => name === row.key) : undefined;
    return {
      ...row,
      runId: id,
      isSweep: backtest !== undefined,
      limits: [...(pool === null ? [] : [`pool:${pool}`]), ...shared],
      timeoutMs: backtest?.timeoutMs ?? null,
      base: `${spec.id} ${row.key}${backtest?.volatile === true ? id : ""}`,
      state: "waiting",
      tries: 0,
      kills: 0,
      notBefore: 0,
      ageMs: 0,
      cells: Array.from({ length: cells }, () => FRESH),
    };
  });
  const run = { id, dagId: spec.id, tasks, state: "queued", stopping: null, isPaused: false, ageMs: 0 } as const;
  state.runs.set(id, { ...run });
  decideWaiting(state.runs.get(id) ?? run);
}
