import { lazy, Suspense, useMemo } from "react";
import { Link } from "wouter";
import { sweepHref } from "../../app/go.ts";
import type { GraphTask } from "../../api/shapes.ts";
import { Skeleton } from "../../components/answers/skeleton.tsx";
import { lookOf, StateBadge } from "../../components/state-badge.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { formatDuration } from "../../format/durations.ts";
import { formatCount } from "../../format/numbers.ts";
import { useNow } from "../../state/use-now.ts";
import { useUrlState } from "../../state/use-url-state.ts";

const TaskGraph = lazy(async () => ({ default: (await import("./task-graph.tsx")).TaskGraph }));

interface TaskTableProps {
  readonly run: string;
  readonly graph: readonly GraphTask[];
  readonly zone: string | null;
}

/** The tasks in their order, each with its bar on the time of the run; or the graph of what waits for what. */
export function TaskTable({ run, graph }: TaskTableProps) {
  const [task, chooseTask] = useUrlState("task");
  const [view, setView] = useUrlState("view");
  const isGraph = view === "graph";
  const now = useNow(graph.some(({ state }) => state === "running") ? 1000 : 3_600_000);
  const columns = useMemo(() => columnsOf({ run, graph, now, task, chooseTask }), [chooseTask, graph, now, run, task]);
  return (
    <section className="card" aria-labelledby="tasks">
      <header>
        <h2 id="tasks">Tasks</h2>
        {graph.length > 1 && (
          <button
            type="button"
            className="pressed push"
            aria-pressed={isGraph}
            onClick={() => setView(isGraph ? "" : "graph", "push")}
          >
            Graph
          </button>
        )}
      </header>
      {isGraph ? (
        <Suspense fallback={<Skeleton lines={6} />}>
          <TaskGraph graph={graph} />
        </Suspense>
      ) : (
        <Table label="Tasks" rows={graph} columns={columns} rowKey={({ key }) => key} height="420px" />
      )}
    </section>
  );
}

interface Shown {
  readonly run: string;
  readonly graph: readonly GraphTask[];
  readonly now: number;
  readonly task: string;
  readonly chooseTask: (key: string) => void;
}

function columnsOf({ run, graph, now, task, chooseTask }: Shown): readonly Column<GraphTask>[] {
  const span = spanOf(graph, now);
  return [
    {
      id: "key",
      label: "task",
      width: "minmax(130px, 1.4fr)",
      narrowWidth: "minmax(80px, 1fr)",
      cell: ({ key, kind, cells }) =>
        kind === "backtest" && cells !== null ? (
          <Link href={sweepHref(run, key)} className="cell-link">
            {key}
          </Link>
        ) : (
          key
        ),
    },
    {
      id: "state",
      label: "state",
      width: "112px",
      narrowWidth: "108px",
      cell: ({ state }) => <StateBadge state={state} />,
    },
    {
      id: "cells",
      label: "cells",
      width: "minmax(110px, 0.7fr)",
      isNumber: true,
      wideOnly: true,
      cell: ({ cells }) => (cells === null ? "" : `${formatCount(cells.done)} / ${formatCount(cells.total)}`),
    },
    {
      id: "bar",
      label: "on the time of the run",
      width: "minmax(120px, 2fr)",
      wideOnly: true,
      cell: (one) => <GanttBar task={one} span={span} now={now} />,
    },
    { id: "took", label: "took", width: "84px", narrowWidth: "46px", isNumber: true, cell: (one) => tookOf(one, now) },
    {
      id: "error",
      label: "error",
      width: "minmax(90px, 1.4fr)",
      wideOnly: true,
      cell: ({ error }) =>
        error === null ? (
          ""
        ) : (
          <span className="state-bad" title={error.message}>
            {error.message}
          </span>
        ),
    },
    {
      id: "log",
      label: <span className="hidden-text">Log</span>,
      width: "52px",
      narrowWidth: "46px",
      cell: ({ key }) => (
        <button
          type="button"
          className="plain pressed"
          aria-pressed={task === key}
          aria-label={`Log of ${key} only`}
          onClick={() => chooseTask(task === key ? "" : key)}
        >
          log
        </button>
      ),
    },
  ];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(graph: readonly GraphTask[], now: number): Span {
  const starts = graph.flatMap(({ started_at: at }) => (at === null ? [] : [Date.parse(at)]));
  const ends = graph.flatMap((task) => (task.started_at === null ? [] : [endOf(task, now)]));
  const from = Math.min(...starts, now);
  return { from, to: Math.max(...ends, from + 1) };
}

function endOf({ finished_at: end, state }: GraphTask, now: number): number {
  if (end !== null) return Date.parse(end);
  return state === "running" ? now : 0;
}

function tookOf(task: GraphTask, now: number): string {
  if (task.started_at === null) return "";
  return formatDuration(Math.max(endOf(task, now) - Date.parse(task.started_at), 0));
}

interface GanttBarProps {
  readonly task: GraphTask;
  readonly span: Span;
  readonly now: number;
}

function GanttBar({ task, span, now }: GanttBarProps) {
  if (task.started_at === null) return <span className="gantt" />;
  const share = (at: number) => ((at - span.from) / (span.to - span.from)) * 100;
  const left = share(Date.parse(task.started_at));
  const width = Math.max(share(endOf(task, now)) - left, 0);
  return (
    <span className={`gantt state-${lookOf(task.state)}`}>
      <span style={{ left: `${Math.min(left, 99)}%`, width: `${width}%` }} />
    </span>
  );
}
