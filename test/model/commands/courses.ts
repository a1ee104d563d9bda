import { type ModelState, runningAttempts } from "../rules/model-state.ts";
import type { ModelSystem } from "../system/model-system.ts";
import { type Deed, Deeds } from "./deed.ts";
import { finish, type WorkOutcome, workOn } from "./job-deeds.ts";
import { cancel, pause, unpause } from "./people-deeds.ts";
import { beat, cutOff, kill, moveClock, watchBy } from "./worker-deeds.ts";

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

/** Whoever works is not heard of for a while: others take over, and then it comes to the end of what it had. */
export function wakeUpLate(outcome: WorkOutcome): Deeds {
  let late = -1;
  return new Deeds(`let whoever works wake up late: ${outcome}`, async (state, system, done) => {
    if (done === 0) late = system.workers.findIndex((worker) => worker.works.length > 0);
    if (late < 0) return null;
    const before = system.workers.slice(0, late).reduce((sum, worker) => sum + worker.works.length, 0);
    const other = beating(state, system);
    const takenOver = [watchBy(other), workOn(0, other), workOn(1, other)];
    const deeds = [cutOff(late), ...takenOver, finish(before, outcome, 3), beat(late)];
    return deeds[done] ?? null;
  });
}

/** The run of whoever works is told to stop while more of it is worked on; what is worked on comes to its end. */
export function stopInTheMiddle(outcome: WorkOutcome): Deeds {
  return new Deeds(`stop a run in the middle: ${outcome}`, async (state, _system, done) => {
    if (done < 4) return workOn(done, done);
    if (done === 4) return cancel(busiestRun(state));
    const deeds = [finish(0, outcome, 3), finish(1, outcome, 3), workOn(0, 1), workOn(1, 2)];
    return deeds[done - 5] ?? null;
  });
}

/** By its number, the one with the most attempts under way. */
function busiestRun(state: ModelState): number {
  const counts = [...state.runs.values()].map(
    ({ tasks }) => runningAttempts(state, ({ taskId }) => tasks.some(({ id }) => id === taskId)).length,
  );
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

/** A run is paused for a long time; its own does not go on meanwhile. */
export function pauseFor(runNumber: number, ms: number): Deeds {
  return new Deeds(`pause run ${runNumber} for ${ms / 1000} s`, async (_state, _system, done) => {
    const deeds = [pause(runNumber), moveClock(ms), watchBy(0), unpause(runNumber), watchBy(1)];
    return deeds[done] ?? null;
  });
}
