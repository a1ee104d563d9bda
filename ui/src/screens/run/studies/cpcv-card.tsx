import type { Cpcv } from "../../../api/shapes.ts";
import { Shares } from "../../../components/shares.tsx";
import { formatParam } from "../../../format/numbers.ts";
import { Histogram } from "./histogram.tsx";
import { type StudyFact, StudyFacts } from "./study-facts.tsx";

const FACTS: readonly StudyFact[] = [
  ["sharpe_median", "median Sharpe", "ratio", "every second path is better"],
  ["sharpe_low", "one in twenty below", "ratio", "Sharpe of the 5th hundredth of the paths"],
  ["sharpe_high", "one in twenty above", "ratio", "Sharpe of the 95th hundredth of the paths"],
  ["loss_share", "paths that lose", "fraction", "share of the paths with a Sharpe below 0"],
  ["overfit_share", "overfit splits", "fraction", "share of the splits that chose a cell below the median outside"],
  ["paths", "paths", "count", "through the whole history"],
  ["splits", "splits", "count", "in each of which a cell was chosen"],
];
const MOST_CELLS = 6;
const BINS = 24;

interface CpcvCardProps {
  readonly backtest: string;
  readonly cpcv: Cpcv;
}

/** What was chosen without some groups of the bars has come to in these: many paths through one history. */
export function CpcvCard({ backtest, cpcv: { verdict, statistics, paths, chosen } }: CpcvCardProps) {
  return (
    <section className="card" aria-labelledby={`cpcv-${backtest}`}>
      <header>
        <h2 id={`cpcv-${backtest}`}>Cross-validation of {backtest}</h2>
      </header>
      <div className="body stack tight">
        <p>{verdict}</p>
        <StudyFacts facts={FACTS} statistics={statistics} />
        {paths.length > 0 && (
          <>
            <h3>Sharpe ratios of the paths</h3>
            <Histogram label="How many paths have which Sharpe ratio" {...binned(paths)} unit="ratio" />
          </>
        )}
        {chosen.length > 0 && (
          <>
            <h3>Chosen in how many splits</h3>
            <Shares
              shares={chosen.slice(0, MOST_CELLS).map(({ params, share }) => ({
                name: Object.entries(params)
                  .map(([name, value]) => `${name} ${formatParam(value)}`)
                  .join(", "),
                share,
              }))}
            />
          </>
        )}
      </div>
    </section>
  );
}

/** @param sorted ascending, not empty */
function binned(sorted: readonly number[]): {
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
} {
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const bins = Math.min(BINS, Math.max(4, Math.ceil(2 * Math.cbrt(sorted.length))));
  const step = high > low ? (high - low) / bins : 1;
  const counts = Array.from({ length: high > low ? bins : 1 }, () => 0);
  for (const value of sorted) {
    const bin = Math.min(counts.length - 1, Math.floor((value - low) / step));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from: low, step, counts };
}
