import { readStoredFigures } from "../../../alerts/stored-figures.ts";
import type { RunId } from "../../../core/names/ids.ts";
import { readLastNight } from "../../../store/service/dag-history.ts";
import type { Connection } from "../../../store/connection/transaction.ts";

/** The best cell of the last night. */
export interface Nightly {
  readonly runId: RunId;
  readonly dagId: string;
  readonly logicalDate: Date;
  readonly sharpe: number | null;
  readonly cagr: number | null;
  /** A positive fraction. */
  readonly maxDrawdown: number | null;
  readonly trades: number | null;
}

/** Of the latest run of a schedule that succeeded and kept its figures; null before the first one. @param dagId null for any DAG */
export async function lastNight(connection: Connection, dagId: string | null): Promise<Nightly | null> {
  const night = await readLastNight(connection, dagId);
  if (night === null) return null;
  const metrics = readStoredFigures(night.figures)?.best?.metrics;
  const { runId, logicalDate } = night;
  return {
    runId,
    dagId: night.dagId,
    logicalDate,
    sharpe: metrics?.sharpe ?? null,
    cagr: metrics?.cagr ?? null,
    maxDrawdown: metrics?.max_drawdown ?? null,
    trades: metrics?.total_trades ?? null,
  };
}
