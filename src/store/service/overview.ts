import type { RunId } from "../../core/names/ids.ts";
import type { DagState, RunStatus } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import { UNDER_WAY } from "../run/list-runs.ts";
import { RUN_STATUS } from "../run/run-status.ts";
import { RUN_COLUMNS, type RunRow } from "../run/runs.ts";

export interface OverviewDag {
  readonly id: string;
  readonly file: string;
  readonly hash: string | null;
  readonly state: DagState;
  readonly error: unknown;
  readonly pausedAt: Date | null;
  readonly unpausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedBecause: string | null;
}

/** Those whose file is there, by their ids. */
export async function listPresentDags(connection: Connection): Promise<readonly OverviewDag[]> {
  const { rows } = await connection.query<OverviewDag>({
    name: "list-present-dags",
    text: `
      select id, file, hash, state, error, paused_at as "pausedAt", unpaused_at as "unpausedAt", paused_by as "pausedBy",
        paused_because as "pausedBecause"
      from dag where state <> 'removed' order by dag.id`,
  });
  return rows;
}

/** A run as a mark in a strip. */
export interface RunMark {
  readonly dagId: string;
  readonly id: RunId;
  readonly status: RunStatus;
  readonly logicalDate: Date;
  readonly createdAt: Date;
  /** Null while it goes on. */
  readonly durationMs: number | null;
}

const MARK = `id, ${RUN_STATUS} as status, logical_date as "logicalDate", created_at as "createdAt",
  greatest(0, extract(epoch from finished_at - coalesce(reopened_at, created_at)) * 1000)::float8 as "durationMs"`;

/** The last runs of every DAG whose file is there, the latest first. */
export async function listStrips(connection: Connection, perDag: number): Promise<readonly RunMark[]> {
  const { rows } = await connection.query<RunMark>({
    name: "list-strips",
    text: `
      select dag.id as "dagId", strip.* from dag cross join lateral (
        select ${MARK} from run where dag_id = dag.id order by created_at desc, run.id desc limit $1) strip
      where dag.state <> 'removed'`,
    values: [perDag],
  });
  return rows;
}

/** The last runs of a DAG, the latest first. */
export async function listMarks(connection: Connection, dagId: string, limit: number): Promise<readonly RunMark[]> {
  const { rows } = await connection.query<RunMark>({
    name: "list-marks",
    text: `
      select dag_id as "dagId", ${MARK} from run where dag_id = $1 order by created_at desc, run.id desc limit $2`,
    values: [dagId, limit],
  });
  return rows;
}

/** The objective of the best cell of a run. */
export interface BestFigure {
  readonly dagId: string;
  readonly runId: RunId;
  readonly value: number | null;
  readonly reason: string | null;
}

/** Of each DAG its last two runs that kept figures of that backtest, the latest first. */
export async function listBestFigures(
  connection: Connection,
  wanted: readonly { readonly dagId: string; readonly backtest: string; readonly metric: string }[],
  version: number,
): Promise<readonly BestFigure[]> {
  const { rows } = await connection.query<BestFigure>({
    name: "list-best-figures",
    text: `
      select wanted.dag_id as "dagId", last.* from unnest($1::text[], $2::text[], $3::text[]) as wanted (dag_id, backtest, metric)
      cross join lateral (
        select run_id as "runId", (figures #>> array['best', 'metrics', wanted.metric])::float8 as value,
          figures #>> array['best', 'reasons', wanted.metric] as reason
        from run_figures where dag_id = wanted.dag_id and figures ->> 'backtest' = wanted.backtest
          and figures ->> 'version' = $4::text
        order by ended_at desc, run_id desc limit 2) last`,
    values: [
      wanted.map(({ dagId }) => dagId),
      wanted.map(({ backtest }) => backtest),
      wanted.map(({ metric }) => metric),
      version,
    ],
  });
  return rows;
}

export interface OpenRun extends RunRow {
  /** Cells' worth of work that is not counted yet. */
  readonly underWay: number;
}

/** Runs that have not ended, the latest first. */
export async function listOpenRunsOfAll(connection: Connection, limit: number): Promise<readonly OpenRun[]> {
  const { rows } = await connection.query<OpenRun>({
    name: "list-open-runs-of-all",
    text: `
      select ${RUN_COLUMNS}, coalesce((
        select sum(${UNDER_WAY}) from task join attempt on attempt.task_id = task.id
        where task.run_id = run.id and task.state = 'running' and attempt.state = 'running'), 0)::float8 as "underWay"
      from run where finished_at is null order by created_at desc, run.id desc limit $1`,
    values: [limit],
  });
  return rows;
}

export async function countOpenRuns(connection: Connection): Promise<number> {
  const { rows } = await connection.query<{ runs: number }>({
    name: "count-open-runs",
    text: `select count(*)::int as runs from run where finished_at is null`,
  });
  return rows[0]?.runs ?? 0;
}
