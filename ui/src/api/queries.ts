import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { change, getJson } from "./request.ts";
import type {
  Accounts,
  Audit,
  Backfill,
  Backfills,
  BarPage,
  CellDetail,
  Compare,
  DagDefinition,
  DagDetail,
  DagGrid,
  DagHistory,
  DagText,
  DagTicks,
  Explanation,
  Me,
  Overview,
  PriceFetches,
  PriceProblems,
  PriceSources,
  Queues,
  RunDetail,
  RunPage,
  SeriesPage,
  SignInWays,
  Storage,
  Plan,
  Sweep,
  SweepCells,
  Tokens,
  Trades,
  Validation,
  Workers,
} from "./shapes.ts";
import type { Query } from "./address.ts";

/**
 * Every request of a screen. The first word of a key is what an event of the stream says has changed (see
 * `state/live-events.ts`), the second the run or the DAG.
 */
export const meQuery = () => queryOptions({ queryKey: ["me"], queryFn: () => getJson<Me>("/me"), staleTime: 300_000 });

export const overviewQuery = () =>
  queryOptions({ queryKey: ["overview"], queryFn: ({ signal }) => getJson<Overview>("/overview", { signal }) });

export const dagQuery = (dag: string) =>
  queryOptions({ queryKey: ["dag", dag], queryFn: ({ signal }) => getJson<DagDetail>(dagPath(dag), { signal }) });

export const dagGridQuery = (dag: string, runs: number) =>
  queryOptions({
    queryKey: ["dag", dag, "grid", runs],
    queryFn: ({ signal }) => getJson<DagGrid>(`${dagPath(dag)}/grid`, { query: { runs }, signal }),
  });

export const dagHistoryQuery = (dag: string, metric: string) =>
  queryOptions({
    queryKey: ["dag", dag, "history", metric],
    queryFn: ({ signal }) => getJson<DagHistory>(`${dagPath(dag)}/history`, { query: { metric }, signal }),
  });

export const dagTicksQuery = (dag: string, year: number) =>
  queryOptions({
    queryKey: ["dag", dag, "ticks", year],
    queryFn: ({ signal }) => getJson<DagTicks>(`${dagPath(dag)}/ticks`, { query: { year }, signal }),
    placeholderData: keepPreviousData,
  });

export const backfillsQuery = (dag: string) =>
  queryOptions({
    queryKey: ["dag", dag, "backfills"],
    queryFn: ({ signal }) => getJson<Backfills>(`${dagPath(dag)}/backfills`, { signal }),
  });

/** Changes nothing: what a backfill would do. */
export const backfillPlanQuery = (dag: string, body: Readonly<Record<string, unknown>>) =>
  queryOptions({
    queryKey: ["plan", dag, "backfill", body],
    queryFn: () => change<Backfill>("POST", `${dagPath(dag)}/backfills/plan`, body),
    placeholderData: keepPreviousData,
  });

