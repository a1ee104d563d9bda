import path from "node:path";
import type { FastifyPluginAsync } from "fastify";
import { Type } from "typebox";
import { startDag } from "../../../app/actions/start-dag.ts";
import type { CalendarName } from "../../../calendar/calendar-names.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { mayTouchDag } from "../../../core/names/principal.ts";
import { checkOutputs } from "../../../executors/outputs/check-outputs.ts";
import { currentFolder } from "../../../executors/script/cell-folder.ts";
import { stopRun } from "../../../runs/end/stop-run.ts";
import { countFormerRuns, listFormerRuns } from "../../../store/service/former-runs.ts";
import { accepted, ok } from "../../routing/answer.ts";
import { fileAnswer } from "../../routing/file-answer.ts";
import { type FormerService, formerPlugin, formerRoute } from "../former-routes.ts";
import { createRateLimit } from "../rate-limit.ts";
import { findScript } from "./find-script.ts";
import { formerReport } from "./former-report.ts";
import { formerRun, requireScriptRun, scriptRun } from "./former-run.ts";
import { FORMER_STATE, formerTime, statusesOf } from "./former-state.ts";
import { resultFiles } from "./result-files.ts";
import { RUN_MANAGER_DAGS, scriptDag, scriptDagId } from "./script-dag.ts";
import { scriptLog } from "./script-log.ts";

const ROOT = "/api/backtest";
const run = { id: Type.String({ maxLength: 200 }) };
const MOST_RUNS = 1000;
const MOST_LINES = 10_000;
const OURS = { dagPrefix: RUN_MANAGER_DAGS, symbol: null } as const;

