import type { Scenario } from "./scenario.ts";
import { killOften, killOne, killWorkers } from "./scenarios/workers/kill-workers.ts";

export const SCENARIOS: readonly Scenario[] = [killOne, killWorkers, killOften];
