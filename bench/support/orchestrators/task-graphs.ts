import { systemClock } from "../../../src/core/time/clock.ts";
import { newRunId } from "../../../src/core/names/ids.ts";
import { watchRun } from "../../../src/runs/query/watch-run.ts";
import { dagVersion } from "../../../src/runs/start/run-plan.ts";
import { writeRun } from "../../../src/runs/start/write-run.ts";
import { type Database, inTransaction } from "../../../src/store/connection/transaction.ts";
import type { NewTask } from "../../../src/store/run/tasks.ts";
import { sampleCallback, sampleDag } from "../../../test/support/sample-dag.ts";

const spec = sampleDag({ id: "fan", before: [sampleCallback("noop")], after: [sampleCallback("noop")] });

/** Tasks that do nothing, each after the one before it. */
export function chainOf(length: number): readonly NewTask[] {
  return Array.from({ length }, (_, index) => noop(`task ${index}`, index === 0 ? [] : [index - 1]));
}

/** One task first, then so many at once, then one that waits for all. */
export function fanOf(width: number): readonly NewTask[] {
  const middle = Array.from({ length: width }, (_, index) => noop(`task ${index}`, [0]));
  const join = noop(
    "join",
    middle.map((_, index) => index + 1),
  );
  return [noop("first", []), ...middle, join];
}

function noop(key: string, needs: readonly number[]): NewTask {
  const rule = { triggerRule: "all_success", minSuccess: null } as const;
  return { key, specIndex: 0, kind: "callback", phase: "before", ...rule, needs, sweep: null };
}

/** @returns milliseconds from before the run is written until somebody who watches it hears of its end */
export async function timeRun(database: Database, tasks: readonly NewTask[]): Promise<number> {
  const version = dagVersion({ file: "/bench.yaml", text: "fan", spec });
  const run = {
    id: newRunId(systemClock.now()),
    dagId: spec.id,
    dagHash: version.hash,
    logicalDate: new Date(),
    tickAt: null,
    trigger: "manual",
    overrides: {},
    held: false,
    codeHash: "",
    snapshotIds: [],
    reads: "own",
    seed: 0,
    cellsTotal: 0,
    openTasks: tasks.length,
    timeoutMs: 3_600_000,
  } as const;
  const began = performance.now();
  await inTransaction(database, (transaction) => writeRun(transaction, { file: "/bench.yaml", version, run, tasks }));
  for await (const progress of watchRun(database, run.id)) {
    if (progress.isOver && progress.run.state !== "succeeded") throw new Error(`The run ${progress.run.state}`);
  }
  return performance.now() - began;
}
