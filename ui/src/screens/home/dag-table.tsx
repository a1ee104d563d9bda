import { Link } from "wouter";
import { dagHref } from "../../app/go.ts";
import type { OverviewDag } from "../../api/shapes.ts";
import { MetricChange } from "../../components/metric-change.tsx";
import { RunStrip } from "../../components/run-strip.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { Time } from "../../components/time.tsx";
import { standingOf } from "./chosen-dags.ts";
import { PauseButton } from "./pause-button.tsx";

const COLUMNS: readonly Column<OverviewDag>[] = [
  { id: "dag", label: "DAG", width: "minmax(150px, 1.5fr)", cell: (dag) => <DagName dag={dag} /> },
  {
    id: "state",
    label: "state",
    width: "108px",
    cell: (dag) => (
      <StateBadge state={standingOf(dag)} label={standingOf(dag) === "none" ? "never ran" : standingOf(dag)} />
    ),
  },
  {
    id: "strip",
    label: "last 14 runs",
    width: "204px",
    wideOnly: true,
    cell: ({ runs, dag, timezone }) => <RunStrip runs={runs} dag={dag} zone={timezone} />,
  },
  {
    id: "best",
    label: "objective, change",
    width: "minmax(228px, 1fr)",
    narrowWidth: "minmax(118px, 1fr)",
    isNumber: true,
    cell: ({ best }) =>
      best === null ? <span className="soft">–</span> : <MetricChange metric={best.metric} before={best.before} />,
  },
  {
    id: "next",
    label: "next run",
    width: "minmax(268px, 1.2fr)",
    wideOnly: true,
    cell: ({ next, timezone, error, state }) =>
      state === "error" && error !== null ? (
        <span className="state-bad" title={error}>
          {error}
        </span>
      ) : (
        <Time at={next} zone={timezone} distance />
      ),
  },
  {
    id: "pause",
    label: <span className="hidden-text">Pause</span>,
    width: "76px",
    wideOnly: true,
    cell: (dag) => <PauseButton dag={dag.dag} isPaused={dag.paused !== null} />,
  },
];

export function DagTable({ dags }: { readonly dags: readonly OverviewDag[] }) {
  return <Table label="DAGs" rows={dags} columns={COLUMNS} rowKey={({ dag }) => dag} rowHeight={42} height="none" />;
}

function DagName({ dag: { dag, description, alarms } }: { readonly dag: OverviewDag }) {
  return (
    <span className="dag-name">
      <Link href={dagHref(dag)}>{dag}</Link>
      {alarms.open > 0 && (
        <span className="state state-held alarm-count" title={`${alarms.open} open alarms`}>
          ! {alarms.open}
          <span className="hidden-text"> open alarms</span>
        </span>
      )}
      <span className="soft clip wide-only">{description}</span>
    </span>
  );
}
