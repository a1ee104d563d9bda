import type { Scenario } from "./scenario.ts";
import { drain } from "./scenarios/workers/drain.ts";
import { fullMemory } from "./scenarios/workers/full-memory.ts";
import { killOften, killOne, killWorkers } from "./scenarios/workers/kill-workers.ts";
import { stoppedWorker } from "./scenarios/workers/stopped-worker.ts";

export const SCENARIOS: readonly Scenario[] = [killOne, killWorkers, killOften, stoppedWorker, drain, fullMemory];
