import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { cellHref, compareHref, runHref, sweepHref } from "../../app/go.ts";
import { Page } from "../../app/page.tsx";
import { cellQuery } from "../../api/queries.ts";
import type { CellDetail } from "../../api/shapes.ts";
import { Params } from "../../components/params.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Tabs } from "../../components/controls/tabs.tsx";
import { formatCount, formatMetric } from "../../format/numbers.ts";
import { CellCurves } from "./cell-curves.tsx";
import { CellMetrics } from "./cell-metrics.tsx";
import { CellTrades } from "./cell-trades.tsx";
import { Neighbours } from "./neighbours.tsx";

interface CellScreenProps {
  readonly run: string;
  readonly backtest: string;
  readonly cell: number;
}

/** One cell: what it earned, whether its neighbours agree, and every trade. */
export function CellScreen({ run, backtest, cell }: CellScreenProps) {
  const query = useQuery(cellQuery(run, backtest, cell));
  const { data } = query;
  return (
    <Page
      title={`Cell ${cell} of ${backtest}`}
      heading={`Cell ${formatCount(cell)}`}
      crumbs={
        <>
          <Link href="/">DAGs</Link> / <Link href={runHref(run)}>{run}</Link> /{" "}
          <Link href={sweepHref(run, backtest)}>{backtest}</Link>
        </>
      }
      beside={data !== undefined && <StateBadge state={data.state ?? "waiting"} />}
      actions={data !== undefined && <CellActions detail={data} />}
    >
      <QueryView query={query} lines={12}>
        {(detail) => <CellContent detail={detail} />}
      </QueryView>
    </Page>
  );
}

function CellActions({ detail: { run_id: run, backtest, cell, neighbours } }: { readonly detail: CellDetail }) {
  const refs = [...new Set([cell, ...neighbours.map((one) => one.cell)])].map((one) => `${run}:${backtest}:${one}`);
  return (
    <>
      <Link href={`${sweepHref(run, backtest)}?cell=${cell}`} className="button">
        Among all cells
      </Link>
      {refs.length > 1 && (
        <Link href={compareHref(refs)} className="button">
          Compare with its neighbours
        </Link>
      )}
    </>
  );
}

function CellContent({ detail }: { readonly detail: CellDetail }) {
  const { params, error, objective, metrics, plateau, ranked, refused, origin, neighbours, state } = detail;
  const own = metrics.find(({ id }) => id === objective.id);
  const hasResult = state === "succeeded" || state === "cached";
  return (
    <>
      <Params params={params} />
      {error !== null && <p className="error-box">{error}</p>}
      {origin !== null && (
        <p className="soft">
          Computed as <Link href={cellHref(origin.run_id, detail.backtest, origin.cell)}>cell {origin.cell}</Link> of{" "}
          {origin.run_id}
        </p>
      )}
      {own !== undefined && (
        <dl className="tiles">
          <div>
            <dt>{own.label}</dt>
            <dd>
              {formatMetric(own.value, own.unit)}
              <small>
                {own.rank === null
                  ? own.reason?.replaceAll("_", " ")
                  : `rank ${formatCount(own.rank)} of ${formatCount(ranked)}`}
              </small>
            </dd>
          </div>
          <div>
            <dt>better than</dt>
            <dd>
              {formatMetric(own.percentile, "fraction")}
              <small>of the cells</small>
            </dd>
          </div>
          <div>
            <dt>plateau</dt>
            <dd>
              {formatMetric(plateau.value, "fraction")}
              <small>{plateau.reason?.replaceAll("_", " ") ?? "of its lead is shared by its neighbours"}</small>
            </dd>
          </div>
        </dl>
      )}
      {hasResult && (
        <Tabs
          label="Parts of the cell"
          first="curves"
          tabs={[
            { id: "curves", label: "Equity", content: () => <CellCurves detail={detail} /> },
            { id: "metrics", label: "Metrics", content: () => <CellMetrics metrics={metrics} refused={refused} /> },
            { id: "trades", label: "Trades", content: () => <CellTrades detail={detail} /> },
            {
              id: "neighbours",
              label: `Neighbours (${neighbours.length})`,
              content: () => <Neighbours detail={detail} />,
            },
          ]}
        />
      )}
    </>
  );
}
