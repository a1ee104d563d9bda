import type { Project } from "../../app/project.ts";
import { watchRun } from "../../runs/query/watch-run.ts";
import { countRunAttempts } from "../../store/run/attempts.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import { hearInterrupts, interruptExitCode } from "../interrupts/interrupts.ts";
import type { Output } from "./output.ts";

/**
 * Waits until nothing is left of runs that were told to stop, and says what is. A Ctrl-C ends the waiting, not the stopping. Where
 * no worker is up there is nobody to wait for.
 */
export async function waitUntilGone(
  runs: readonly Pick<RunRow, "id">[],
  project: Project,
  output: Output,
): Promise<void> {
  const leaving = new AbortController();
  const end = hearInterrupts(
    (signal) => {
      output.note("They are stopped without this command, too.");
      process.exitCode = interruptExitCode(signal);
      leaving.abort();
    },
    (signal) => process.exit(interruptExitCode(signal)),
  );
  try {
    for (const { id } of runs) await waitForOne(id, { project, output, signal: leaving.signal });
  } finally {
    end();
  }
}

async function waitForOne(
  id: RunRow["id"],
  { project, output, signal }: { readonly project: Project; readonly output: Output; readonly signal: AbortSignal },
): Promise<void> {
  const { database } = project.deps;
  let told = -1;
  for await (const { run } of watchRun(database, id, { signal, patience: project.patience })) {
    if (run.finishedAt !== null) return;
    if ((await listLiveWorkers(database)).length === 0) return;
    const left = await countRunAttempts(database, id);
    if (left !== told) output.note(`Run ${id} is ${run.status}: ${leftText(left)}.`);
    told = left;
  }
}

function leftText(left: number): string {
  if (left === 0) return "its end is being written down";
  return left === 1 ? "one piece of work has still to end" : `${left} pieces of work have still to end`;
}
