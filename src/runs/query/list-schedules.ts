import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { DagState } from "../../core/names/states.ts";
import type { DagSpec, ScheduleSpec } from "../../factory/dag-spec.ts";
import { readableSpec } from "../../factory/stored-spec.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { type DagRow, listDags, readDagVersion } from "../../store/run/dags.ts";
import { listSlots, type SlotRow } from "../../store/run/ticks.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { isPaused } from "../schedule/dag-pause.ts";
import { endOfSlots, nextSlots, type Slot } from "../schedule/slots.ts";

/** A DAG's schedule as the scheduler sees it: that of the last good version. */
export interface ScheduleView {
  readonly dagId: string;
  /** `new`: of a file that no scheduler has taken up yet. */
  readonly state: DagState | "new";
  readonly schedule: ScheduleSpec;
  /** Who has paused it, when and why; null when it is not paused. */
  readonly paused: { readonly at: Date; readonly by: string; readonly reason: string | null } | null;
  /** Slots to come, the next one first; none for a DAG whose file is gone. */
  readonly next: readonly Date[];
  /** The same ones, with what is known of them. */
  readonly upcoming: readonly Slot[];
  /** Why no further slots are known; null when there are as many as were asked for. */
  readonly end: string | null;
  /** Slots that were decided on, the latest first. */
  readonly past: readonly SlotRow[];
}

export interface ScheduleRequest {
  /** Null for all DAGs that have a schedule. */
  readonly dagId: string | null;
  readonly nextLimit: number;
  /** Null for all. */
  readonly pastLimit: number | null;
}

/** @throws AppError DAG_NOT_FOUND when no scheduler has taken up a DAG of that id */
export async function listSchedules(database: Database, request: ScheduleRequest): Promise<readonly ScheduleView[]> {
  const [now, dags] = await Promise.all([readNow(database), listDags(database)]);
  const taken = dags.filter(({ scheduledSince }) => scheduledSince !== null);
  const wanted = request.dagId === null ? taken : [pickDag(taken, request.dagId)];
  const views: ScheduleView[] = [];
  for (const dag of wanted) {
    const schedule = await readSchedule(database, dag);
    if (schedule === null) continue;
    const coming = dag.state === "removed" ? NOTHING : comingSlots(schedule, now, request.nextLimit);
    const past = await listSlots(database, { dagId: dag.id, limit: request.pastLimit });
    views.push({ dagId: dag.id, state: dag.state, schedule, paused: pauseOf(dag), past, ...coming });
  }
  return views;
}

/** Of DAGs that no scheduler has taken up yet: what would come if one did now. */
export async function listNewSchedules(
  database: Database,
  specs: readonly DagSpec[],
  nextLimit: number,
): Promise<readonly ScheduleView[]> {
  const [now, dags] = await Promise.all([readNow(database), listDags(database)]);
  const taken = new Set(dags.flatMap(({ id, scheduledSince }) => (scheduledSince === null ? [] : [id])));
  return specs.flatMap(({ id, schedule }) =>
    schedule === null || taken.has(id)
      ? []
      : [
          {
            dagId: id,
            state: "new",
            schedule,
            paused: null,
            past: [],
            ...comingSlots(schedule, now, nextLimit),
          } as const,
        ],
  );
}

type ComingSlots = Pick<ScheduleView, "next" | "upcoming" | "end">;

const NOTHING: ComingSlots = { next: [], upcoming: [], end: null };

function comingSlots(schedule: ScheduleSpec, now: Date, limit: number): ComingSlots {
  const upcoming = nextSlots(schedule, now, limit);
  return {
    next: upcoming.map(({ at }) => at),
    upcoming,
    end: upcoming.length < limit ? endOfSlots(schedule, now) : null,
  };
}

function pauseOf(dag: DagRow): ScheduleView["paused"] {
  const { pausedAt, pausedBy, pausedBecause } = dag;
  return pausedAt === null || !isPaused(dag) ? null : { at: pausedAt, by: pausedBy ?? "", reason: pausedBecause };
}

function pickDag(dags: readonly DagRow[], id: string): DagRow {
  const found = dags.find((dag) => dag.id === id);
  if (found !== undefined) return found;
  const ids = dags.map((dag) => dag.id);
  throw new AppError("DAG_NOT_FOUND", `No scheduler has taken up a DAG "${id}".`, {
    hint: suggestName(id, ids, {
      otherwise: "`nightgrid up` takes up the files of dags/; `nightgrid dags` lists them.",
    }),
  });
}

async function readSchedule(database: Database, { hash }: DagRow): Promise<ScheduleSpec | null> {
  const version = hash === null ? null : await readDagVersion(database, hash);
  return version === null ? null : (readableSpec(version)?.schedule ?? null);
}
