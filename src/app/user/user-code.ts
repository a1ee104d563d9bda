import path from "node:path";
import { availableParallelism } from "node:os";
import { userCallbacks, type UserCallbacks } from "../../callbacks/user/user-callbacks.ts";
import { type UserSources, userSources } from "../../data/sources/own/user-sources.ts";
import type { StrategyRunner } from "../../executors/strategy-runner.ts";
import { knownSecrets } from "../../core/text/known-secrets.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { createStrategyRunner } from "../../executors/user/strategy-runner.ts";
import { maskedCallbacks, maskedStrategies } from "./masked-user-code.ts";
import { LOAD_LANES } from "../../sandbox/modules/load-queue.ts";
import { createUserProcessPool, type UserProcessPool } from "../../sandbox/parent/user-process-pool.ts";

/** All that runs what users wrote, none of it in this process. */
export interface UserCode {
  /** Knows the secrets of the environment, and those that were read so far; they are taken out of what user code throws. */
  readonly secrets: SecretMask;
  readonly strategies: StrategyRunner;
  readonly callbacks: UserCallbacks;
  readonly sources: UserSources;
  /** Processes for the sweeps of one worker, which closes them. */
  sweepProcesses(slots?: number): UserProcessPool;
  close(): Promise<void>;
}

/** MiB. What is not on the heap (columns, above all) has as much room again. */
const MAX_HEAP_MB = 2048;
const MAX_MEMORY_MB = 2 * MAX_HEAP_MB;
/** Callbacks that wait for something at a time. */
const MOST_CALLBACKS = 16;
/** Sources that are asked at a time. */
const MOST_SOURCES = 4;

/** What `import … from "nightgrid"` means in the files of users. */
const PACKAGE_URL = new URL(`../../index${path.extname(import.meta.filename)}`, import.meta.url).href;

/** Starts nothing before it is needed. Processes that nobody uses don't keep this one alive, and end with it. */
export function createUserCode({ home, env }: UserCodePlace): UserCode {
  const processes = (room: string, limits: { readonly mostBusy: number; readonly mostIdle: number }): UserProcessPool =>
    createUserProcessPool(
      {
        room: new URL(`../../${room}${path.extname(import.meta.filename)}`, import.meta.url).href,
        packageUrl: PACKAGE_URL,
        maxHeapMb: MAX_HEAP_MB,
        maxMemoryMb: MAX_MEMORY_MB,
        env,
      },
      limits,
    );
  const strategyRoom = "executors/user/strategy-room";
  const callbackRoom = "callbacks/user/callback-room";
  const sourceRoom = "data/sources/own/source-room";
  const learning = { mostBusy: LOAD_LANES, mostIdle: 2 };
  const pools = {
    strategies: processes(strategyRoom, { mostBusy: 2, mostIdle: 2 }),
    strategyLearners: processes(strategyRoom, learning),
    callbacks: processes(callbackRoom, { mostBusy: MOST_CALLBACKS, mostIdle: 4 }),
    callbackLearners: processes(callbackRoom, learning),
    sources: processes(sourceRoom, { mostBusy: MOST_SOURCES, mostIdle: 2 }),
    sourceLearners: processes(sourceRoom, learning),
  };
  const learnedFolder = path.join(home, ".nightgrid", "modules");
  const secrets = new SecretMask(knownSecrets(env));
  const runner = createStrategyRunner({
    users: pools.strategies,
    learners: pools.strategyLearners,
    learnedFolder,
    env,
  });
  const callbacks = userCallbacks({ users: pools.callbacks, learners: pools.callbackLearners, learnedFolder });
  return {
    secrets,
    strategies: maskedStrategies(runner, secrets),
    callbacks: maskedCallbacks(callbacks, secrets),
    sources: userSources({ users: pools.sources, learners: pools.sourceLearners, learnedFolder }),
    sweepProcesses: (slots = availableParallelism()) => processes(strategyRoom, { mostBusy: slots, mostIdle: slots }),
    async close() {
      await Promise.all(Object.values(pools).map((pool) => pool.close()));
    },
  };
}

interface UserCodePlace {
  /** The project's folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