/** The REST API of the run manager: scripts are started by name, as they are, and their files are the result. */
export function runManager(former: FormerService): FastifyPluginAsync {
  const { project } = former.service;
  const { database, clock } = project.deps;
  const starts = createRateLimit(former.rate, "runs may be started", clock);
  return formerPlugin(
    [
      formerRoute({
        method: "POST",
        path: `${ROOT}/run`,
        role: "operator",
        startsRun: true,
        body: Type.Object({
          script: Type.String({ minLength: 1, maxLength: 1000 }),
          params: Type.Optional(
            Type.Record(
              Type.String({ maxLength: 200 }),
              Type.Union([Type.String({ maxLength: 100_000 }), Type.Number(), Type.Boolean()]),
            ),
          ),
        }),
        handle: async ({ body: { script: given, params = {} }, principal, act, runId, raw }) => {
          starts.take(`${principal.kind}:${principal.id} ${raw.ip}`);
          const script = await findScript(given, former.scripts);
          if (!mayTouchDag(principal, scriptDagId(script.name))) {
            throw new AppError("FORBIDDEN", "This token is limited to other DAGs.", {
              hint: `Allow it ${scriptDagId(script.name)}.`,
            });
          }
          const dag = await scriptDag(script, { params, scripts: former.scripts }, former.service);
          const { id } = await startDag(dag, { overrides: {}, dedupe: false, runId, act: act() }, project.deps);
          const message = `Backtest ${script.name} is queued.`;
          return accepted({ success: true, run_id: id, status: "queued", message }, `${ROOT}/status/${id}`);
        },
      }),
      formerRoute({
        method: "GET",
        path: `${ROOT}/status/:id`,
        role: "viewer",
        params: run,
        handle: async ({ params, principal }) =>
          ok(await formerRun(await requireScriptRun(params.id, principal, former), former)),
      }),
      formerRoute({
        method: "GET",
        path: `${ROOT}/logs/:id`,
        role: "viewer",
        params: run,
        query: { lines: Type.Integer({ minimum: 0, maximum: MOST_LINES, default: 100 }) },
        handle: async ({ params, query, principal }) => {
          const found = await requireScriptRun(params.id, principal, former);
          const { lines, total } = await scriptLog(found, query.lines, former.service);
          return ok({ run_id: found.run.id, lines, total_lines: total });
        },
      }),
      formerRoute({
        method: "POST",
        path: `${ROOT}/validate/:id`,
        role: "operator",
        params: run,
        handle: async ({ params, principal, signal }) => {
          const { folder, backtest } = await requireScriptRun(params.id, principal, former);
          const { outputs, calendar: name } = backtest.strategy;
          // The factory has checked that there is such a market.
          const calendar = name as CalendarName | null;
          const { initialCapital } = backtest.settings;
          const place = (await currentFolder(folder)) ?? folder;
          return ok(formerReport(await checkOutputs(place, outputs, { calendar, initialCapital, signal })));
        },
      }),
      formerRoute({
        method: "GET",
        path: `${ROOT}/results/:id`,
        role: "viewer",
        params: run,
        handle: async ({ params, principal }) => {
          const found = await requireScriptRun(params.id, principal, former);
          const { run_id, output_dir } = await formerRun(found, former);
          return ok({ run_id, output_dir, files: await resultFiles(found.folder) });
        },
      }),
      formerRoute({
        method: "GET",
        path: `${ROOT}/results/:id/:file`,
        role: "viewer",
        params: { ...run, file: Type.String({ maxLength: 255 }) },
        handle: async ({ params, principal, raw }) => {
          const { folder } = await requireScriptRun(params.id, principal, former);
          // By what lies there and never by the name: what is no file of this run has no path.
          const file = (await resultFiles(folder)).find(({ name }) => name === params.file);
          const at = file && { name: file.name, path: path.join(folder, file.name) };
          const answer = at && (await fileAnswer(at, { isDownload: true, headers: raw.headers }));
          if (answer) return answer;
          throw new AppError("ARTIFACT_NOT_FOUND", `File not found: ${params.file}`, {
            hint: `GET ${ROOT}/results/${params.id} lists the files of this run.`,
          });
        },
      }),
      formerRoute({
        method: "GET",
        path: `${ROOT}/list`,
        role: "viewer",
        query: {
          status: Type.Optional(Type.String({ maxLength: 30 })),
          limit: Type.Integer({ minimum: 1, maximum: MOST_RUNS, default: 50 }),
        },
        handle: async ({ query: { status, limit }, principal }) => {
          const states = status === undefined || status === "" ? null : statusesOf(status);
          const filter = { ...OURS, dagIds: principal.dags, states };
          const rows = await listFormerRuns(database, filter, { limit, page: 0 });
          const found = await Promise.all(rows.map((row) => scriptRun(row, former)));
          const runs = found.filter((one) => one !== null).map((one) => formerRun(one, former));
          return ok({ total: await countFormerRuns(database, filter), runs: await Promise.all(runs) });
        },
      }),
      formerRoute({
        method: "POST",
        path: `${ROOT}/cancel/:id`,
        role: "operator",
        params: run,
        handle: async ({ params, principal, act }) => {
          const { run: found } = await requireScriptRun(params.id, principal, former);
          const doing = act();
          const stop = { state: "cancelled", reason: `Cancelled by ${doing.by}` } as const;
          const isStopped = await stopRun(database, found.id, stop, doing);
          if (isStopped || (found.finishedAt === null && found.stopping !== null)) {
            return ok({ success: true, message: "Run cancelled" });
          }
          throw new AppError("ACTION_REFUSED", `The run has ended: it is ${FORMER_STATE[found.status]}.`, {
            hint: "Only what is queued or running can be cancelled.",
          });
        },
      }),
      formerRoute({
        method: "GET",
        path: "/api/health",
        role: "viewer",
        handle: async ({ principal }) => {
          const count = (states: "running" | "queued") =>
            countFormerRuns(database, { ...OURS, dagIds: principal.dags, states: statusesOf(states) });
          return ok({
            status: "healthy",
            timestamp: formerTime(clock.now()),
            active_runs: await count("running"),
            queued_runs: await count("queued"),
          });
        },
      }),
    ],
    former.service,
  );
}
