import { SERIES_KINDS, type SeriesKind } from "../../../core/spec/series-spec.ts";
import type { QueryLimits } from "../../../files/sql/query-limits.ts";
import { openQueryRoom, type QueryRoom } from "../../../files/sql/query-room.ts";
import type { CheckedSelect } from "../../../files/sql/checked-select.ts";
import type { SqlTable } from "../../../files/sql/sql-table.ts";
import type { RunDeps } from "../../run-deps.ts";
import { queryRuns, RUN_SUMMARY, type RunScope, type ScopedRun } from "../../../store/query/query-runs.ts";
import { NIGHT_VIEWS } from "../../../store/query/read-view.ts";
import { cellTable } from "./cell-table.ts";
import { loadCells, type LoadDeps, loadMetrics, METRIC_TABLE } from "./load-cells.ts";
import { loadSeries, SERIES_TABLES } from "./load-series.ts";
import { loadView, viewTable } from "./load-views.ts";
import { sweepsInScope } from "./sweeps-in-scope.ts";

export interface QueryRequest {
  readonly sql: string;
  readonly scope: RunScope;
  readonly limits: QueryLimits;
}

/** A query whose tables are there; disposing of it removes them. */
export interface OpenQuery extends AsyncDisposable {
  readonly room: QueryRoom;
  readonly select: CheckedSelect;
  /** What was read for it, in the order of reading. */
  readonly loaded: readonly LoadedTable[];
  /** What could not be read. */
  readonly gaps: readonly QueryGap[];
}

export interface LoadedTable {
  readonly table: string;
  readonly rows: number;
}

export interface QueryGap {
  /** `missing`: files that are gone or on another host; `refused`: such that are no series; `unreadable`: definitions of old runs. */
  readonly kind: "missing" | "refused" | "unreadable";
  readonly table: string;
  readonly count: number;
}

/** Named as the view of Postgres; the short name is another one for it. */
const RUN_TABLE: SqlTable = { name: "run_summary", columns: RUN_SUMMARY };
const RUN_NAMES = ["runs", "run_summary"];

const MONTHS = "backtest_metrics_monthly";
/** As the view of that name in Postgres has it, of the nights in scope. */
const MEANS_OF_MONTHS = `
  select date_trunc('month', backtest_date)::date as month, dag, count(*) as nights, avg(sharpe_net) as sharpe_net,
    avg(cagr_net) as cagr_net, avg(max_drawdown) as max_drawdown, avg(total_return) as total_return,
    avg(total_trades) as total_trades, avg(total_fees) as total_fees
  from backtest_metrics group by 1, 2`;

/**
 * Fills the tables that a query names, from the runs in its scope, and locks them away from everything else.
 *
 * @throws AppError QUERY_INVALID, PACKAGE_MISSING; as the depot's where series lie in one
 */
export async function openQuery(
  deps: Pick<RunDeps, "database" | "depot">,
  { sql, scope, limits }: QueryRequest,
): Promise<OpenQuery> {
  const room = await openQueryRoom(limits);
  try {
    const select = await room.check(sql);
    const filled = await fill(select, scope, { ...deps, room, signal: limits.signal });
    await room.lock();
    return { room, select, ...filled, [Symbol.asyncDispose]: () => room[Symbol.asyncDispose]() };
  } catch (error) {
    await room[Symbol.asyncDispose]();
    throw error;
  }
}

async function fill(select: CheckedSelect, scope: RunScope, deps: LoadDeps) {
  const { database, room, signal } = deps;
  const { isAboutShape, words } = select;
  const isNamed = (table: string): boolean => words.has(table);
  const all = ["cells", "metrics", ...RUN_NAMES, ...NIGHT_VIEWS, MONTHS, ...SERIES_KINDS];
  // `show tables` names none, and is shown all of them.
  const isWanted = (table: string): boolean => isNamed(table) || (isAboutShape && !all.some(isNamed));
  const loaded: LoadedTable[] = [];
  const gaps: QueryGap[] = [];
  const tell = (table: string, rows: number) => isAboutShape || loaded.push({ table, rows });
  const hasRuns = RUN_NAMES.some(isWanted);
  if (hasRuns) {
    await room.createTable(RUN_TABLE);
    await room.createView("runs", `from ${RUN_TABLE.name}`);
  }
  const runs: ScopedRun[] = [];
  for await (const page of queryRuns(database, scope)) {
    signal.throwIfAborted();
    if (hasRuns && !isAboutShape) await room.add(RUN_TABLE, transposed(page));
    // What is kept of many runs is little.
    for (const { id, dagId, dagHash } of page) runs.push({ id, dagId, dagHash, summary: [] });
  }
  if (hasRuns) tell("runs", runs.length);
  await fillCells(select, { runs, isWanted, tell, gaps }, deps);
  for (const view of NIGHT_VIEWS) {
    if (!isWanted(view) && !(view === "backtest_metrics" && isWanted(MONTHS))) continue;
    const table = await viewTable(database, view);
    await room.createTable(table);
    if (!isAboutShape) tell(view, await loadView(view, { table, runs }, deps));
  }
  if (isWanted(MONTHS)) await room.createView(MONTHS, MEANS_OF_MONTHS);
  for (const kind of SERIES_KINDS) {
    if (!isWanted(kind)) continue;
    await room.createTable(SERIES_TABLES[kind]);
    if (!isAboutShape) await fillSeries(kind, { runs, tell, gaps }, deps);
  }
  return { loaded, gaps };
}

interface Filling {
  readonly runs: readonly ScopedRun[];
  readonly tell: (table: string, rows: number) => unknown;
  readonly gaps: QueryGap[];
}

async function fillCells(
  select: CheckedSelect,
  { runs, isWanted, tell, gaps }: Filling & { readonly isWanted: (table: string) => boolean },
  deps: LoadDeps,
): Promise<void> {
  const { database, room, signal } = deps;
  if (!isWanted("cells") && !isWanted("metrics")) return;
  const { sweeps, unreadable } = await sweepsInScope(database, runs, signal);
  if (unreadable > 0) gaps.push({ kind: "unreadable", table: "cells", count: unreadable });
  const isFilled = !select.isAboutShape;
  if (isWanted("cells")) {
    const table = cellTable(sweeps, select);
    await room.createTable(table);
    let rows = 0;
    if (isFilled) for (const sweep of sweeps) rows += await loadCells(sweep, table, deps);
    tell("cells", rows);
  }
  if (isWanted("metrics")) {
    await room.createTable(METRIC_TABLE);
    let rows = 0;
    if (isFilled) for (const sweep of sweeps) rows += await loadMetrics(sweep, deps);
    tell("metrics", rows);
  }
}

async function fillSeries(kind: SeriesKind, { runs, tell, gaps }: Filling, deps: LoadDeps): Promise<void> {
  const { rows, missing, refused } = await loadSeries(kind, runs, deps);
  tell(kind, rows);
  if (missing > 0) gaps.push({ kind: "missing", table: kind, count: missing });
  if (refused > 0) gaps.push({ kind: "refused", table: kind, count: refused });
}

function transposed(page: readonly ScopedRun[]) {
  return RUN_SUMMARY.map((_, place) => page.map(({ summary }) => summary[place] ?? null));
}
