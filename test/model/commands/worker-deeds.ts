import { takeBack } from "../rules/attempt-rules.ts";
import { type ModelState, runningAttempts } from "../rules/model-state.ts";
import { advance, watch } from "../rules/watch-rules.ts";
import type { ModelSystem, ModelWorkerProcess } from "../system/model-system.ts";
import { heartbeat } from "../../../src/store/workers.ts";
import { type Act, Deed, nothingMore, pick } from "./deed.ts";

type OfWorker = (state: ModelState, system: ModelSystem, worker: ModelWorkerProcess) => Promise<void>;

function byWorker(number: number, name: string, act: OfWorker): Deed {
  const acts: Act = async (state, system) => {
    const worker = pick(system.workers, number);
    if (worker !== undefined) await act(state, system, worker);
    return nothingMore;
  };
  return new Deed(`${name} worker ${number}`, acts);
}

export function watchBy(number: number): Deed {
  return byWorker(number, "look after all by", async (state, system, worker) => {
    const { workerId } = worker.deps;
    // One whose own heart is not heard is no judge of others.
    if (!state.workers.some(({ id, isBeating }) => id === workerId && isBeating)) return;
    const working = worker.works.flatMap(({ attemptId }) => attemptId ?? []);
    await system.watch(worker);
    watch(state, workerId, working);
  });
}

/** Its heartbeat is not heard any more, and it goes on. */
export function cutOff(number: number): Deed {
  return byWorker(number, "cut off", async (state, system, worker) => {
    await system.cutOff(worker);
    beats(state, worker, false);
  });
}

export function beat(number: number): Deed {
  return byWorker(number, "hear again of", async (state, system, worker) => {
    await heartbeat(system.database, worker.deps.workerId, 3_600_000);
    beats(state, worker, true);
  });
}

/** Its process is gone, and another one comes. */
export function kill(number: number): Deed {
  return byWorker(number, "kill", async (state, system, worker) => {
    await system.cutOff(worker);
    system.kill(worker);
    beats(state, worker, false);
    await join(state, system);
  });
}

/** It is told to leave at once, and another one comes. */
export function leave(number: number): Deed {
  return byWorker(number, "send away", async (state, system, worker) => {
    const { workerId } = worker.deps;
    await system.leave(worker);
    for (const attempt of runningAttempts(state, (each) => each.workerId === workerId))
      takeBack(state, attempt, "stray");
    await join(state, system);
  });
}

async function join(state: ModelState, system: ModelSystem): Promise<void> {
  const { deps } = await system.addWorker();
  state.workers.push({ id: deps.workerId, isBeating: true });
}

function beats(state: ModelState, { deps }: ModelWorkerProcess, isBeating: boolean): void {
  for (const worker of state.workers) if (worker.id === deps.workerId) worker.isBeating = isBeating;
}

export function moveClock(ms: number): Deed {
  return new Deed(`move the clock on by ${ms / 1000} s`, async (state, system) => {
    await system.advance(ms);
    advance(state, ms);
    return nothingMore;
  });
}

/** The clock of the hosts jumps; that of the database decides. */
export function skewHosts(ms: number): Deed {
  return new Deed(`let the clocks of hosts be wrong by ${ms / 1000} s`, async (_state, system) => {
    system.hostSkewMs = ms;
    return nothingMore;
  });
}
