import { Type } from "typebox";
import { planLatestRerun } from "../../app/actions/latest-rerun.ts";
import { type ActedRun, actedRunJson } from "../../contract/json/actions/acted-run-json.ts";
import { sinceMoment } from "../../contract/asked/since.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { parseRunStatus } from "../../core/names/parse-run-status.ts";
import { planRerun } from "../../runs/actions/plan-rerun.ts";
import { planRetry, retryRun } from "../../runs/actions/retry-run.ts";
import { stopRun } from "../../runs/end/stop-run.ts";
import { startPlanned } from "../../runs/start/start-run.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { listRuns } from "../../store/run/list-runs.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { ApiService } from "../api-service.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { reasonField, requireAllDags, requireDag } from "./parts.ts";

const ACTIONS = ["cancel", "retry", "rerun"] as const;
type Action = (typeof ACTIONS)[number];
type Done = Omit<ActedRun, "run">;

/** What each does to one run; nothing of it where it is only asked. */
const DOING: Readonly<Record<Action, (run: RunRow, doing: Doing, service: ApiService) => Promise<Done>>> = {
  cancel: async (run, { act, isDry }, { project }) => {
    if (isDry) return { done: false };
    const reason = act.reason ?? `Cancelled by ${act.by}`;
    return { done: await stopRun(project.deps.database, run.id, { state: "cancelled", reason }, act) };
  },
  retry: async (run, { act, isDry, failedCells }, { project: { deps } }) => {
    const { tasks } = await (isDry
      ? planRetry(run, failedCells, deps.database)
      : retryRun(run, { failedCells, act }, deps));
    return { done: !isDry, tasks: tasks.length, version: run.dagHash };
  },
  rerun: async (run, { act, isDry, isLatest }, { project: { deps }, context }) => {
    const plan = await (isLatest ? planLatestRerun(run, context, deps) : planRerun(run, deps));
    if (isDry) return { done: false, version: plan.version.hash };
    await startPlanned(plan, deps, act);
    return { done: true, version: plan.version.hash, newRunId: plan.run.id };
  },
};

interface Doing {
  readonly act: Act;
  readonly isDry: boolean;
  readonly failedCells: boolean;
  readonly isLatest: boolean;
}

export const BULK_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/v1/runs/actions",
    id: "actOnRuns",
    summary:
      "Cancel, retry or rerun all runs that match, one by one; what cannot be done to one keeps no other from it.",
    tag: "runs",
    role: "operator",
    startsRun: true,
    body: Type.Object(
      {
        action: Type.Unsafe<Action>({ type: "string", enum: ACTIONS }),
        dag: Type.Optional(Type.String({ maxLength: 200, description: "of this DAG" })),
        state: Type.Optional(Type.String({ maxLength: 30, description: "in this state" })),
        since: Type.Optional(
          Type.String({ maxLength: 40, description: "asked for since: `8h`, `2d`, a day or a moment" }),
        ),
        all: Type.Optional(Type.Boolean({ description: "every run: where nothing else is named, this must be" })),
        failed_cells: Type.Optional(
          Type.Boolean({ description: "retry: also failed cells of backtests that succeeded" }),
        ),
        with: Type.Optional(
          Type.Unsafe<"pinned" | "latest">({
            type: "string",
            enum: ["pinned", "latest"],
            description: "rerun: of what",
          }),
        ),
        dry_run: Type.Optional(Type.Boolean({ description: "only say what would be done" })),
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { action: "retry", dag: "nightly_sp500", state: "failed", since: "2d", dry_run: true },
    answers: { 200: { description: "the latest run first", document: "acted_runs" } },
    handle: async ({ body, principal, act }, service) => {
      const { action, dag, state, since, all = false, dry_run: isDry = false } = body;
      if (dag === undefined) requireAllDags(principal);
      if (dag === undefined && state === undefined && since === undefined && !all) {
        throw new AppError("USAGE", "No run is named.", { hint: "Send dag, state or since; or all: true." });
      }
      const { database } = service.project.deps;
      const runs = await listRuns(database, {
        dagId: dag === undefined ? null : requireDag(dag, principal),
        state: state === undefined ? null : parseRunStatus(state),
        since: since === undefined ? null : sinceMoment(since, await readNow(database), "since"),
        ended: action !== "cancel",
        limit: null,
        offset: 0,
      });
      const doing = {
        act: act(body.reason),
        isDry,
        failedCells: body.failed_cells ?? false,
        isLatest: body.with === "latest",
      };
      const acted: ActedRun[] = [];
      for (const run of runs) acted.push({ run, ...(await doneTo(DOING[action](run, doing, service))) });
      return ok({ action, dry_run: isDry, runs: acted.map(actedRunJson) });
    },
  }),
];

async function doneTo(work: Promise<Done>): Promise<Done> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { done: false, error: error.message };
  }
}
