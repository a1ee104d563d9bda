import { useMemo } from "react";
import { Link } from "wouter";
import { dagHref, runHref } from "../../app/go.ts";
import type { ListedRun, RunPage } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatDuration } from "../../format/durations.ts";
import { formatBounded, formatCount } from "../../format/numbers.ts";

interface RunListProps {
  readonly page: RunPage;
  readonly isFiltered: boolean;
  /** Shown without its name, when all are runs of one DAG. */
  readonly dag: string;
  readonly cursor: string;
  /** Of the schedule; null for runs of many DAGs. */
  readonly zone: string | null;
  readonly file: string;
  readonly go: (cursor: string) => void;
}

export function RunList({ page, isFiltered, dag, cursor, zone, file, go }: RunListProps) {
  const columns = useMemo(() => columnsOf(zone).filter(({ id }) => id !== "dag" || dag === ""), [dag, zone]);
  if (page.items.length === 0)
    return isFiltered ? (
      <Empty>No run is like that.</Empty>
    ) : (
      <Empty command={`npx nightgrid run ${file}`}>Nothing has run yet.</Empty>
    );
  return (
    <>
      <Table label="Runs" rows={page.items} columns={columns} rowKey={({ run_id: id }) => id} height="none" />
      <div className="log-foot">
        <span className="soft">
          {formatBounded(page.total)} {page.total.count === 1 ? "run" : "runs"}
        </span>
        <span className="row push">
          {cursor !== "" && (
            <button type="button" onClick={() => go("")}>
              Latest
            </button>
          )}
          <button type="button" disabled={page.next_cursor === null} onClick={() => go(page.next_cursor ?? "")}>
            Earlier
          </button>
        </span>
      </div>
    </>
  );
}

function columnsOf(zone: string | null): readonly Column<ListedRun>[] {
  return [
    {
      id: "run",
      label: "run",
      width: "208px",
      narrowWidth: "minmax(90px, 1fr)",
      cell: ({ run_id: id, dag }) => (
        <Link href={runHref(id)}>
          <span className="mono wide-only">{id}</span>
          <span className="narrow-only">{dag}</span>
        </Link>
      ),
    },
    {
      id: "dag",
      label: "DAG",
      width: "minmax(120px, 1.2fr)",
      wideOnly: true,
      cell: ({ dag }) => <Link href={dagHref(dag)}>{dag}</Link>,
    },
    {
      id: "state",
      label: "state",
      width: "112px",
      narrowWidth: "102px",
      cell: ({ state }) => <StateBadge state={state} />,
    },
    {
      id: "date",
      label: "logical date",
      width: "170px",
      narrowWidth: "92px",
      cell: ({ logical_date: at }) => (
        <>
          <span className="wide-only">
            <Time at={at} zone={zone} />
          </span>
          <span className="narrow-only">
            <Time at={at} zone={zone} precision="day" />
          </span>
        </>
      ),
    },
    {
      id: "cells",
      label: "cells",
      width: "minmax(120px, 0.8fr)",
      isNumber: true,
      wideOnly: true,
      cell: ({ cells }) => (
        <>
          {formatCount(cells.total)}
          {cells.failed > 0 && <span className="state-bad"> · {formatCount(cells.failed)} failed</span>}
        </>
      ),
    },
    {
      id: "took",
      label: "took",
      width: "90px",
      isNumber: true,
      wideOnly: true,
      cell: ({ duration_ms: ms }) => (ms === null ? "" : formatDuration(ms)),
    },
    { id: "trigger", label: "started by", width: "84px", wideOnly: true, cell: ({ trigger }) => trigger },
    {
      id: "reason",
      label: "why",
      width: "minmax(100px, 1.4fr)",
      wideOnly: true,
      cell: ({ reason }) => (
        <span className="soft" title={reason ?? ""}>
          {reason}
        </span>
      ),
    },
  ];
}
