/**
 * One draw of what isolation costs: a range of a user's strategy in a thread of this process and in a process of its own, in turns,
 * with equal results. Prints the median of each, and of what a turn apart took by the turn in the thread just before it. The compiler
 * makes code of another speed in every thread and process, by up to a tenth; so `bench/user-code.ts` asks for several.
 *
 *     node bench/support/isolation-pair.ts RUNS
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { createUserCode } from "../../src/app/user/user-code.ts";
import type { SweepResult } from "../../src/engine/backtest.ts";
import { SWEEP_METRIC_IDS } from "../../src/engine/metrics/metric-catalogue.ts";
import { createCellEngine } from "../../src/executors/engine/create-cell-engine.ts";
import { type PackedResult, unpackResult } from "../../src/executors/packed-result.ts";
import { codeHash } from "../../src/sandbox/modules/code-hash.ts";
import { numberArgument } from "./arguments.ts";
import { measureOnce, summarize } from "./measure.ts";
import { CROSS_CELLS, requireEqual, sampleBars, VECTORBT_SETTINGS } from "./sample-sweep.ts";

/** About a second of work, which is what a run gives out at once. */
const RANGE_CELLS = Array.from({ length: 4 }, () => CROSS_CELLS).flat();

function hashOf(column: Float64Array): string {
  return createHash("sha256")
    .update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
    .digest("hex");
}

const userCode = createUserCode({ home: process.cwd(), env: process.env });
const file = path.join(import.meta.dirname, "users-cross.ts");
const setup = {
  id: "bench",
  strategy: { kind: "module", path: file, exportName: "usersCross" },
  codeHash: await codeHash(file),
  bars: [sampleBars()],
  settings: VECTORBT_SETTINGS,
  blocks: 16,
} as const;
const executor = createCellEngine({ users: userCode.sweepProcesses(1), slots: 1 });
const thread = new Worker(new URL("users-thread.ts", import.meta.url));
const texts = RANGE_CELLS.map((cell) => JSON.stringify(cell));
const never = new AbortController().signal;
const apart = (): Promise<SweepResult> => executor.compute(setup, texts, never);
const inThread = async (): Promise<SweepResult> => {
  thread.postMessage(`[${texts.join(",")}]`, []);
  const [packed] = (await once(thread, "message")) as [PackedResult];
  return unpackResult(packed);
};
const [one, other] = [await apart(), await inThread()];
for (const id of SWEEP_METRIC_IDS) requireEqual(id, hashOf(one.metrics[id]), hashOf(other.metrics[id]));
for (let call = 0; call < 2; call++) for (const warmUp of [inThread, apart]) await warmUp();
const turns: { readonly threadMs: number; readonly apartMs: number }[] = [];
for (let run = 0; run < numberArgument(0, 5); run++) {
  const { wallMs: threadMs } = await measureOnce(inThread);
  const { wallMs: apartMs } = await measureOnce(apart);
  turns.push({ threadMs, apartMs });
}
console.log(
  JSON.stringify({
    cells: RANGE_CELLS.length,
    threadMs: summarize(turns.map((turn) => turn.threadMs)).medianMs,
    apartMs: summarize(turns.map((turn) => turn.apartMs)).medianMs,
    ratio: summarize(turns.map((turn) => turn.apartMs / turn.threadMs)).medianMs,
  } satisfies IsolationPair),
);
await executor.close();
await userCode.close();
await thread.terminate();

export interface IsolationPair {
  readonly cells: number;
  /** Medians. */
  readonly threadMs: number;
  readonly apartMs: number;
  /** Of the turn apart by the one before it, in the thread; their median. */
  readonly ratio: number;
}
