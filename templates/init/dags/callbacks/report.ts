import type { CallbackContext } from "nightgrid";

/** Runs after all backtests; what it logs is shown by `nightgrid logs`. */
export async function report({ run, results, log }: CallbackContext): Promise<void> {
  const [best] = await results.best(1);
  log.info(`${run.cells.total} cells, best Sharpe ${best?.metrics?.sharpe ?? "undefined"}`, { params: best?.params });
}
