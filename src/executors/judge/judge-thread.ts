import { parentPort, workerData } from "node:worker_threads";
import { judgeSweep, type SweepToJudge } from "../../analytics/overfitting/judge-sweep.ts";

parentPort?.postMessage(judgeSweep(workerData as SweepToJudge), []);
