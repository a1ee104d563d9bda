import { nextStep } from "./commands/courses.ts";
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
    const isOver = areOver(state);
    if (!isOver) await moveClock(STEPS_MS.toNextTry).run(state, system);
    for (const number of system.workers.keys()) await watchBy(number).run(state, system);
    if (isOver) break;
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

/** Until nothing moves. False when nothing did. */
async function goOn(state: ModelState, system: ModelSystem): Promise<boolean> {
  for (let done = 0; ; done++) {
    const deed = await nextStep(system, "ok", 0);
    if (deed === null) return done > 0;
    await deed.run(state, system);
  }
}
