import type { MonteCarlo } from "../../../api/shapes.ts";
import { formatCount, formatMetric } from "../../../format/numbers.ts";
import { Histogram } from "./histogram.tsx";
import { type StudyFact, StudyFacts } from "./study-facts.tsx";

const FACTS: readonly StudyFact[] = [
  ["p_loss", "end with a loss", "fraction", "share of the histories that end below the initial capital"],
  ["p_ruin", "ruined", "fraction", "share of those that were ever down to the limit of ruin"],
  ["return_p05", "one in twenty returns less", "fraction", "5th hundredth of the returns"],
  ["return_median", "median return", "fraction", "every second history returns less"],
  ["drawdown_median", "median drawdown", "fraction", "every second history falls deeper"],
  ["drawdown_p95", "one in twenty falls deeper", "fraction", "95th hundredth of the drawdowns"],
  ["return_place", "return less than it was", "fraction", "share of the histories"],
];

interface MonteCarloCardProps {
  readonly backtest: string;
  readonly histories: MonteCarlo;
}

/** What other histories of the same returns would have come to. */
export function MonteCarloCard({ backtest, histories }: MonteCarloCardProps) {
  const { verdict, statistics, fan, distributions, runs, method } = histories;
  return (
    <section className="card" aria-labelledby={`monte-carlo-${backtest}`}>
      <header>
        <h2 id={`monte-carlo-${backtest}`}>Other histories of {backtest}</h2>
        <span className="soft">
          {formatCount(runs)}, {method}
        </span>
      </header>
      <div className="body stack tight">
        <p>{verdict}</p>
        <StudyFacts facts={FACTS} statistics={statistics} />
        {fan.length > 1 && (
          <>
            <h3>Account</h3>
            <Fan fan={fan} />
          </>
        )}
        {(["return", "drawdown"] as const).map(
          (figure) =>
            distributions[figure].histogram.counts.length > 0 && (
              <div key={figure}>
                <h3>{figure === "return" ? "Returns" : "Deepest drawdowns"}</h3>
                <Histogram
                  label={`How many histories have which ${figure}`}
                  {...distributions[figure].histogram}
                  unit="fraction"
                />
              </div>
            ),
        )}
      </div>
    </section>
  );
}

const [WIDTH, HEIGHT] = [1000, 300];

/** The account over time: bands between the quantiles, their median, and the account that was. */
function Fan({ fan }: Pick<MonteCarlo, "fan">) {
  const last = fan.at(-1);
  const values = fan.flatMap(({ quantiles, real }) => [...quantiles, real]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = (after: number, value: number): string => {
    const up = high > low ? (value - low) / (high - low) : 0.5;
    return `${Math.round((after / Math.max(1, last?.after ?? 1)) * WIDTH)} ${Math.round((1 - up) * HEIGHT)}`;
  };
  const edge = (at: number): readonly string[] => fan.map(({ after, quantiles }) => place(after, quantiles[at] ?? 0));
  const count = last?.quantiles.length ?? 0;
  const middle = (count - 1) / 2;
  return (
    <figure className="fan">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Quantiles of the account in other histories over time, and the account that was"
      >
        {Array.from({ length: Math.floor(middle) }, (_, at) => (
          <path key={at} className="band" d={`M${[...edge(at), ...edge(count - 1 - at).toReversed()].join("L")}z`} />
        ))}
        <path className="median" d={`M${edge(middle).join("L")}`} />
        <path className="real" d={`M${fan.map(({ after, real }) => place(after, real)).join("L")}`} />
      </svg>
      <figcaption className="soft">
        <span>lowest {formatMetric(low, "money")}</span>
        <span>
          as it was {formatMetric(last?.real, "money")}, median {formatMetric(last?.quantiles[middle], "money")}
        </span>
        <span>highest {formatMetric(high, "money")}</span>
      </figcaption>
    </figure>
  );
}
