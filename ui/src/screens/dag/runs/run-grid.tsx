import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { runHref } from "../../../app/go.ts";
import { dagGridQuery } from "../../../api/queries.ts";
import type { DagGrid } from "../../../api/shapes.ts";
import { Empty } from "../../../components/answers/empty.tsx";
import { QueryView } from "../../../components/answers/query-view.tsx";
import { lookOf, StateShape } from "../../../components/state-badge.tsx";
import { useShownZone } from "../../../components/time.tsx";
import { formatDuration } from "../../../format/durations.ts";
import { formatMoment } from "../../../format/moments.ts";
import { formatCount } from "../../../format/numbers.ts";

/** Columns of the grid. */
const RUNS = 30;

/** Tasks by run: which one fails, and since when. A fan-out is one row. */
export function RunGrid({ dag, zone }: { readonly dag: string; readonly zone: string | null }) {
  const query = useQuery(dagGridQuery(dag, RUNS));
  return (
    <QueryView query={query} lines={6}>
      {(grid) => (grid.runs.length === 0 ? <Empty>Nothing has run yet.</Empty> : <GridTable grid={grid} zone={zone} />)}
    </QueryView>
  );
}

function GridTable({ grid, zone }: { readonly grid: DagGrid; readonly zone: string | null }) {
  const shown = useShownZone(zone);
  const runs = grid.runs.toReversed();
  return (
    <div className="run-grid" tabIndex={0} role="region" aria-label="Tasks by run">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden-text">Task</span>
            </th>
            {runs.map(({ run_id: id, state, logical_date: at }) => {
              const name = `${formatMoment(Date.parse(at), shown, "day")} ${state}`;
              return (
                <th key={id} scope="col">
                  <Link href={runHref(id)} title={name} aria-label={name} className={`state-${lookOf(state)}`}>
                    {formatMoment(Date.parse(at), shown, "day").slice(8)}
                  </Link>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map(({ key, entries, folded }) => (
            <tr key={key}>
              <th scope="row">
                {key}
                {folded && <span className="soft"> (all)</span>}
              </th>
              {entries.toReversed().map((entry, place) => (
                <td key={runs[place]?.run_id ?? place}>
                  <Entry entry={entry} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Entry({ entry }: { readonly entry: DagGrid["rows"][number]["entries"][number] }) {
  if (entry === null) return null;
  const { state, duration_ms: ms, cells } = entry;
  const parts = [
    state,
    ...(ms === null ? [] : [formatDuration(ms)]),
    ...(cells === null ? [] : [`${formatCount(cells.done)} of ${formatCount(cells.total)} cells`]),
    ...(cells === null || cells.failed === 0 ? [] : [`${formatCount(cells.failed)} failed`]),
  ];
  return (
    <span className={`state state-${lookOf(state)}`} title={parts.join(" · ")}>
      <StateShape look={lookOf(state)} />
      <span className="hidden-text">{parts.join(", ")}</span>
    </span>
  );
}
