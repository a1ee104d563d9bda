import { FIGURES_VERSION } from "../../../alerts/stored-figures.ts";
import { SEVERITIES, type Severity } from "../../../core/names/alarms.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import { UNDEFINED_REASONS, type UndefinedReason } from "../../../core/metrics/undefined-reason.ts";
import { readNow } from "../../../store/connection/database-clock.ts";
import type { Database } from "../../../store/connection/transaction.ts";
import {
  type BestFigure,
  countOpenRuns,
  listBestFigures,
  listOpenRunsOfAll,
  listPresentDags,
  listStrips,
  type OpenRun,
  type OverviewDag,
  type RunMark,
} from "../../../store/service/overview.ts";
import { type AlarmView, alarmViews } from "../../alarms/alarm-views.ts";
import { type Progress, progressOf } from "../run/run-progress.ts";
import type { DagSummaries, DagSummary } from "./dag-summaries.ts";

/** What is going on, of all DAGs that the database knows. */
export interface Overview {
  readonly at: Date;
  readonly dags: readonly DagOverview[];
  readonly running: readonly { readonly run: OpenRun; readonly progress: Progress }[];
  readonly openRuns: number;
  /** That nobody takes care of. */
  readonly alarms: readonly AlarmView[];
}

export interface DagOverview {
  readonly dag: OverviewDag;
  /** Of its last good version; null when there is none that can be read. */
  readonly summary: DagSummary | null;
  readonly next: Date | null;
  /** The latest first. */
  readonly runs: readonly RunMark[];
  readonly best: BestOfDag | null;
  readonly openAlarms: number;
  readonly severity: Severity | null;
}

interface BestOfDag {
  readonly runId: string;
  readonly backtest: string;
  readonly metric: MetricInfo;
  readonly last: MeasuredBest;
  /** Null when there was no run before it. */
  readonly before: MeasuredBest | null;
}

interface MeasuredBest {
  readonly value: number | null;
  readonly reason: UndefinedReason | null;
}

const STRIP = 14;
const MOST_RUNNING = 100;

/** One query for each part, over all DAGs. */
export async function readOverview(database: Database, summaries: DagSummaries): Promise<Overview> {
  const dags = await listPresentDags(database);
  const known = await summaries.read(dags.flatMap(({ hash }) => hash ?? []));
  const ranked = dags.flatMap(({ id: dagId, hash }) => {
    const ranking = known.get(hash ?? "")?.ranking ?? null;
    return ranking === null ? [] : [{ dagId, backtest: ranking.backtest, metric: ranking.objective.id }];
  });
  const [at, marks, figures, open, openRuns, alarms] = await Promise.all([
    readNow(database),
    listStrips(database, STRIP),
    listBestFigures(database, ranked, FIGURES_VERSION),
    listOpenRunsOfAll(database, MOST_RUNNING),
    countOpenRuns(database),
    alarmViews(database, { dagId: null, isOpen: true }),
  ]);
  const strips = Map.groupBy(marks, ({ dagId }) => dagId);
  const bests = Map.groupBy(figures, ({ dagId }) => dagId);
  const wrong = Map.groupBy(
    alarms.filter(({ alarm }) => alarm.state !== "quiet"),
    ({ alarm }) => alarm.dagId,
  );
  return {
    at,
    dags: dags.map((dag) => {
      const summary = known.get(dag.hash ?? "") ?? null;
      const severities = new Set(wrong.get(dag.id)?.map(({ alarm }) => alarm.severity));
      return {
        dag,
        summary,
        next: summary?.next(at) ?? null,
        runs: strips.get(dag.id) ?? [],
        best: bestOf(summary, bests.get(dag.id) ?? []),
        openAlarms: wrong.get(dag.id)?.length ?? 0,
        severity: SEVERITIES.findLast((severity) => severities.has(severity)) ?? null,
      };
    }),
    running: open.map((run) => ({ run, progress: progressOf(run, run.underWay, at) })),
    openRuns,
    alarms: alarms.filter(({ alarm, mute }) => alarm.state !== "quiet" && mute === null && !isAcked(alarm, at)),
  };
}

function isAcked({ ackedBy, ackedUntil }: AlarmView["alarm"], now: Date): boolean {
  return ackedBy !== null && (ackedUntil === null || ackedUntil > now);
}

function bestOf(summary: DagSummary | null, [last, before]: readonly BestFigure[]): BestOfDag | null {
  const ranking = summary?.ranking ?? null;
  if (ranking === null || last === undefined) return null;
  return {
    runId: last.runId,
    backtest: ranking.backtest,
    metric: ranking.objective,
    last: measuredBest(last),
    before: before === undefined ? null : measuredBest(before),
  };
}

function measuredBest({ value, reason }: BestFigure): MeasuredBest {
  return { value, reason: UNDEFINED_REASONS.find((known) => known === reason) ?? null };
}
