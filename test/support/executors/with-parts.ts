import type { RunDeps } from "../../../src/runs/run-deps.ts";
import { inlineExecutors } from "../inline-executor.ts";

/** The same with other data or strategies, for executors too. */
export function withParts(deps: RunDeps, parts: Partial<Pick<RunDeps, "data" | "strategies">>): RunDeps {
  const changed = { ...deps, ...parts };
  return { ...changed, executors: inlineExecutors(changed) };
}
