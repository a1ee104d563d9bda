import { messageOf } from "../../core/errors/app-error.ts";
import type { WorkDeps } from "../../runs/work-deps.ts";
import { COMPUTE_HANDLERS, CONTROL_HANDLERS } from "../../tasks/job-handlers.ts";
import type { JobPool } from "./job-pool.ts";
import { jobTasks } from "./job-tasks.ts";
import { createTurns } from "../../runs/turns.ts";

/** The part of graphile-worker's helpers that is looked at. */
export interface JobHelpers {
  readonly job: { readonly locked_by: string | null };
}

/** Jobs by name, as graphile-worker's `run({ taskList })` takes them, of whichever copy of it. */
export type JobTaskList = Readonly<Record<string, (payload: unknown, helpers: JobHelpers) => Promise<void>>>;

export interface HostPool {
  readonly pool: JobPool;
  readonly taskList: JobTaskList;
}

/**
 * Jobs that the pools of somebody else hand out. Under which names these lock their jobs is told by the first job of each;
 * of what they compute, no more than our slots at a time.
 *
 * @param onChanged hears of each name, before its first job is done, so that others can release the jobs of a process that dies
 */
export function createHostPool(deps: WorkDeps, onChanged: () => Promise<void>): HostPool {
  const names = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  const turns = createTurns(deps.slots);
  let isStopped = false;

  const learn = (name: string): Promise<void> => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const telling = Promise.resolve().then(onChanged);
    names.set(name, telling);
    return telling;
  };
  const guarded =
    (work: (payload: unknown) => Promise<void>) =>
    async (payload: unknown, { job }: JobHelpers): Promise<void> => {
      if (isStopped) throw closed();
      const doing = done(work, payload, job.locked_by);
      underWay.add(doing);
      try {
        await doing;
      } finally {
        underWay.delete(doing);
      }
    };
  const done = async (work: (payload: unknown) => Promise<void>, payload: unknown, name: string | null) => {
    if (name !== null) {
      // Without it a job that is lost is found some seconds later.
      await learn(name).catch((error: unknown) => {
        names.delete(name);
        deps.log.warn(`The pool ${name} could not be written down: ${messageOf(error)}`);
      });
    }
    await work(payload);
  };
  const control = jobTasks(CONTROL_HANDLERS, deps);
  const compute = jobTasks(COMPUTE_HANDLERS, deps).map(
    ([name, work]) => [name, (payload: unknown) => turns.take(() => work(payload))] as const,
  );
  const taskList = Object.fromEntries([...control, ...compute].map(([name, work]) => [name, guarded(work)]));
  return {
    taskList,
    pool: {
      get poolIds() {
        return [...names.keys()];
      },
      async stop() {
        isStopped = true;
        // Whoever waits for a slot passes the word on, since this process is draining.
        turns.open();
        await Promise.allSettled(underWay);
      },
    },
  };
}

function closed(): Error {
  return new Error("This Nightgrid is closed: stop the runner of graphile-worker first. Another worker does the job");
}
