import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { Link } from "wouter";
import { cellHref } from "../../app/go.ts";
import { Page } from "../../app/page.tsx";
import { compareQuery } from "../../api/queries.ts";
import type { Compare } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { Params } from "../../components/params.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { useUrlState } from "../../state/use-url-state.ts";
import { CorrelationTable } from "./correlation-table.tsx";
import { DifferenceTable } from "./difference-table.tsx";
import { EquityCharts } from "./equity-charts.tsx";
import { MetricTable } from "./metric-table.tsx";

/** Cells side by side, of any runs: what differs first, then figures, then curves. */
export function CompareScreen() {
  const [text] = useUrlState("c");
  const refs = useMemo(() => text.split(",").filter((ref) => ref !== ""), [text]);
  const query = useQuery(compareQuery(refs));
  return (
    <Page title="Compare">
      {refs.length === 0 ? (
        <Empty>
          Nothing to compare yet. Pick cells in the table of a sweep, or take “Compare these” among the best cells of a
          run: <Link href="/runs">runs</Link>.
        </Empty>
      ) : (
        <QueryView query={query} lines={14}>
          {(compare) => <Compared compare={compare} />}
        </QueryView>
      )}
    </Page>
  );
}

/** A letter for each cell, as columns are narrow and names are long. */
const LETTERS = "ABCDEFGHIJKLMNOPQRST";

function Compared({ compare }: { readonly compare: Compare }) {
  const { cells, differences, metrics, series, correlation } = compare;
  const [text, setText] = useUrlState("c");
  const nameOf = useCallback((ref: string) => LETTERS[cells.findIndex((cell) => cell.ref === ref)] ?? ref, [cells]);
  const letters = cells.map(({ ref }) => nameOf(ref));
  const remove = (ref: string) =>
    setText(
      text
        .split(",")
        .filter((one) => one !== ref)
        .join(","),
      "push",
    );
  return (
    <>
      <section className="card" aria-label="Cells">
        <ul className="plain-list">
          {cells.map(({ ref, run_id: run, dag, backtest, cell, params }, place) => (
            <li key={ref} className="row">
              <b className={`letter letter-${place % 5}`}>{nameOf(ref)}</b>
              <Link href={cellHref(run, backtest, cell)}>
                {dag} {backtest} {cell}
              </Link>
              <Params params={params} />
              <span className="soft mono wide-only">{run}</span>
              <button
                type="button"
                className="plain push"
                aria-label={`Leave out ${nameOf(ref)}`}
                onClick={() => remove(ref)}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      </section>
      <DifferenceTable differences={differences} letters={letters} />
      <MetricTable metrics={metrics} letters={letters} />
      {series.length > 0 && <EquityCharts series={series} nameOf={nameOf} />}
      {cells.length > 1 && <CorrelationTable correlation={correlation} letters={letters} />}
    </>
  );
}
