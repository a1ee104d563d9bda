import { Type } from "typebox";
import { rerunWith, retryWith } from "../../app/actions/run-acts.ts";
import { type ActedRun, actedRunJson } from "../../contract/json/actions/acted-run-json.ts";
import { sinceMoment } from "../../contract/asked/since.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { parseRunStatus } from "../../core/names/parse-run-status.ts";
import { stopRun } from "../../runs/end/stop-run.ts";
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

interface Doing {
  /** Null: it is only asked what would be done. */
  readonly act: Act | null;
  readonly failedCells: boolean;
  readonly isLatest: boolean;
}

const DOING: Readonly<Record<Action, (run: RunRow, doing: Doing, service: ApiService) => Promise<Done>>> = {
  cancel: async (run, { act }, { project }) => {
    if (act === null) return { done: false };
    const reason = act.reason ?? `Cancelled by ${act.by}`;
    return { done: await stopRun(project.deps.database, run.id, { state: "cancelled", reason }, act) };
  },
  retry: async (run, doing, { project: { deps } }) => {
    return { done: doing.act !== null, ...(await retryWith(run, doing, deps)) };
  },
  rerun: async (run, doing, { project: { deps }, context }) => {
    return { done: doing.act !== null, ...(await rerunWith(run, doing, { deps, context })) };
  },
};

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
        act: isDry ? null : act(body.reason),
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
