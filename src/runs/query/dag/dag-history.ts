import { FIGURES_VERSION } from "../../../alerts/stored-figures.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import { listNightPoints, type NightPoint } from "../../../store/service/dag-history.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { metricsOf } from "../../metrics-of.ts";
import { readKnownDag } from "./known-dag.ts";

export interface HistoryRequest {
  readonly dag: string;
  /** Null for the objective. */
  readonly metric: string | null;
  /** Logical dates from this on, and before that; absent for all. */
  readonly from?: Date;
  readonly to?: Date;
  readonly limit: number;
}

/** A metric of the best cells, night by night. */
export interface DagHistory {
  readonly backtest: string;
  readonly metric: MetricInfo;
  /** The earliest first. */
  readonly points: readonly NightPoint[];
  readonly months: readonly { readonly month: string; readonly mean: number | null; readonly values: number }[];
  readonly hasMore: boolean;
}

/**
 * Of the first backtest of the last good version: figures are kept of it alone, by runs that were no experiment and no backfill.
 *
 * @throws AppError DAG_NOT_FOUND; USAGE when its cells can have no such metric
 */
export async function dagHistory(connection: Connection, request: HistoryRequest): Promise<DagHistory> {
  const { spec } = await readKnownDag(connection, request.dag);
  const [backtest] = spec?.backtests ?? [];
  if (backtest === undefined) {
    throw new AppError("DAG_NOT_FOUND", `The DAG "${request.dag}" has no version that can be read, or no backtest`);
  }
  const known = metricsOf(backtest);
  const name = request.metric ?? backtest.objective;
  const metric = known.find(name);
  if (metric === undefined) {
    throw new AppError("USAGE", `The cells of ${backtest.name} have no metric "${name}"`, {
      hint: suggestName(name, known.ids),
    });
  }
  const { from = null, to = null, limit } = request;
  const about = { dagId: request.dag, backtest: backtest.name, metric: name, version: FIGURES_VERSION };
  const found = await listNightPoints(connection, { ...about, from, to, limit: limit + 1 });
  const points = found.slice(0, limit).toReversed();
  return { backtest: backtest.name, metric, points, months: monthsOf(points), hasMore: found.length > limit };
}

function monthsOf(points: readonly NightPoint[]): DagHistory["months"] {
  const months = Map.groupBy(points, ({ logicalDate }) => logicalDate.toISOString().slice(0, 7));
  return [...months].map(([month, nights]) => {
    const values = nights.flatMap(({ value }) => value ?? []);
    const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    return { month, mean, values: values.length };
  });
}
