import { formatDuration } from "../../core/time/duration.ts";
import { printable } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { pauseText } from "../../runs/schedule/dag-pause.ts";
import { waitText } from "./wait-text.ts";
import { askedAt, type RunRow } from "../../store/run/runs.ts";

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
    run.finishedAt === null ? "" : formatDuration(run.finishedAt.getTime() - askedAt(run).getTime()),
    printable(reasonOf(run).split("\n", 1)[0] ?? ""),
  ]);
  return textTable([header, ...rows], { leftColumns: [0, 1, 2, 5, 7] });
}

function stateText(run: RunRow): string {
  const isWaiting = run.status === "queued" && run.waitsFor !== null && run.waitsFor.through !== null;
  return isWaiting ? `${run.status}, waiting` : run.status;
}

/** Why it ended as it did, who has paused it, or what it waits for. */
function reasonOf(run: RunRow): string {
  const { status, reason, finishedAt, waitsFor, waitUntil } = run;
  if (status === "paused") return pauseText(run);
  return reason ?? (waitsFor === null || finishedAt !== null ? "" : waitText(waitsFor, waitUntil));
}

/** `2026-02-10 08:30Z` */
export function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")}Z`;
}
