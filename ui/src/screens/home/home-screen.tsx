import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Page } from "../../app/page.tsx";
import { overviewQuery } from "../../api/queries.ts";
import type { Overview } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { useUrlState } from "../../state/use-url-state.ts";
import { AlarmList } from "./alarm-list.tsx";
import { BrokenList } from "./broken-list.tsx";
import { DagTable } from "./dag-table.tsx";
import { HomeFilters } from "./home-filters.tsx";
import { chosenDags } from "./chosen-dags.ts";
import { HomeVerdict } from "./home-verdict.tsx";
import { RunningNow } from "./running-now.tsx";

/** The answer at breakfast: what is broken, what decayed, what is still going. */
export function HomeScreen() {
  const query = useQuery(overviewQuery());
  return (
    <Page title="DAGs">
      <QueryView query={query} lines={12}>
        {(overview) => <HomeContent overview={overview} />}
      </QueryView>
    </Page>
  );
}

function HomeContent({ overview }: { readonly overview: Overview }) {
  const [words] = useUrlState("q");
  const [tag] = useUrlState("tag");
  const [state] = useUrlState("state");
  const [sort] = useUrlState("sort");
  const dags = useMemo(
    () => chosenDags(overview.dags, { words, tag, state, sort }),
    [overview.dags, sort, state, tag, words],
  );
  const broken = overview.dags.filter((dag) => dag.state === "error");
  if (overview.dags.length === 0)
    return (
      <Empty command="npx nightgrid run dags/sp500_sma_grid.yaml">
        No DAG has been taken up yet. Put a YAML file into dags/, or run the example:
      </Empty>
    );
  return (
    <>
      <HomeVerdict overview={overview} />
      {broken.length > 0 && <BrokenList dags={broken} />}
      {overview.alarms.length > 0 && <AlarmList alarms={overview.alarms} />}
      {overview.running.length > 0 && <RunningNow running={overview.running} open={overview.open_runs} />}
      <section className="card" aria-labelledby="dags">
        <header>
          <h2 id="dags">All DAGs</h2>
          <HomeFilters dags={overview.dags} shown={dags.length} />
        </header>
        {dags.length === 0 ? (
          <Empty>No DAG is like that. Clear the filter to see all of them.</Empty>
        ) : (
          <DagTable dags={dags} />
        )}
      </section>
    </>
  );
}
