import type { RunId } from "../../core/names/ids.ts";
import { listen } from "../../store/connection/listener.ts";
import { logAfter, type LogRow, tailLog } from "../../store/logs.ts";
import { readRun } from "../../store/run/runs.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { type Patience, retryUntilConnected } from "../retry-until-connected.ts";
import { createWakeSignal } from "./wake-signal.ts";

export interface FollowOptions {
  /** Lines to begin with. */
  readonly tail: number;
  readonly signal?: AbortSignal;
  /** When the database goes away meanwhile. Default: for ever. */
  readonly patience?: Patience;
}

const LOOK_ANYWAY_MS = 5000;
const PAGE = 1000;
/** Ids are given before the commit, so a line may appear after later ones; so many are looked at again. */
const OVERLAP = 200;

/** The last lines of a run's log, then new ones as they come, until the run has ended. Pages are never empty. */
export async function* followLog(
  database: Database,
  runId: RunId,
  { tail, signal, patience }: FollowOptions,
): AsyncGenerator<readonly LogRow[], void, undefined> {
  const pulse = createWakeSignal(LOOK_ANYWAY_MS, signal);
  await using _listener = await listen(database, (event) => {
    if (event.kind === "reconnected" || event.runId === runId) pulse.beat();
  });
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, patience);
  const first = await again(() => tailLog(database, runId, tail));
  if (first.length > 0) yield first;
  const seen = new Set(first.map((line) => line.id));
  const floor = Number(first[0]?.id ?? 0) - 1;
  let last = Number(first.at(-1)?.id ?? 0);
  for (;;) {
    // Asked before reading, so that no line of an ended run is left behind.
    const run = await again(() => readRun(database, runId));
    for (;;) {
      const after = String(Math.max(floor, last - OVERLAP));
      const page = await again(() => logAfter(database, runId, { after, limit: PAGE }));
      const lines = page.filter((line) => !seen.has(line.id));
      if (lines.length === 0) break;
      yield lines;
      for (const line of lines) seen.add(line.id);
      last = Math.max(last, Number(lines.at(-1)?.id));
    }
    if (run === null || run.finishedAt !== null || !(await pulse.next())) return;
  }
}
