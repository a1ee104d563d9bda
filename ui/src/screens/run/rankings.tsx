import { useMemo } from "react";
import { Link } from "wouter";
import { cellHref, compareHref, sweepHref } from "../../app/go.ts";
import type { RunDetail } from "../../api/shapes.ts";
import { OverfittingFigures } from "../../components/overfitting-figures.tsx";
import { Params } from "../../components/params.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { formatMetric, type MetricUnit } from "../../format/numbers.ts";

type Run = RunDetail["run"];
type Ranking = Run["rankings"][number];
type Cell = Ranking["best"][number];

/** What of a cell a reader wants to see first. */
const SHOWN: readonly (readonly [id: keyof NonNullable<Cell["metrics"]>, label: string, unit: MetricUnit])[] = [
  ["sharpe", "Sharpe", "ratio"],
  ["cagr", "CAGR", "fraction"],
  ["max_drawdown", "max drawdown", "fraction"],
  ["total_return", "return", "fraction"],
  ["total_trades", "trades", "count"],
];

export function Rankings({ run }: { readonly run: Run }) {
  return run.rankings.map((ranking) => <RankingCard key={ranking.backtest} run={run.run_id} ranking={ranking} />);
}

function RankingCard({ run, ranking }: { readonly run: string; readonly ranking: Ranking }) {
  const { backtest, objective, best, statistics, notes } = ranking;
  const columns = useMemo(() => columnsOf(run, backtest), [backtest, run]);
  const refs = best.map(({ cell }) => `${run}:${backtest}:${cell}`);
  return (
    <section className="card" aria-labelledby={`best-${backtest}`}>
      <header>
        <h2 id={`best-${backtest}`}>{backtest}</h2>
        <span className="soft">by {objective}</span>
        <span className="row push">
          {refs.length > 1 && <Link href={compareHref(refs.slice(0, 5))}>Compare these</Link>}
          <Link href={sweepHref(run, backtest)}>All cells</Link>
        </span>
      </header>
      <Table
        label={`Best cells of ${backtest}`}
        rows={best}
        columns={columns}
        rowKey={({ cell }) => String(cell)}
        height="none"
      />
      <div className="body stack tight">
        {statistics !== null && <OverfittingFigures statistics={statistics} />}
        {notes.map(({ text }) => (
          <p key={text} className="note">
            {text}
          </p>
        ))}
      </div>
    </section>
  );
}

function columnsOf(run: string, backtest: string): readonly Column<Cell>[] {
  return [
    {
      id: "cell",
      label: "cell",
      width: "76px",
      cell: ({ cell }) => <Link href={cellHref(run, backtest, cell)}>{cell}</Link>,
    },
    {
      id: "params",
      label: "parameters",
      width: "minmax(130px, 2fr)",
      cell: ({ params }) => <Params params={params} />,
    },
    ...SHOWN.map(
      ([id, label, unit], place): Column<Cell> => ({
        id,
        label,
        width: "minmax(70px, 0.8fr)",
        isNumber: true,
        wideOnly: place > 0,
        cell: ({ metrics }) => formatMetric(metrics?.[id], unit),
      }),
    ),
  ];
}
