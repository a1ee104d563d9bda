import type { Params } from "../../core/params/param-spec.ts";
import type { SweepResult } from "../../engine/backtest.ts";
import { SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import type { StrategyRunner } from "../../executors/strategy-runner.ts";
import type { SweepSetup } from "../../executors/engine/sweep-setup.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { RunDeps } from "../run-deps.ts";
import { openSweep } from "../sweep/open-sweep.ts";
import { marketOf } from "../market/market-of.ts";
import { sampleOf } from "./sample-of.ts";

/** Ways to compute the same cells; the first is the one that the others are compared with. */
export const WAYS = ["alone", "in a sweep", "in the opposite order", "in two processes at once"] as const;
export type Way = (typeof WAYS)[number];

export interface DeterminismCheck {
  readonly backtest: string;
  readonly strategy: string;
  /** Cells that were looked at, by number. */
  readonly cells: readonly number[];
  /** The first difference; null when every cell came out the same, bit for bit, in every way. */
  readonly difference: Difference | null;
}

export interface Difference {
  readonly params: Params;
  readonly way: Way;
  /** Id of a metric, or `error`. */
  readonly what: string;
  /** Null where it is undefined, or where there was no error. */
  readonly alone: number | string | null;
  readonly other: number | string | null;
}

const MOST_CELLS = 8;

/**
 * Whether a cell of a backtest depends on anything but its input: on the cells before it, their order, or chance.
 *
 * @throws AppError of the data, the grid or the module
 */
export async function checkDeterminism(
  backtest: BacktestSpec,
  logicalDate: Date,
  deps: Pick<RunDeps, "executors" | "strategies">,
): Promise<DeterminismCheck> {
  const sweep = await openSweep(backtest, { logicalDate, runId: "" }, deps);
  const cells = sampleOf(sweep.grid.count, MOST_CELLS);
  const params = cells.map((cell) => sweep.grid.cellAt(cell));
  const { setup } = marketOf(sweep);
  const { name } = await deps.strategies.describe(setup.strategy);
  const difference = await firstDifference(setup, params, deps.strategies);
  return { backtest: backtest.name, strategy: name, cells, difference };
}

type Outcome = ReadonlyMap<string, number | string | null>;

async function firstDifference(
  setup: SweepSetup,
  cells: readonly Params[],
  strategies: StrategyRunner,
): Promise<Difference | null> {
  const sweep = async (some: readonly Params[]) => outcomesOf(await strategies.sweepApart(setup, some), some.length);
  const alone: Outcome[] = [];
  for (const cell of cells) alone.push(...(await sweep([cell])));
  const ways: readonly (readonly [Way, () => Promise<readonly Outcome[]>])[] = [
    ["in a sweep", () => sweep(cells)],
    ["in the opposite order", async () => (await sweep(cells.toReversed())).toReversed()],
    ["in two processes at once", async () => (await Promise.all([sweep(cells), sweep(cells)]))[1]],
  ];
  for (const [way, compute] of ways) {
    const others = await compute();
    for (const [index, params] of cells.entries()) {
      const unlike = unlikeOf(alone[index] ?? new Map(), others[index] ?? new Map());
      if (unlike !== null) return { params, way, ...unlike };
    }
  }
  return null;
}

function outcomesOf({ metrics, failures }: SweepResult, count: number): readonly Outcome[] {
  const errors = new Map(failures.map(({ index, message }) => [index, message]));
  return Array.from({ length: count }, (_, cell) => {
    const values = SWEEP_METRIC_IDS.map((id) => [id, definedOrNull(metrics[id][cell])] as const);
    return new Map<string, number | string | null>([["error", errors.get(cell) ?? null], ...values]);
  });
}

function definedOrNull(value = Number.NaN): number | null {
  return Number.isNaN(value) ? null : value;
}

function unlikeOf(alone: Outcome, other: Outcome): Omit<Difference, "params" | "way"> | null {
  for (const [what, value] of alone) {
    const found = other.get(what) ?? null;
    if (!Object.is(found, value)) return { what, alone: value, other: found };
  }
  return null;
}
