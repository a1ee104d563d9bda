import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../core/errors/app-error.ts";
import { type DagPause, listPauses } from "../../runs/schedule/dag-pause.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "./open-project.ts";

export interface KnownPauses {
  /** By the id of the DAG; null when the database could not be asked. */
  readonly pauses: ReadonlyMap<string, DagPause> | null;
  /** Why it could not; null when nothing was to be asked, too. */
  readonly problem: string | null;
}

/** Who lists files does not wait longer for a database, in milliseconds. */
const PATIENCE_MS = 3000;

/** The DAGs that are paused, as far as the database says so that is there: none is started for it. */
export async function knownPauses(context: CommandContext): Promise<KnownPauses> {
  const { env, home } = context;
  const { statusEmbedded } = await import("../../store/embedded/status-embedded.ts");
  if (env["DATABASE_URL"] === undefined && (await statusEmbedded(home)).state !== "running") {
    return { pauses: new Map(), problem: null };
  }
  const late = delay(PATIENCE_MS, null, { ref: false }).then((): KnownPauses => unknown("it does not answer"));
  const reading = readPauses(context).catch((error: unknown) => unknown(messageOf(error)));
  return Promise.race([reading, late]);
}

function unknown(problem: string): KnownPauses {
  return { pauses: null, problem };
}

async function readPauses(context: CommandContext): Promise<KnownPauses> {
  await using project = await openCommandProject(context, "look");
  return { pauses: await listPauses(project.deps.database), problem: null };
}
