import { useUrlState } from "../../../state/use-url-state.ts";
import { FoundRuns, RunFilters } from "../../runs/runs-screen.tsx";
import { HistoryCard } from "./history-card.tsx";
import { RunGrid } from "./run-grid.tsx";

interface DagRunsTabProps {
  readonly dag: string;
  readonly zone: string | null;
  readonly file: string;
  /** Metric that ranks its cells; null while no good version is known. */
  readonly objective: string | null;
}

export function DagRunsTab({ dag, file, zone, objective }: DagRunsTabProps) {
  const [view, setView] = useUrlState("view");
  const isGrid = view === "grid";
  return (
    <>
      {objective !== null && <HistoryCard dag={dag} zone={zone} objective={objective} />}
      <section className="card" aria-label={`Runs of ${dag}`}>
        <header>
          <h2>Runs</h2>
          {!isGrid && <RunFilters />}
          <button
            type="button"
            className="pressed push"
            aria-pressed={isGrid}
            onClick={() => setView(isGrid ? "" : "grid", "push")}
          >
            By task
          </button>
        </header>
        {isGrid ? <RunGrid dag={dag} zone={zone} /> : <FoundRuns words="" dag={dag} zone={zone} file={file} />}
      </section>
    </>
  );
}
