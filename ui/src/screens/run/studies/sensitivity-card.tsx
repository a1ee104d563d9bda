import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { sweepQuery } from "../../../api/queries.ts";
import type { Sensitivity } from "../../../api/shapes.ts";
import { cellHref } from "../../../app/go.ts";
import { Choice } from "../../../components/controls/choice.tsx";
import { formatMetric } from "../../../format/numbers.ts";
import { useUrlState } from "../../../state/use-url-state.ts";
import { SensitivityChart } from "./sensitivity-chart.tsx";
import { panelsOf } from "./sensitivity-panels.ts";
import { type Figure, SensitivityTable } from "./sensitivity-table.tsx";
import { type StudyFact, StudyFacts } from "./study-facts.tsx";

const FACTS: readonly StudyFact[] = [
  ["break_even_bps", "break-even, bps a fill", "bps", "how much more each fill may cost until nothing is earned"],
  [
    "sharpe_kept",
    "Sharpe that is kept",
    "fraction",
    "the lowest Sharpe of all executions over that of the cell as it was",
  ],
  ["delay_return", "return, fills late", "fraction", "the lowest over the delays"],
  ["slippage_return", "return, fills dear", "fraction", "the lowest over the slippages"],
  ["missed_return", "return, fills missed", "fraction", "the lowest that one draw in twenty does not reach"],
];

/** What is measured of each execution besides the objective. */
const ALWAYS: readonly Figure[] = [
  { id: "sharpe", label: "Sharpe", unit: "ratio" },
  { id: "total_return", label: "return", unit: "fraction" },
  { id: "max_drawdown", label: "max drawdown", unit: "fraction" },
  { id: "total_trades", label: "trades", unit: "count" },
];

interface SensitivityCardProps {
  readonly run: string;
  readonly backtest: string;
  readonly found: Sensitivity;
  /** The cell that was traded again; null where there is none. */
  readonly best: number | null;
}

/** What is left of the best cell when its fills come later, cost more, or do not come. */
export function SensitivityCard({ run, backtest, found, best }: SensitivityCardProps) {
  const { verdict, statistics, metrics, rows } = found;
  const { data } = useQuery(sweepQuery(run, backtest));
  const figures = metrics.map(
    (id): Figure =>
      ALWAYS.find((one) => one.id === id) ??
      data?.metrics.find((one) => one.id === id) ?? { id, label: id, unit: "ratio" },
  );
  const name = `figure.${backtest}`;
  const objective = metrics[0] ?? "";
  const [chosen] = useUrlState(name, objective);
  const shown = figures.find(({ id }) => id === chosen) ?? figures[0];
  const panels = shown === undefined ? [] : panelsOf(found, shown.id);
  return (
    <section className="card" aria-labelledby={`sensitivity-${backtest}`}>
      <header>
        <h2 id={`sensitivity-${backtest}`}>Worse execution of {backtest}</h2>
        {best !== null && (
          <Link className="push" href={`${cellHref(run, backtest, best)}?tab=neighbours`}>
            Other parameters
          </Link>
        )}
      </header>
      <div className="body stack tight">
        <p>{verdict}</p>
        <StudyFacts facts={FACTS} statistics={statistics} />
        {shown !== undefined && panels.length > 0 && (
          <>
            <Choice
              name={name}
              label="What is drawn"
              isLabelShown
              fallback={objective}
              options={figures.map(({ id, label }) => [id, label])}
            />
            <SensitivityChart
              panels={panels}
              figure={shown.label}
              format={(value) => formatMetric(value, shown.unit)}
            />
          </>
        )}
        {rows.length > 0 && <SensitivityTable found={found} figures={figures} />}
      </div>
    </section>
  );
}
