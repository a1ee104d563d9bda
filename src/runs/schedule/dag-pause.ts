import type { Connection } from "../../store/connection/transaction.ts";
import { type DagRow, listDags } from "../../store/run/dags.ts";

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

/** Who has paused a DAG, when and why. */
export interface DagPause {
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
}

/** The DAGs that are paused, by id. */
export async function listPauses(connection: Connection): Promise<ReadonlyMap<string, DagPause>> {
  const paused = (await listDags(connection)).flatMap(({ id, ...dag }) => {
    if (dag.pausedAt === null || !isPaused(dag)) return [];
    return [[id, { at: dag.pausedAt, by: dag.pausedBy ?? "", reason: dag.pausedBecause }] as const];
  });
  return new Map(paused);
}
