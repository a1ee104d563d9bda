import { useMemo } from "react";
import type { WalkForward } from "../../../api/shapes.ts";
import { LazyChart } from "../../../components/chart/lazy-chart.tsx";
import { formatMetric, formatParam, NO_NUMBER } from "../../../format/numbers.ts";
import { type StudyFact, StudyFacts } from "./study-facts.tsx";

const FACTS: readonly StudyFact[] = [
  ["efficiency", "efficiency", "fraction", "growth out of sample over growth in sample; 100 % is as good as the past"],
  ["sharpe", "Sharpe", "ratio", "of the account that the windows make together"],
  ["psr", "Sharpe above 0", "fraction", "probability that the true Sharpe of that account is above 0"],
  ["total_return", "return", "fraction", "of that account, after costs"],
  ["max_drawdown", "max drawdown", "fraction", "of that account"],
  ["profitable_windows", "profitable windows", "fraction", "share of the windows that gain out of sample"],
  ["parameter_stability", "stability", "fraction", "100 %: always the same cell"],
];

interface WalkForwardCardProps {
  readonly backtest: string;
  readonly walk: WalkForward;
}

/** What was chosen in windows of the past, and what it earned after them. */
export function WalkForwardCard({ backtest, walk }: WalkForwardCardProps) {
  const { verdict, statistics, windows, curve } = walk;
  const account = useMemo(
    () => ({
      time: curve.map(({ time }) => Date.parse(time) / 1000),
      lines: [{ label: "account", values: curve.map(({ equity }) => equity) }],
      bands: windows.map(({ out_of_sample: { start, end, total_return: change } }) => ({
        from: Date.parse(start) / 1000,
        to: Date.parse(end) / 1000,
        tone: change === null || change === 0 ? null : change > 0 ? ("gain" as const) : ("loss" as const),
      })),
    }),
    [curve, windows],
  );
  return (
    <section className="card" aria-labelledby={`walk-forward-${backtest}`}>
      <header>
        <h2 id={`walk-forward-${backtest}`}>Walk-forward of {backtest}</h2>
      </header>
      <div className="body stack tight">
        <p>{verdict}</p>
        <StudyFacts facts={FACTS} statistics={statistics} />
        {account.time.length > 1 && (
          <>
            <h3>Account out of sample</h3>
            <LazyChart
              label={`Account out of sample over ${windows.length} windows`}
              {...account}
              format={money}
              zone="UTC"
              height={260}
            />
          </>
        )}
        <Windows walk={walk} />
      </div>
    </section>
  );
}

function Windows({ walk: { windows, varying, objective } }: Pick<WalkForwardCardProps, "walk">) {
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label="Windows">
      <table>
        <thead>
          <tr>
            <th>out of sample</th>
            <th>chosen in sample</th>
            {varying.map((name) => (
              <th key={name}>{name}</th>
            ))}
            <th>{objective} in</th>
            <th>{objective} out</th>
            <th>return</th>
          </tr>
        </thead>
        <tbody>
          {windows.map(({ in_sample: past, out_of_sample: future, params, cells }) => (
            <tr key={future.first_bar}>
              <th scope="row">{days(future)}</th>
              <td className="soft">{days(past)}</td>
              {varying.map((name, at) => (
                <td key={name}>
                  {params === null ? NO_NUMBER : formatParam(params[name])}
                  {at === varying.length - 1 && cells.length > 1 && ` +${cells.length - 1}`}
                </td>
              ))}
              <td>{formatMetric(past.score, "ratio")}</td>
              <td>{formatMetric(future.score, "ratio")}</td>
              <td>{formatMetric(future.total_return, "fraction")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function days({ start, end }: { readonly start: string; readonly end: string }): string {
  return `${start.slice(0, 10)} – ${end.slice(0, 10)}`;
}

function money(value: number): string {
  return formatMetric(value, "money");
}
