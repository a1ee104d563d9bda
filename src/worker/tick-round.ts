import { setTimeout as passed } from "node:timers/promises";
import type { DagRow } from "../store/run/dags.ts";

/** How long a round waits for the first DAG that takes its time (a module that hangs, a huge file of data), in milliseconds. */
const PATIENCE_MS = 1000;
/** And for each one after that: many that are quick still come one after the other. */
const LEAST_PATIENCE_MS = 20;

/** Ticks all DAGs of a round. @param tick never rejects */
export type TickRound = (dags: readonly DagRow[], tick: (dag: DagRow) => Promise<void>) => Promise<void>;

/**
 * Ticks DAGs one after the other, and makes none late for another one: those that take long go on by themselves, and are not
 * ticked again before they have ended.
 */
export function createTickRound(patienceMs = PATIENCE_MS): TickRound {
  const ticking = new Set<string>();
  return async (dags, tick) => {
    let patience = patienceMs;
    for (const dag of dags.filter(({ id }) => !ticking.has(id))) {
      ticking.add(dag.id);
      const ended = tick(dag).finally(() => ticking.delete(dag.id));
      if (!(await endsWithin(ended, patience))) patience = Math.min(patience, LEAST_PATIENCE_MS);
    }
  };
}

async function endsWithin(work: Promise<void>, withinMs: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = passed(withinMs, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    waiting.abort();
  }
}
