import { formatDuration } from "../../core/time/duration.ts";
import { printable } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import type { RunRow } from "../../store/run/runs.ts";

/** Runs as lines: id, DAG, state, cells, when, how long, why. */
export function runTable(runs: readonly RunRow[]): readonly string[] {
  const header = ["run", "dag", "state", "cells", "failed", "logical date", "took", "reason"];
  const rows = runs.map((run) => [
    run.id,
    run.dagId,
    run.stopping !== null && run.finishedAt === null ? `${run.state}, stopping` : run.state,
    `${run.cellsDone}/${run.cellsTotal}`,
    String(run.cellsFailed),
    minute(run.logicalDate),
    run.finishedAt === null ? "" : formatDuration(run.finishedAt.getTime() - run.createdAt.getTime()),
    printable((run.reason ?? "").split("\n", 1)[0] ?? ""),
  ]);
  return textTable([header, ...rows], { leftColumns: [0, 1, 2, 5, 7] });
}

/** `2026-02-10 08:30Z` */
export function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")}Z`;
}
