import { useQuery } from "@tanstack/react-query";
import { queuesQuery, workersQuery } from "../../api/queries.ts";
import type { Queues, Workers } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatDuration } from "../../format/durations.ts";
import { formatCount } from "../../format/numbers.ts";

type Worker = Workers["workers"][number];
type Queue = Queues["queues"][number];
type Limit = Queues["limits"][number];

const WORKER_COLUMNS: readonly Column<Worker>[] = [
  { id: "host", label: "host", width: "minmax(110px, 1.2fr)", cell: ({ host, pid }) => `${host} · ${pid}` },
  {
    id: "state",
    label: "state",
    width: "96px",
    cell: ({ state, alive }) => <StateBadge state={alive ? "live" : state === "live" ? "dead" : state} />,
  },
  { id: "slots", label: "busy", width: "80px", isNumber: true, cell: ({ busy, slots }) => `${busy} of ${slots}` },
  {
    id: "heartbeat",
    label: "last heartbeat",
    width: "minmax(90px, 1fr)",
    isNumber: true,
    wideOnly: true,
    cell: ({ heartbeat_age_ms: age }) => (age === null ? "" : `${formatDuration(age)} ago`),
  },
  {
    id: "since",
    label: "since",
    width: "minmax(150px, 1fr)",
    wideOnly: true,
    cell: ({ started_at: at }) => <Time at={at} />,
  },
  { id: "version", label: "version", width: "80px", wideOnly: true, cell: ({ version }) => version },
];

const QUEUE_COLUMNS: readonly Column<Queue>[] = [
  { id: "priority", label: "priority", width: "minmax(80px, 1fr)", cell: ({ priority }) => priority },
  { id: "kind", label: "tasks", width: "minmax(80px, 1fr)", cell: ({ kind }) => kind },
  { id: "queued", label: "queued", width: "72px", isNumber: true, cell: ({ queued }) => formatCount(queued) },
  { id: "running", label: "running", width: "72px", isNumber: true, cell: ({ running }) => formatCount(running) },
  {
    id: "limits",
    label: "held by a limit",
    width: "110px",
    isNumber: true,
    wideOnly: true,
    cell: (queue) => formatCount(queue.waiting_for_limits),
  },
  {
    id: "oldest",
    label: "oldest waits",
    width: "110px",
    isNumber: true,
    wideOnly: true,
    cell: ({ oldest_ms: ms }) => (ms === null ? "" : formatDuration(ms)),
  },
];

const LIMIT_COLUMNS: readonly Column<Limit>[] = [
  { id: "name", label: "limit", width: "minmax(110px, 1.4fr)", cell: ({ name }) => name },
  { id: "held", label: "taken", width: "90px", isNumber: true, cell: ({ held, slots }) => `${held} of ${slots}` },
  {
    id: "memory",
    label: "memory, MiB",
    width: "130px",
    isNumber: true,
    wideOnly: true,
    cell: ({ memory_mb: most, held_memory_mb: held }) =>
      most === null ? "" : `${formatCount(held)} of ${formatCount(most)}`,
  },
  { id: "waiting", label: "waiting", width: "80px", isNumber: true, cell: ({ waiting }) => formatCount(waiting) },
];

export function WorkersTab() {
  const workers = useQuery(workersQuery());
  const queues = useQuery(queuesQuery());
  return (
    <>
      <QueryView query={workers} lines={4}>
        {(data) => (
          <section className="card" aria-label="Workers">
            <header>
              <h2>Workers</h2>
              <span className="soft">
                {formatCount(data.busy)} of {formatCount(data.slots)} slots are busy
              </span>
            </header>
            {data.workers.length === 0 ? (
              <Empty command="npx nightgrid up">
                No worker has been seen for a day: nothing is computed until one is there.
              </Empty>
            ) : (
              <Table
                label="Workers"
                rows={data.workers}
                columns={WORKER_COLUMNS}
                rowKey={({ worker }) => worker}
                height="360px"
              />
            )}
          </section>
        )}
      </QueryView>
      <QueryView query={queues} lines={4}>
        {(data) => (
          <>
            <section className="card" aria-label="Queues">
              <header>
                <h2>Queues</h2>
                <span className="soft">
                  runs: {formatCount(data.runs.queued)} queued, {formatCount(data.runs.running)} running,{" "}
                  {formatCount(data.runs.paused)} paused
                </span>
              </header>
              <Table
                label="Queues"
                rows={data.queues}
                columns={QUEUE_COLUMNS}
                rowKey={({ priority, kind }) => `${priority} ${kind}`}
                rowHeight={28}
                height="none"
              />
            </section>
            {data.limits.length > 0 && (
              <section className="card" aria-label="Limits">
                <header>
                  <h2>Limits</h2>
                </header>
                <Table
                  label="Limits"
                  rows={data.limits}
                  columns={LIMIT_COLUMNS}
                  rowKey={({ name }) => name}
                  rowHeight={28}
                  height="360px"
                />
              </section>
            )}
          </>
        )}
      </QueryView>
    </>
  );
}
