import type { Compare } from "../../api/shapes.ts";
import { formatMetric } from "../../format/numbers.ts";
import { LetterHead } from "./letter-head.tsx";

interface MetricTableProps {
  readonly metrics: Compare["metrics"];
  readonly letters: readonly string[];
}

/** Metrics in rows, the best of each row in bold. */
export function MetricTable({ metrics, letters }: MetricTableProps) {
  return (
    <section className="card" aria-label="Metrics">
      <header>
        <h2>Metrics</h2>
        <span className="soft">the best of each row is bold</span>
      </header>
      <div className="wide-table" tabIndex={0} role="region" aria-label="Metrics by cell">
        <table>
          <LetterHead letters={letters} />
          <tbody>
            {metrics.map(({ metric, values, reasons }) => {
              const best = bestOf(values, metric.better);
              return (
                <tr key={metric.id}>
                  <th scope="row">{metric.label}</th>
                  {values.map((value, place) => (
                    <td
                      key={letters[place]}
                      className={value !== null && value === best ? "best" : ""}
                      title={reasons[place]?.replaceAll("_", " ")}
                    >
                      {formatMetric(value, metric.unit)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Null where no end is better, and where all are the same. */
function bestOf(values: readonly (number | null)[], better: "higher" | "lower" | null): number | null {
  const known = values.filter((value) => value !== null);
  if (better === null || new Set(known).size < 2) return null;
  return better === "higher" ? Math.max(...known) : Math.min(...known);
}
