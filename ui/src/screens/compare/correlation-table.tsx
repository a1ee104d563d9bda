import type { Compare } from "../../api/shapes.ts";
import { formatMetric } from "../../format/numbers.ts";
import { LetterHead } from "./letter-head.tsx";

interface CorrelationTableProps {
  readonly correlation: Compare["correlation"];
  readonly letters: readonly string[];
}

/** How much the returns of two cells go together: 1 is the same bet twice. */
export function CorrelationTable({ correlation, letters }: CorrelationTableProps) {
  if (correlation.length === 0) return null;
  return (
    <section className="card" aria-label="Correlation">
      <header>
        <h2>Correlation of returns</h2>
      </header>
      <div className="wide-table" tabIndex={0} role="region" aria-label="Correlation by cell">
        <table>
          <LetterHead letters={letters} />
          <tbody>
            {correlation.map((row, place) => (
              <tr key={letters[place]}>
                <th scope="row">{letters[place]}</th>
                {row.map((value, other) => (
                  <td key={letters[other]}>{formatMetric(value, "ratio")}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
