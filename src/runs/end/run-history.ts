import type { History } from "../../alerts/alert-facts.ts";
import { readStoredFigures } from "../../alerts/stored-figures.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readFigures, readLastFigures } from "../../store/alarms/read-figures.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { Database } from "../../store/connection/transaction.ts";

/** What the rules of a run compare with. Nights whose `best` is of another backtest are left out. */
export async function readHistory(run: RunRow, spec: DagSpec, database: Database): Promise<History> {
  const limit = Math.max(1, ...spec.alerts.map((rule) => policyOf(rule).averageOver));
  const baselineId = spec.notifications?.baseline ?? null;
  const stored = await readLastFigures(database, { dagId: run.dagId, exceptRun: run.id, limit });
  const baseline = baselineId === null ? null : readStoredFigures(await readFigures(database, baselineId));
  const backtest = spec.backtests[0]?.name ?? null;
  const nights = stored.map(readStoredFigures).filter((night) => night !== null && night.backtest === backtest);
  return { nights: nights.filter((night) => night !== null), baseline, baselineId };
}
