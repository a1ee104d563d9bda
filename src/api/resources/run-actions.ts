import { Type } from "typebox";
import { type DoneToRun, rerunWith, retryWith } from "../../app/actions/run-acts.ts";
import { actedRunJson } from "../../contract/json/actions/acted-run-json.ts";
import { clearTasks, planClear } from "../../runs/actions/clear-tasks.ts";
import { pauseRun, unpauseRun } from "../../runs/actions/pause-run.ts";
import { stopRun } from "../../runs/end/stop-run.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import { accepted, ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { reasonField, requireRun, runAddress, runParam } from "./parts.ts";

const dryRun = Type.Optional(Type.Boolean({ description: "only say what would be done" }));
const tag = "runs";
const ACTED = { description: "what was done", document: "acted_runs" } as const;

/** What is done to one run. */
export const RUN_ACTION_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/v1/runs/:run/cancel",
    id: "cancelRun",
    summary: "Stop a run. It is `cancelled` only when nothing of it is left; until then `cancelling`.",
    tag,
    role: "operator",
    params: runParam,
    body: Type.Object({ reason: reasonField }, { additionalProperties: false }),
    example: { reason: "the vendor sent bad prices" },
    answers: { 202: { description: "it is being stopped, or had ended", document: "cancelled_run" } },
    handle: async ({ params, body, principal, act }, service) => {
      const { database } = service.project.deps;
      const run = await requireRun(params.run, principal, service);
      const doing = act(body.reason);
      const reason = doing.reason ?? `Cancelled by ${doing.by}`;
      const cancelled = await stopRun(database, run.id, { state: "cancelled", reason }, doing);
      const after = (await readRun(database, run.id)) ?? run;
      return accepted({ run_id: run.id, cancelled, state: after.status }, runAddress(run.id));
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/runs/:run/retry",
    id: "retryRun",
    summary: "Let a run go on that failed or was cancelled: what succeeded stays, the rest is done again.",
    tag,
    role: "operator",
    params: runParam,
    body: Type.Object(
      {
        failed_cells: Type.Optional(
          Type.Boolean({ description: "also cells that failed in backtests that succeeded" }),
        ),
        dry_run: dryRun,
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { reason: "the disk has room again" },
    answers: { 202: ACTED },
    handle: async ({ params, body, principal, act }, service) => {
      const { deps } = service.project;
      const run = await requireRun(params.run, principal, service);
      const { failed_cells: failedCells = false, dry_run: isDry = false } = body;
      const done = await retryWith(run, { failedCells, act: isDry ? null : act(body.reason) }, deps);
      return acted("retry", run, { isDry, ...done });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/runs/:run/clear",
    id: "clearTasks",
    summary: "Do tasks of a run again that have ended, in the same run.",
    tag,
    role: "operator",
    params: runParam,
    body: Type.Object(
      {
        tasks: Type.Array(Type.String({ maxLength: 300 }), {
          minItems: 1,
          maxItems: 1000,
          description: "their keys, such as `after.tearsheet`",
        }),
        downstream: Type.Optional(Type.Boolean({ description: "also all that come after them" })),
        recompute: Type.Optional(Type.Boolean({ description: "compute cells anew whose results are known" })),
        dry_run: dryRun,
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { tasks: ["after.tearsheet"] },
    answers: { 202: ACTED },
    handle: async ({ params, body, principal, act }, service) => {
      const { deps } = service.project;
      const run = await requireRun(params.run, principal, service);
      const { tasks: keys, downstream = false, recompute = false, dry_run: isDry = false } = body;
      const request = { keys, downstream, recompute };
      const { tasks } = isDry
        ? await planClear(run, request, deps.database)
        : await clearTasks(run, { ...request, act: act(body.reason) }, deps);
      return acted("clear", run, { isDry, tasks: tasks.length, version: run.dagHash });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/runs/:run/rerun",
    id: "rerunRun",
    startsRun: true,
    summary: "Make a new run of one that has ended, for the same logical date and with the same overrides.",
    tag,
    role: "operator",
    params: runParam,
    body: Type.Object(
      {
        with: Type.Optional(
          Type.Unsafe<"pinned" | "latest">({
            type: "string",
            enum: ["pinned", "latest"],
            description: "pinned (as a rule): DAG version, data and code of that run; latest: those of today",
          }),
        ),
        dry_run: dryRun,
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { with: "latest" },
    answers: { 202: ACTED },
    handle: async ({ params, body, principal, act, runId }, service) => {
      const { deps } = service.project;
      const run = await requireRun(params.run, principal, service);
      const isDry = body.dry_run ?? false;
      const how = { isLatest: body.with === "latest", act: isDry ? null : act(body.reason), runId };
      return acted("rerun", run, { isDry, ...(await rerunWith(run, how, { deps, context: service.context })) });
    },
  }),
  pausing("pause", "Let a run begin nothing new: what is under way ends."),
  pausing("unpause", "Let a paused run go on."),
];

function pausing(action: "pause" | "unpause", summary: string): Route {
  return route({
    method: "POST",
    path: `/api/v1/runs/:run/${action}`,
    id: `${action}Run`,
    summary,
    tag,
    role: "operator",
    params: runParam,
    body: Type.Object({ reason: reasonField }, { additionalProperties: false }),
    example: {},
    answers: { 200: { description: "it is so", document: "pause" } },
    handle: async ({ params, body, principal, act }, service) => {
      const { database } = service.project.deps;
      const run = await requireRun(params.run, principal, service);
      const doing = act(body.reason);
      await (action === "pause" ? pauseRun : unpauseRun)(database, run.id, doing);
      return ok({ dag: run.dagId, run_id: run.id, paused: action === "pause", by: doing.by });
    },
  });
}

function acted(
  action: "retry" | "clear" | "rerun",
  run: RunRow,
  { isDry, ...done }: DoneToRun & { readonly isDry: boolean },
) {
  const body = { action, dry_run: isDry, runs: [actedRunJson({ run, done: !isDry, ...done })] };
  return accepted(body, runAddress(done.newRunId ?? run.id));
}