export const dagTextQuery = (dag: string, hash: string) =>
  queryOptions({
    queryKey: ["text", dag, hash],
    queryFn: ({ signal }) => getJson<DagText>(`${dagPath(dag)}/versions/${encodeURIComponent(hash)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The file as it is now, with everything that is wrong with it. */
export const definitionQuery = (dag: string) =>
  queryOptions({
    queryKey: ["dag", dag, "definition"],
    queryFn: ({ signal }) => getJson<DagDefinition>(`${dagPath(dag)}/definition`, { signal }),
  });

export const explainQuery = (dag: string) =>
  queryOptions({
    queryKey: ["dag", dag, "explain"],
    queryFn: ({ signal }) => getJson<Explanation>(`${dagPath(dag)}/explain`, { signal }),
  });

/** Changes nothing: the text is only checked. */
export const draftQuery = (yaml: string) =>
  queryOptions({
    queryKey: ["draft", yaml],
    queryFn: () => change<Validation>("POST", "/dags/validate", { yaml }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

/** Changes nothing: what a run would do. */
export const planQuery = (dag: string, body: Readonly<Record<string, unknown>>) =>
  queryOptions({
    queryKey: ["plan", dag, body],
    queryFn: () => change<Plan>("POST", `${dagPath(dag)}/plan`, body),
    placeholderData: keepPreviousData,
  });

export const runsQuery = (query: Query) =>
  queryOptions({
    queryKey: ["runs", query],
    queryFn: ({ signal }) => getJson<RunPage>("/runs", { query, signal }),
    placeholderData: keepPreviousData,
  });

export const runQuery = (run: string) =>
  queryOptions({ queryKey: ["run", run], queryFn: ({ signal }) => getJson<RunDetail>(runPath(run), { signal }) });

export const sweepQuery = (run: string, backtest: string) =>
  queryOptions({
    queryKey: ["run", run, "sweep", backtest],
    queryFn: ({ signal }) => getJson<Sweep>(sweepPath(run, backtest), { signal }),
  });

export interface CellsAsked {
  readonly run: string;
  readonly backtest: string;
  readonly sort: string;
  readonly reversed: boolean;
}

export const sweepCellsQuery = ({ run, backtest, sort, reversed }: CellsAsked) =>
  queryOptions({
    queryKey: ["run", run, "cells", backtest, sort, reversed],
    queryFn: ({ signal }) =>
      getJson<SweepCells>(`${sweepPath(run, backtest)}/cells`, {
        query: { sort, reverse: reversed, limit: 100 },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

export const cellQuery = (run: string, backtest: string, cell: number) =>
  queryOptions({
    queryKey: ["run", run, "cell", backtest, cell],
    queryFn: ({ signal }) => getJson<CellDetail>(`${sweepPath(run, backtest)}/cells/${cell}`, { signal }),
  });

export const tradesQuery = (run: string, backtest: string, cell: number) =>
  queryOptions({
    queryKey: ["run", run, "trades", backtest, cell],
    queryFn: ({ signal }) =>
      getJson<Trades>(`${sweepPath(run, backtest)}/cells/${cell}/series`, { query: { kind: "trades" }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const compareQuery = (cells: readonly string[]) =>
  queryOptions({
    queryKey: ["compare", cells],
    queryFn: ({ signal }) => getJson<Compare>("/compare", { query: { c: cells }, signal }),
    enabled: cells.length > 0,
  });

export const sourcesQuery = () =>
  queryOptions({ queryKey: ["sources"], queryFn: ({ signal }) => getJson<PriceSources>("/data/sources", { signal }) });

export const seriesQuery = (query: Query) =>
  queryOptions({
    queryKey: ["prices", "series", query],
    queryFn: ({ signal }) => getJson<SeriesPage>("/data/series", { query, signal }),
    placeholderData: keepPreviousData,
  });

export const barsQuery = (query: Query) =>
  queryOptions({
    queryKey: ["prices", "bars", query],
    queryFn: ({ signal }) => getJson<BarPage>("/data/bars", { query, signal }),
    placeholderData: keepPreviousData,
  });

export const problemsQuery = (source: string, symbol: string) =>
  queryOptions({
    queryKey: ["prices", "problems", source, symbol],
    queryFn: ({ signal }) => getJson<PriceProblems>("/data/problems", { query: { source, symbol }, signal }),
  });

export const fetchesQuery = () =>
  queryOptions({
    queryKey: ["fetches"],
    queryFn: ({ signal }) => getJson<PriceFetches>("/data/fetches", { query: { limit: 10 }, signal }),
  });

export const workersQuery = () =>
  queryOptions({
    queryKey: ["workers"],
    queryFn: ({ signal }) => getJson<Workers>("/workers", { signal }),
    refetchInterval: 5000,
  });

export const queuesQuery = () =>
  queryOptions({
    queryKey: ["queues"],
    queryFn: ({ signal }) => getJson<Queues>("/queues", { signal }),
    refetchInterval: 5000,
  });

export const storageQuery = (query: { readonly depot?: boolean } = {}) =>
  queryOptions({
    queryKey: ["storage", query],
    queryFn: ({ signal }) => getJson<Storage>("/storage", { query, signal }),
  });

export const auditQuery = () =>
  queryOptions({
    queryKey: ["audit"],
    queryFn: ({ signal }) => getJson<Audit>("/audit", { query: { limit: 200 }, signal }),
  });

export const usersQuery = () =>
  queryOptions({ queryKey: ["users"], queryFn: ({ signal }) => getJson<Accounts>("/users", { signal }) });

export const tokensQuery = () =>
  queryOptions({ queryKey: ["tokens"], queryFn: ({ signal }) => getJson<Tokens>("/tokens", { signal }) });

export const signInWaysQuery = () =>
  queryOptions({ queryKey: ["ways"], queryFn: ({ signal }) => getJson<SignInWays>("/auth/ways", { signal }) });

export function dagPath(dag: string): string {
  return `/dags/${encodeURIComponent(dag)}`;
}

export function runPath(run: string): string {
  return `/runs/${encodeURIComponent(run)}`;
}

export function sweepPath(run: string, backtest: string): string {
  return `${runPath(run)}/sweeps/${encodeURIComponent(backtest)}`;
}
