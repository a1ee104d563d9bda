import { formatDuration } from "../../core/time/duration.ts";
import { printable } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { waitText } from "./wait-text.ts";
import type { RunRow } from "../../store/run/runs.ts";

/** Runs as lines: id, DAG, state, cells, when, how long, why. */
export function runTable(runs: readonly RunRow[]): readonly string[] {
  const header = ["run", "dag", "state", "cells", "failed", "logical date", "took", "reason"];
  const rows = runs.map((run) => [
    run.id,
    run.dagId,
    stateText(run),
    `${run.cellsDone}/${run.cellsTotal}`,
    String(run.cellsFailed),
    minute(run.logicalDate),
    run.finishedAt === null ? "" : formatDuration(run.finishedAt.getTime() - run.createdAt.getTime()),
    printable(reasonOf(run).split("\n", 1)[0] ?? ""),
  ]);
  return textTable([header, ...rows], { leftColumns: [0, 1, 2, 5, 7] });
}

function stateText(run: RunRow): string {
  if (run.finishedAt !== null) return run.state;
  if (run.stopping !== null) return `${run.state}, stopping`;
  return run.waitsFor === null ? run.state : `${run.state}, waiting`;
}

/** Why it ended as it did, or what it waits for. */
function reasonOf({ reason, finishedAt, waitsFor, waitUntil }: RunRow): string {
  return reason ?? (waitsFor === null || finishedAt !== null ? "" : waitText(waitsFor, waitUntil));
}

/** `2026-02-10 08:30Z` */
export function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")}Z`;
}
