import type { AlertFacts, History, NightFigures } from "../../alerts/alert-facts.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readFigures, readLastFigures } from "../../store/alarms/read-figures.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { Database } from "../../store/connection/transaction.ts";

/** Raised when figures change their meaning; those of another version are compared with no more. */
const VERSION = 1;

/** What the rules of a run compare with. Nights whose `best` is of another backtest are left out. */
export async function readHistory(run: RunRow, spec: DagSpec, database: Database): Promise<History> {
  const limit = Math.max(1, ...spec.alerts.map((rule) => policyOf(rule).averageOver));
  const baselineId = spec.notifications?.baseline ?? null;
  const stored = await readLastFigures(database, { dagId: run.dagId, exceptRun: run.id, limit });
  const baseline = baselineId === null ? null : parseFigures(await readFigures(database, baselineId));
  const backtest = spec.backtests[0]?.name ?? null;
  const nights = stored.map(parseFigures).filter((night) => night !== null && night.backtest === backtest);
  return { nights: nights.filter((night) => night !== null), baseline, baselineId };
}

/** What later nights may compare with; null where nobody should: an experiment, or a night that went wrong. */
export function figuresToKeep(facts: AlertFacts): Readonly<Record<string, unknown>> | null {
  const { run, backtest, best, judgement, cells, isExperiment } = facts;
  if (isExperiment || run.state !== "succeeded") return null;
  return { version: VERSION, run, backtest, best, judgement, cells };
}

function parseFigures(stored: unknown): NightFigures | null {
  if (typeof stored !== "object" || stored === null || !("version" in stored) || stored.version !== VERSION)
    return null;
  return "run" in stored && "best" in stored && "cells" in stored ? (stored as unknown as NightFigures) : null;
}
