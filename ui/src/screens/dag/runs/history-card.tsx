import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { dagHistoryQuery } from "../../../api/queries.ts";
import type { DagHistory } from "../../../api/shapes.ts";
import { Choice } from "../../../components/controls/choice.tsx";
import { Empty } from "../../../components/answers/empty.tsx";
import { LazyChart } from "../../../components/chart/lazy-chart.tsx";
import { QueryView } from "../../../components/answers/query-view.tsx";
import { useShownZone } from "../../../components/time.tsx";
import { formatMetric } from "../../../format/numbers.ts";
import { useUrlState } from "../../../state/use-url-state.ts";

interface HistoryCardProps {
  readonly dag: string;
  readonly zone: string | null;
  readonly objective: string;
}

/** What people watch from night to night. */
const WATCHED = ["sharpe", "cagr", "max_drawdown", "total_return", "total_trades"];

/** How the best cell of each night did: whether something decayed. */
export function HistoryCard({ dag, zone, objective }: HistoryCardProps) {
  const [metric] = useUrlState("history", objective);
  const query = useQuery(dagHistoryQuery(dag, metric));
  const options = [objective, ...WATCHED.filter((one) => one !== objective)].map(
    (one) => [one, one.replaceAll("_", " ")] as const,
  );
  return (
    <section className="card" aria-labelledby="history">
      <header>
        <h2 id="history">Best cell, night by night</h2>
        <Choice name="history" label="Metric" options={options} fallback={objective} />
      </header>
      <div className="body">
        <QueryView query={query} lines={5}>
          {(history) => <History history={history} zone={zone} />}
        </QueryView>
      </div>
    </section>
  );
}

function History({
  history: { points, months, metric, more },
  zone,
}: {
  readonly history: DagHistory;
  readonly zone: string | null;
}) {
  const shown = useShownZone(zone);
  const format = useCallback((value: number) => formatMetric(value, metric.unit), [metric.unit]);
  const time = useMemo(() => points.map(({ logical_date: at }) => Date.parse(at) / 1000), [points]);
  const lines = useMemo(
    () => [{ label: metric.label, values: points.map(({ value }) => value), hasDots: points.length < 120 }],
    [metric.label, points],
  );
  if (points.length === 0) return <Empty>No run has kept its figures yet.</Empty>;
  const last = points.at(-1);
  if (points.length === 1)
    return (
      <p>
        {metric.label} <b>{formatMetric(last?.value, metric.unit)}</b>{" "}
        <span className="soft">in the one run so far; a curve begins with the second.</span>
      </p>
    );
  return (
    <>
      <LazyChart
        label={`${metric.label} of ${points.length} runs; the last one has ${formatMetric(last?.value, metric.unit)}`}
        time={time}
        lines={lines}
        format={format}
        zone={shown}
        height={180}
      />
      <details>
        <summary>By month</summary>
        <dl className="facts months">
          {months.map(({ month, mean, values }) => (
            <div key={month}>
              <dt>{month}</dt>
              <dd>
                {formatMetric(mean, metric.unit)} <span className="soft">({values})</span>
              </dd>
            </div>
          ))}
        </dl>
      </details>
      {more && <p className="soft">There are earlier nights than these.</p>}
    </>
  );
}
