import type { ModelState } from "../rules/model-state.ts";
import type { ModelSystem } from "../system/model-system.ts";
import { type Deed, Deeds } from "./deed.ts";
import { finish, type WorkOutcome, workOn } from "./job-deeds.ts";
import { pause, unpause } from "./people-deeds.ts";
import { kill, moveClock, watchBy } from "./worker-deeds.ts";

/** Ends what is worked on, and works on what there is, until nothing moves or so much was done. */
export function goOn(outcome: WorkOutcome, most: number): Deeds {
  return new Deeds(`go on for ${most}: ${outcome}`, async (_state, system, done) =>
    done >= most ? null : nextStep(system, outcome, done),
  );
}

/** Null when there is nothing to be done. */
export async function nextStep(system: ModelSystem, outcome: WorkOutcome, number: number): Promise<Deed | null> {
  const jobs = await system.dueJobs();
  if (system.workers.some((worker) => worker.works.length > 0) && (jobs.length === 0 || number % 2 === 0)) {
    return finish(number, outcome, 1 + (number % 7));
  }
  return jobs.length === 0 ? null : workOn(number, number);
}

/** Whoever works is killed, again and again, and others take over. */
export function killOnAndOn(times: number): Deeds {
  return new Deeds(`kill whoever works, ${times} times`, async (state, system, done) => {
    if (done >= 4 * times) return null;
    const busy = system.workers.findIndex((worker) => worker.works.length > 0);
    if (done % 4 === 3) return watchBy(beating(state, system));
    if (busy >= 0) return kill(busy);
    return (await system.dueJobs()).length === 0 ? watchBy(beating(state, system)) : workOn(0, done);
  });
}

function beating(state: ModelState, { workers }: ModelSystem): number {
  const live = new Set(state.workers.filter(({ isBeating }) => isBeating).map(({ id }) => id));
  return Math.max(
    0,
    workers.findIndex(({ deps }) => live.has(deps.workerId)),
  );
}

/** A run is paused for a long time; its own does not go on meanwhile. */
export function pauseFor(runNumber: number, ms: number): Deeds {
  return new Deeds(`pause run ${runNumber} for ${ms / 1000} s`, async (_state, _system, done) => {
    const deeds = [pause(runNumber), moveClock(ms), watchBy(0), unpause(runNumber), watchBy(1)];
    return deeds[done] ?? null;
  });
}
