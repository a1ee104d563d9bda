import type { Compare } from "../../api/shapes.ts";
import { formatParam } from "../../format/numbers.ts";
import { LetterHead } from "./letter-head.tsx";

interface DifferenceTableProps {
  readonly differences: Compare["differences"];
  readonly letters: readonly string[];
}

/** Characters of a value; longer ones are hashes, whose beginning tells them apart. */
const LONGEST = 24;

/** All that is not the same in all of them. */
export function DifferenceTable({ differences, letters }: DifferenceTableProps) {
  return (
    <section className="card" aria-label="What differs">
      <header>
        <h2>What differs</h2>
      </header>
      {differences.length === 0 ? (
        <p className="empty">Nothing: they are the same cell, of the same data and code.</p>
      ) : (
        <div className="wide-table" tabIndex={0} role="region" aria-label="Differences">
          <table>
            <LetterHead letters={letters} />
            <tbody>
              {differences.map(({ path, values }) => (
                <tr key={path}>
                  <th scope="row">{path}</th>
                  {values.map((value, place) => (
                    <td key={letters[place]} title={textOf(value)}>
                      {shortened(textOf(value))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : formatParam(value);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
