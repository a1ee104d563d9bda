import { parentPort, workerData } from "node:worker_threads";
import { simulatePaths } from "../../analytics/monte-carlo/simulate-paths.ts";
import { summarizePaths } from "../../analytics/monte-carlo/summarize-paths.ts";
import type { MonteCarloWork } from "./monte-carlo-off-loop.ts";

const { part, setup, outcomes } = workerData as MonteCarloWork;
if (part.kind === "paths") simulatePaths(setup, outcomes, part);
parentPort?.postMessage(part.kind === "paths" ? null : summarizePaths(setup, outcomes, part), []);
