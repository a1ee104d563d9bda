import { finish, workOn } from "./commands/job-deeds.ts";
import { limit, unpause } from "./commands/people-deeds.ts";
import { beat, moveClock, watchBy } from "./commands/worker-deeds.ts";
import { isEnded, type ModelState } from "./rules/model-state.ts";
import { POOL, STEPS_MS } from "./shapes.ts";
import type { ModelSystem } from "./system/model-system.ts";

/** So often the clock is moved on, and a worker looks after all, while nothing else goes on. */
const IDLE_ROUNDS = 5;

/** From now on all goes well: every run must end. Gives back what is not as it must be then. */
export async function conclude(state: ModelState, system: ModelSystem): Promise<readonly string[]> {
  for (const number of system.workers.keys()) await beat(number).run(state, system);
  for (const number of [...state.runs.keys()].keys()) await unpause(number).run(state, system);
  for (const name of [POOL, "low"] as const) await limit(name, 2).run(state, system);
  for (let idle = 0; idle < IDLE_ROUNDS; idle++) {
    if (await goOn(state, system)) idle = 0;
    if (areOver(state)) break;
    await moveClock(STEPS_MS.toNextTry).run(state, system);
    for (const number of system.workers.keys()) await watchBy(number).run(state, system);
  }
  const left = await system.database.query("select attempt_id from held_slot");
  return [
    ...[...state.runs.values()]
      .filter((run) => !isEnded(run.state))
      .map((run) => `Run ${run.dagId} ${run.id} never ends`),
    ...(left.rowCount === 0 ? [] : [`${left.rowCount} slots are held by nobody`]),
  ];
}

function areOver({ runs }: ModelState): boolean {
  return [...runs.values()].every((run) => isEnded(run.state));
}

/** Ends what is worked on, and works on what there is, until nothing moves. False when nothing did. */
async function goOn(state: ModelState, system: ModelSystem): Promise<boolean> {
  let hasMoved = false;
  for (;;) {
    const works = system.workers.some((worker) => worker.works.length > 0);
    if (!works && (await system.dueJobs()).length === 0) return hasMoved;
    hasMoved = true;
    await (works ? finish(0, "ok", 0) : workOn(0, 0)).run(state, system);
  }
}
