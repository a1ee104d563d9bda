import type { Sweep } from "../api/shapes.ts";
import { formatMetric, type MetricUnit } from "../format/numbers.ts";

type Statistics = NonNullable<Sweep["statistics"]>;

const FIGURES: readonly (readonly [
  id: Exclude<keyof Statistics, "undefined" | "fragile">,
  label: string,
  unit: MetricUnit,
  meaning: string,
])[] = [
  ["dsr", "deflated Sharpe", "fraction", "probability that the best Sharpe is above 0, after so many tries"],
  ["pbo", "PBO", "fraction", "probability that the best cell in one half of the time is below the median in the other"],
  ["plateau_score", "plateau", "fraction", "how much of the best cell’s lead its neighbours share"],
  ["loss_probability", "loss out of sample", "fraction", "share of splits in which the best cell lost"],
  ["effective_trials", "effective trials", "count", "how many independent tries the grid amounts to"],
];

/** How much of the best cell is luck, in five numbers with what they mean. */
export function OverfittingFigures({ statistics }: { readonly statistics: Statistics }) {
  return (
    <>
      <dl className="facts">
        {FIGURES.map(([id, label, unit, meaning]) => {
          const value = statistics[id];
          return (
            <div key={id} title={meaning}>
              <dt>{label}</dt>
              <dd>
                {value === null ? (
                  <span className="soft">– {statistics.undefined[id]?.replaceAll("_", " ")}</span>
                ) : (
                  formatMetric(value, unit)
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {statistics.fragile === true && (
        <p className="note">Fragile: the best cell stands alone, its neighbours do not share its result.</p>
      )}
    </>
  );
}
