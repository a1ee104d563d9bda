import type { DagRow } from "../../store/run/dags.ts";

type Pause = Pick<DagRow, "pausedAt" | "unpausedAt" | "pausedBy" | "pausedBecause">;

export function isPaused({ pausedAt, unpausedAt }: Pick<DagRow, "pausedAt" | "unpausedAt">): boolean {
  return pausedAt !== null && unpausedAt === null;
}

/**
 * Why a slot is passed over: the DAG is paused, or was so when the slot was due. Null when neither is. While it is paused that
 * goes for every slot that is still to be decided, also of the time before: nobody who pauses a DAG expects it to start.
 */
export function pauseOfSlot(dag: Pause, at: Date): string | null {
  const { pausedAt, unpausedAt } = dag;
  if (pausedAt === null) return null;
  if (unpausedAt !== null && (at < pausedAt || at >= unpausedAt)) return null;
  return pauseText(dag);
}

/** `paused by eve: vendor is down` */
export function pauseText({ pausedBy, pausedBecause }: Pick<DagRow, "pausedBy" | "pausedBecause">): string {
  return `paused by ${pausedBy ?? "nobody"}${pausedBecause === null ? "" : `: ${pausedBecause}`}`;
}
