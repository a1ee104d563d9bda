import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { dagHref } from "../../app/go.ts";
import { Page } from "../../app/page.tsx";
import { runQuery } from "../../api/queries.ts";
import type { RunDetail } from "../../api/shapes.ts";
import { QueryView } from "../../components/answers/query-view.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { type Tab, Tabs } from "../../components/controls/tabs.tsx";
import { Progress } from "../../components/progress.tsx";
import { Time } from "../../components/time.tsx";
import { isOver } from "./is-over.ts";
import { LogView } from "./log-view.tsx";
import { Messages } from "./messages.tsx";
import { Rankings } from "./rankings.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunFiles } from "./run-files.tsx";
import { hasStudies, Studies } from "./studies/studies.tsx";
import { TaskTable } from "./task-table.tsx";

/** One run: how far it is or how it went, its tasks, its log, and what it left behind. */
export function RunScreen({ run }: { readonly run: string }) {
  const query = useQuery(runQuery(run));
  const { data } = query;
  return (
    <Page
      title={data === undefined ? run : `${data.run.dag} ${run}`}
      heading={
        data === undefined ? (
          run
        ) : (
          <>
            {data.run.dag} <span className="soft mono">{run}</span>
          </>
        )
      }
      crumbs={
        <>
          <Link href="/">DAGs</Link>
          {data !== undefined && (
            <>
              {" / "}
              <Link href={dagHref(data.run.dag)}>{data.run.dag}</Link>
            </>
          )}
        </>
      }
      beside={data !== undefined && <StateBadge state={data.run.state} />}
      actions={data !== undefined && <RunActions detail={data} />}
    >
      <QueryView query={query} lines={14}>
        {(detail) => <RunContent detail={detail} />}
      </QueryView>
    </Page>
  );
}

function RunContent({ detail }: { readonly detail: RunDetail }) {
  const { run, graph, progress, dag_version: version } = detail;
  const zone = version.timezone;
  // Decided once: a tab that changes by itself when the run ends would take the log from under its reader.
  const [first] = useState(() => (run.state === "succeeded" && run.rankings.length > 0 ? "results" : "tasks"));
  const tabs: readonly Tab[] = [
    ...(run.rankings.length > 0 ? [{ id: "results", label: "Best cells", content: () => <Rankings run={run} /> }] : []),
    ...(hasStudies(detail) ? [{ id: "studies", label: "Studies", content: () => <Studies detail={detail} /> }] : []),
    { id: "tasks", label: "Tasks and log", content: () => <Work detail={detail} /> },
    { id: "files", label: `Files (${run.artifacts.length})`, content: () => <RunFiles run={run} /> },
    { id: "messages", label: `Messages (${run.alerts.length})`, content: () => <Messages detail={detail} /> },
  ];
  const cells = graph.flatMap((task) => task.cells ?? []);
  const sum = (key: "total" | "done" | "succeeded" | "cached" | "failed") =>
    cells.reduce((all, one) => all + one[key], 0);
  return (
    <>
      {run.reason !== null && <p className={run.state === "failed" ? "error-box" : "note"}>{run.reason}</p>}
      {run.waits_for !== null && (
        <p className="note">
          Waits for {run.waits_for.dataset ?? "data"} through {run.waits_for.through}
          {run.waits_for.until !== null && (
            <>
              , until <Time at={run.waits_for.until} zone={zone} />
            </>
          )}
          {run.waits_for.missing !== null && `: ${run.waits_for.missing}`}
        </p>
      )}
      {progress !== null && (
        <Progress
          progress={progress}
          cells={{
            total: sum("total"),
            done: sum("done"),
            succeeded: sum("succeeded"),
            cached: sum("cached"),
            failed: sum("failed"),
          }}
        />
      )}
      <RunFacts detail={detail} />
      <Tabs label="Parts of the run" tabs={tabs} first={first} />
    </>
  );
}

function Work({ detail: { run, graph, dag_version: version } }: { readonly detail: RunDetail }) {
  return (
    <>
      <TaskTable run={run.run_id} graph={graph} zone={version.timezone} />
      <LogView
        run={run.run_id}
        zone={version.timezone}
        tasks={graph.map(({ key }) => key)}
        isOpen={!isOver(run.state)}
      />
    </>
  );
}
