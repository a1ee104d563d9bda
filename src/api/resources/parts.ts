import { Type } from "typebox";
import { AppError } from "../../core/errors/app-error.ts";
import { parseRunId, type RunId } from "../../core/names/ids.ts";
import { mayTouchDag, type Principal } from "../../core/names/principal.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import type { ApiService } from "../api-service.ts";

const LONGEST_NAME = 200;
const LONGEST_REASON = 500;

export const runParam = {
  run: Type.String({ maxLength: LONGEST_NAME, description: "id of a run", examples: ["20260210_143022_a3f8b2c1"] }),
};
export const dagParam = {
  dag: Type.String({ maxLength: LONGEST_NAME, description: "id of a DAG", examples: ["nightly_sp500"] }),
};
export const backtestParam = {
  ...runParam,
  backtest: Type.String({ maxLength: LONGEST_NAME, description: "name of a backtest of the run" }),
};
export const cellParam = {
  ...backtestParam,
  cell: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, description: "number of a cell" }),
};

export const cursorKey = Type.Optional(
  Type.String({ maxLength: 1000, description: "`next_cursor` of the page before; the other keys are to be the same" }),
);

export function limitKey(most: number, usual: number) {
  return Type.Integer({ minimum: 1, maximum: most, default: usual, description: "entries at most" });
}

export const reasonField = Type.Optional(
  Type.String({ maxLength: LONGEST_REASON, description: "why, for those who read the audit later" }),
);

export const dagKey = Type.Optional(Type.String({ maxLength: LONGEST_NAME, description: "only of this DAG" }));

/** @throws AppError RUN_NOT_FOUND, also for whom the DAG is none of their business */
export async function requireRun(id: string, principal: Principal, { project }: ApiService): Promise<RunRow> {
  const parsed = parseRunId(id);
  const run = parsed === null ? null : await readRun(project.deps.database, parsed);
  if (run !== null && mayTouchDag(principal, run.dagId)) return run;
  throw new AppError("RUN_NOT_FOUND", `There is no run "${id}"`, { hint: "GET /api/v1/runs lists them." });
}

/** @throws AppError DAG_NOT_FOUND for whom it is none of their business */
export function requireDag(id: string, principal: Principal): string {
  if (mayTouchDag(principal, id)) return id;
  throw new AppError("DAG_NOT_FOUND", `There is no DAG "${id}"`, { hint: "GET /api/v1/dags lists them." });
}

/** @throws AppError FORBIDDEN for whoever may touch certain DAGs only */
export function requireAllDags(principal: Principal): void {
  if (principal.dags === null) return;
  throw new AppError(
    "FORBIDDEN",
    "This token is limited to certain DAGs, and what was asked for concerns all of them.",
    {
      hint: "Take a token without that limit.",
    },
  );
}

export function runAddress(id: RunId): string {
  return `/api/v1/runs/${id}`;
}
