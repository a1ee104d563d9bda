import type { ChaosProject } from "./chaos-project.ts";

export interface ChaosDag {
  readonly id: string;
  /** Cells of the one axis, `k`: cell `k` has the parameter `k`. */
  readonly cells: number;
  /** How long a cell sleeps, in milliseconds: time without load, so that two processors do for three workers. */
  readonly cellMs: number;
  /** A line of `schedule:`; absent for none. */
  readonly schedule?: string;
  /** More keys of the file, as YAML. */
  readonly more?: string;
}

/**
 * Writes a DAG whose cells take their time, with a callback of its own before and after, artifacts, and a message.
 * Its entries depend on `k`, so that results that were mixed up are seen.
 */
export function writeChaosDag(project: ChaosProject, { id, cells, cellMs, schedule, more = "" }: ChaosDag): void {
  project.write(
    `dags/${id}_strategy.ts`,
    `const pause = new Int32Array(new SharedArrayBuffer(4));
export default { name: "${id}", params: { k: { kind: "int", default: 0 } }, signals({ bars, params: { k } }) {
  Atomics.wait(pause, 0, 0, ${cellMs});
  const entries = Uint8Array.from(bars.close, (_, bar) => Number(bar % (7 + (k % 97)) === k % 5));
  return { entries, exits: entries.map((_, bar) => Number(bar % (11 + (k % 89)) === 3)) };
} };
`,
  );
  project.write(
    `dags/${id}_callback.ts`,
    `export async function before({ log }) { log.info("before"); }
export async function after({ artifacts }) { await artifacts.write("after.txt", "x".repeat(100_000)); }
`,
  );
  project.write(
    `dags/${id}.yaml`,
    `id: ${id}
${schedule === undefined ? "" : `schedule: ${schedule}\n`}backtest:
  strategy: ./${id}_strategy.ts
  data: { dataset: sp500 }
  start_date: 2016-01-04
  end_date: 2017-12-29
  param_grid: { k: { from: 0, to: ${cells - 1}, step: 1 } }
before_backtest: ["./${id}_callback.ts#before"]
after_backtest: [rank, "./${id}_callback.ts#after"]
alerts: [{ name: ended, when: cells.total > 0, to: [webhook] }]
retry: { limit: 2, backoff: 1s }
${more}`,
  );
}
