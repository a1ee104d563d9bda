import { useQuery } from "@tanstack/react-query";
import { Page } from "../../app/page.tsx";
import { runsQuery } from "../../api/queries.ts";
import { FilterInput } from "../../components/controls/filter-input.tsx";
import { Choice } from "../../components/controls/choice.tsx";
import { DayInput } from "../../components/controls/day-input.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { useUrlState } from "../../state/use-url-state.ts";
import { useDelayed } from "../../state/use-delayed.ts";
import { RunList } from "./run-list.tsx";
import { TRIGGER_OPTIONS, RUN_STATE_OPTIONS } from "./run-options.ts";

/** All runs, the latest first. */
export function RunsScreen() {
  const [q] = useUrlState("q");
  const [dag] = useUrlState("dag");
  const words = useDelayed(q, 250);
  const wantedDag = useDelayed(dag, 250);
  return (
    <Page title="Runs">
      <section className="card" aria-label="Runs">
        <header>
          <FilterInput label="Run id begins with" />
          <FilterInput label="DAG" name="dag" />
          <RunFilters />
        </header>
        <FoundRuns words={words} dag={wantedDag} zone={null} file="dags/sp500_sma_grid.yaml" />
      </section>
    </Page>
  );
}

/** What runs are chosen by besides their DAG. */
export function RunFilters() {
  const [backfill, setBackfill] = useUrlState("backfill");
  return (
    <>
      {backfill !== "" && (
        <button type="button" className="pressed" aria-pressed onClick={() => setBackfill("", "push")}>
          of backfill {backfill} ✕
        </button>
      )}
      <Choice name="state" label="State" options={RUN_STATE_OPTIONS} />
      <Choice name="trigger" label="Started by" options={TRIGGER_OPTIONS} />
      <DayInput name="from" label="Logical date from" />
      <DayInput name="to" label="to" />
    </>
  );
}

interface FoundRunsProps {
  readonly words: string;
  readonly dag: string;
  readonly zone: string | null;
  /** That a run can be made of when there is none yet. */
  readonly file: string;
}

/** The runs that the address's filters leave. */
export function FoundRuns({ words, dag, zone, file }: FoundRunsProps) {
  const [state] = useUrlState("state");
  const [trigger] = useUrlState("trigger");
  const [from] = useUrlState("from");
  const [to] = useUrlState("to");
  const [backfill] = useUrlState("backfill");
  const [cursor, setCursor] = useUrlState("cursor");
  const query = useQuery(runsQuery({ q: words, dag, state, trigger, from, to, backfill, cursor, limit: 100 }));
  const isFiltered = [words, state, trigger, from, to, backfill].some((value) => value !== "");
  return (
    <QueryView query={query} lines={12}>
      {(page) => (
        <RunList
          page={page}
          isFiltered={isFiltered}
          dag={dag}
          cursor={cursor}
          zone={zone}
          file={file}
          go={(next) => setCursor(next, "push")}
        />
      )}
    </QueryView>
  );
}
