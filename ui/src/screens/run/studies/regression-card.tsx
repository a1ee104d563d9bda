import { Link } from "wouter";
import type { Regression } from "../../../api/shapes.ts";
import { runHref } from "../../../app/go.ts";
import { Params } from "../../../components/params.tsx";
import { formatCount, NO_NUMBER } from "../../../format/numbers.ts";

interface RegressionCardProps {
  readonly backtest: string;
  readonly regression: Regression;
}

const CAUSES: Readonly<Record<Regression["causes"][number]["cause"], string>> = {
  data: "data revised",
  code: "code changed",
  engine: "another engine version",
  settings: "settings changed",
  random: "not deterministic",
};

/** Whether the past is as it was in the run before: what of it changed, by what, and in which cells. */
export function RegressionCard({ backtest, regression }: RegressionCardProps) {
  const { state, verdict, against, inputs, causes, cells, compared, noise } = regression;
  return (
    <section className="card" aria-labelledby={`regression-${backtest}`}>
      <header>
        <h2 id={`regression-${backtest}`}>The past of {backtest} against the run before</h2>
        {against !== null && (
          <Link className="push mono" href={runHref(against)}>
            {against}
          </Link>
        )}
      </header>
      <div className="body stack tight">
        <p className={state === "changed" ? "error-box" : ""}>{verdict}</p>
        <dl className="facts">
          <div>
            <dt>compared</dt>
            <dd>{cellsText(compared)}</dd>
          </div>
          {causes.map(({ cause, cells: count }) => (
            <div key={cause}>
              <dt>{CAUSES[cause]}</dt>
              <dd>{cellsText(count)}</dd>
            </div>
          ))}
          {noise > 0 && (
            <div>
              <dt>within the tolerance</dt>
              <dd>{cellsText(noise)}</dd>
            </div>
          )}
        </dl>
        {inputs.length > 0 && (
          <ul className="inputs mono">
            {inputs.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {cells.length > 0 && <ChangedCells cells={cells} />}
      </div>
    </section>
  );
}

function cellsText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "cell" : "cells"}`;
}

/** Metrics of a cell that are shown; the rest is counted. */
const MOST_METRICS = 3;

function ChangedCells({ cells }: Pick<Regression, "cells">) {
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label="Changed cells">
      <table>
        <thead>
          <tr>
            <th>cell</th>
            <th>by</th>
            <th>metrics</th>
            <th>trades</th>
            <th>from</th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ params, causes, metrics, trades, first_trade: trade, equity_from: equity }) => (
            <tr key={JSON.stringify(params)}>
              <td>
                <Params params={params} />
              </td>
              <td>{causes.map((cause) => CAUSES[cause]).join(", ")}</td>
              <td>
                {metrics.slice(0, MOST_METRICS).map(({ metric, before, after }) => (
                  <div key={metric} className="mono">
                    {metric} {figure(before)} → {figure(after)}
                  </div>
                ))}
                {metrics.length > MOST_METRICS && (
                  <span className="soft">and {metrics.length - MOST_METRICS} more metrics</span>
                )}
              </td>
              <td>{formatCount(trades)}</td>
              <td>{(trade ?? equity)?.slice(0, 10) ?? NO_NUMBER}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Six digits: what changed may be small. */
function figure(value: number | null): string {
  return value === null ? NO_NUMBER : String(Number(value.toPrecision(6)));
}
