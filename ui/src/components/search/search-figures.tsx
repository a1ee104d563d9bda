import type { Search } from "../../api/shapes.ts";
import { apiUrl } from "../../api/address.ts";
import { formatCount, formatMetric, type MetricUnit } from "../../format/numbers.ts";
import { ConvergenceChart } from "./convergence-chart.tsx";

interface SearchFiguresProps {
  readonly search: Search;
  /** Path of its sweep in the API. */
  readonly sweep: string;
  readonly unit: MetricUnit;
}

/** More rounds than these are a list that nobody reads; the curve of the best says it. */
const MOST_ROWS = 12;

/** How a search has gone: in words, round by round, and when the best was found. */
export function SearchFigures({ search, sweep, unit }: SearchFiguresProps) {
  const { text, trials, rounds, convergence, objective } = search;
  const format = (value: number | null) => formatMetric(value, unit);
  const rejected = rounds.reduce((sum, round) => sum + (round.rejected ?? 0), 0);
  return (
    <>
      <p>
        {text} <span className="soft">· {formatCount(trials)} cells have a result</span>
      </p>
      {convergence !== null && convergence.length > 0 && (
        <ConvergenceChart steps={convergence} trials={trials} format={format} />
      )}
      {rounds.length > 0 && rounds.length <= MOST_ROWS && <Rounds rounds={rounds} objective={objective} unit={unit} />}
      {rounds.length > MOST_ROWS && (
        <details>
          <summary>{formatCount(rounds.length)} rounds</summary>
          <Rounds rounds={rounds} objective={objective} unit={unit} />
        </details>
      )}
      {rejected > 0 && (
        <p className="row soft">
          {formatCount(rejected)} cells were left behind:
          {["csv", "jsonl"].map((format) => (
            <a key={format} href={apiUrl(`${sweep}/rejected.${format}`)} download>
              {format === "csv" ? "CSV" : "JSON lines"}
            </a>
          ))}
        </p>
      )}
    </>
  );
}

function Rounds({ rounds, objective, unit }: Pick<Search, "rounds" | "objective"> & Pick<SearchFiguresProps, "unit">) {
  const isHalving = rounds.some(({ share }) => share < 1);
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label="Rounds">
      <table>
        <thead>
          <tr>
            <th scope="col">round</th>
            <th>cells</th>
            {isHalving && <th>of the data</th>}
            <th>done</th>
            <th>best {objective}</th>
            {isHalving && <th>left behind</th>}
          </tr>
        </thead>
        <tbody>
          {rounds.map(({ task, cells, share, done, best, rejected }) => (
            <tr key={task}>
              <th scope="row">{task}</th>
              <td>{formatCount(cells)}</td>
              {isHalving && <td>{formatMetric(share, "fraction")}</td>}
              <td>{formatCount(done)}</td>
              <td>{formatMetric(best, unit)}</td>
              {isHalving && <td>{rejected === null ? "–" : formatCount(rejected)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
