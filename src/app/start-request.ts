import { AppError } from "../core/errors/app-error.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { UnitDoubt } from "../factory/sections/unit-doubt.ts";
import { overrideData } from "../runs/start/override-data.ts";
import { overrideParams } from "../runs/start/override-params.ts";
import type { RunDeps } from "../runs/run-deps.ts";
import type { StartRequest } from "../runs/start/run-plan.ts";
import type { GoodDag } from "./dags/load-dag.ts";
import type { RunOverrides } from "./nightgrid.ts";

export interface RequestedRun {
  readonly request: StartRequest;
  /** Of values that were probably meant in another unit. */
  readonly doubts: readonly UnitDoubt[];
}

/** A run by hand. @throws AppError USAGE, PARAM_UNKNOWN or PARAM_INVALID */
export async function startRequest(
  dag: GoodDag,
  { params = {}, date, ...dataOverrides }: RunOverrides,
  { clock, strategies }: Pick<RunDeps, "clock" | "strategies">,
): Promise<RequestedRun> {
  const data = overrideData(dag.spec, dataOverrides);
  const { spec, overrides, doubts } = await overrideParams(data.spec, params, strategies);
  const dated: Params = date === undefined ? {} : { logical_date: date };
  const request = {
    dag: { file: dag.file, text: dag.text, spec },
    logicalDate: date === undefined ? clock.now() : parseDate(date),
    trigger: "manual",
    tickAt: null,
    overrides: { ...data.overrides, ...overrides, ...dated },
  } as const;
  return { request, doubts };
}

function parseDate(text: string): Date {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const date = new Date(text);
  // 2020-02-30 is read as the first of March.
  if (isIso && !Number.isNaN(date.getTime()) && (text.length > 10 || date.toISOString().startsWith(text))) return date;
  throw new AppError("USAGE", `"${text}" is no date.`, {
    hint: "Write YYYY-MM-DD, or a moment such as 2026-02-10T08:30:00Z.",
  });
}
