import type { PreparedSweep, SweepMoment } from "../../executors/executor.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import type { Market } from "../market/market.ts";
import type { RunDeps } from "../run-deps.ts";
import { pickExecutor } from "./pick-executor.ts";

/** A backtest of a DAG with everything at hand to compute its cells: the name of its results, a grid, and who computes ranges of it. */
export interface Sweep {
  readonly backtest: BacktestSpec;
  readonly grid: Grid;
  readonly prepared: PreparedSweep<Market>;
}

/** Pins a backtest to its inputs, or opens it with those of `moment`, and opens its grid. @throws AppError of its executor */
export async function openSweep(
  backtest: BacktestSpec,
  moment: SweepMoment,
  { executors }: Pick<RunDeps, "executors">,
): Promise<Sweep> {
  const grid = openGrid(backtest.grid, backtest.params);
  const prepared = await pickExecutor(backtest, executors).prepare(backtest, { ...moment, cells: grid.count });
  return { backtest, prepared, grid };
}
