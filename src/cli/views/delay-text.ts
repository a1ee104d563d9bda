import { printableLine } from "../../core/text/printable.ts";
import { retryRule } from "../../core/spec/retry-spec.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { classOfCode } from "../../core/errors/failure-class.ts";
import { type DagSpec, retryOf } from "../../factory/dag-spec.ts";
import type { TaskDelay } from "../../store/run/task-delays.ts";
import type { TaskRow } from "../../store/run/tasks.ts";

/** `backtest: try 2 of 3, again at 03:31:20Z (in 28.0s), since it took too long`, one line per task that waits. */
export function delayLines(
  delays: readonly TaskDelay[],
  { spec, tasks, now }: { readonly spec: DagSpec; readonly tasks: readonly TaskRow[]; readonly now: Date },
): readonly string[] {
  return delays.flatMap(({ taskId, retry, limit }) => {
    const task = tasks.find(({ id }) => id === taskId);
    if (task === undefined) return [];
    const waits = limit === null ? [] : [`${task.key}: waits for room in ${limitText(limit)}`];
    if (retry === null) return waits;
    const { at, tries, reason, cells } = retry;
    const most = 1 + limitOf(spec, task);
    const of = most > tries ? ` of ${most}` : "";
    const what = cells === null ? "" : ` (${cells} ${cells === 1 ? "cell" : "cells"})`;
    const inText = formatDuration(Math.max(0, at.getTime() - now.getTime()));
    const when = `again at ${at.toISOString().slice(11, 19)}Z (in ${inText})`;
    return [...waits, `${task.key}: try ${tries + 1}${of}${what}, ${when}, since: ${printableLine(reason)}`];
  });
}

/** Tries after the first one, by what has failed last. */
function limitOf(spec: DagSpec, { phase, specIndex, error }: TaskRow): number {
  const own = { before: spec.before, backtest: spec.backtests, after: spec.after }[phase][specIndex];
  return retryRule(retryOf(spec, own)).limits[classOfCode(error?.code ?? "EXECUTOR_FAILED")];
}

/** `pool:gpu` as people call it. */
function limitText(name: string): string {
  const [kind = "", ...rest] = name.split(":");
  const of = rest.join(":");
  switch (kind) {
    case "dag":
      return `max_active_tasks of ${of}`;
    case "run":
      return "max_active_tasks_per_run";
    default:
      return `the ${kind} ${of}`;
  }
}
