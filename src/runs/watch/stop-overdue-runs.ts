import { formatDuration } from "../../core/time/duration.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { listOverdueRuns, type OverdueRun } from "../../store/run/recover.ts";
import { stopRun } from "../end/stop-run.ts";
import { codedReason } from "../error-of.ts";

/** Stops runs that have taken longer than they may. */
export async function stopOverdueRuns(database: Database): Promise<void> {
  for (const run of await listOverdueRuns(database)) {
    const reason = codedReason("RUN_TIMEOUT", overdueReason(run));
    await stopRun(database, run.id, { state: "failed", reason });
  }
}

/** What was done by then, what was going on, and a way out. */
function overdueReason({ timeoutMs, cellsDone, cellsTotal, running }: OverdueRun): string {
  const cells =
    cellsTotal === 0 ? "" : `: ${cellsDone.toLocaleString("en")} of ${cellsTotal.toLocaleString("en")} cells were done`;
  const going = running.length === 0 ? "" : `${cells === "" ? ":" : ","} ${running.join(", ")} went on`;
  return `not done after ${formatDuration(timeoutMs)}${cells}${going}. Raise timeout in the DAG file; what was computed is kept`;
}
