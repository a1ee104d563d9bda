import { Type } from "typebox";
import { startDag } from "../../app/actions/start-dag.ts";
import { checkDraft } from "../../app/dags/check-draft.ts";
import { knownDag } from "../../app/dags/known-dag.ts";
import { type GoodDag, requireGood } from "../../app/dags/load-dag.ts";
import type { RunOverrides } from "../../app/nightgrid.ts";
import { startRequest } from "../../app/start-request.ts";
import { dagJson, diagnosticJson } from "../../contract/json/dags-json.ts";
import { planJson } from "../../contract/json/plan-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { mayTouchDag, type Principal } from "../../core/names/principal.ts";
import { PRIORITIES, type Priority } from "../../core/names/priority.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import { explainDag } from "../../factory/explain-dag.ts";
import { pauseDag, unpauseDag } from "../../runs/actions/pause-dag.ts";
import { previewRun } from "../../runs/start/preview-run.ts";
import { readTiming } from "../../runs/start/run-timing.ts";
import { listPauses } from "../../runs/schedule/dag-pause.ts";
import { readRun } from "../../store/run/runs.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import type { ApiService } from "../api-service.ts";
import { accepted, ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { dagParam, reasonField, requireDag, runAddress } from "./parts.ts";

const tag = "dags";
const MAX_YAML = 1024 * 1024;

const OVERRIDES = {
  params: Type.Optional(
    Type.Record(
      Type.String({ maxLength: 200 }),
      Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Boolean()]),
      {
        description: "values by name; one that is an axis of the grid takes its place",
      },
    ),
  ),
  date: Type.Optional(Type.String({ maxLength: 40, description: "the logical date, a day or a moment; absent: now" })),
  lookback: Type.Optional(Type.String({ maxLength: 20, description: "such as `365D`, counted back from the end" })),
  symbols: Type.Optional(
    Type.Array(Type.String({ maxLength: 50 }), { maxItems: 1000, description: "in place of the file's" }),
  ),
  as_of: Type.Optional(
    Type.String({ maxLength: 40, description: "the data as they were known on that day, or at that moment" }),
  ),
};

export const DAG_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/dags",
    id: "listDags",
    summary: "The DAG files of the project, those with errors among them.",
    tag,
    role: "viewer",
    answers: { 200: { description: "by file name", document: "dags" } },
    handle: async ({ principal }, service) => {
      const { database, clock } = service.project.deps;
      const [loaded, pauses] = [await service.readDags(), await listPauses(database)];
      const visible = loaded.filter(
        ({ spec }) => principal.dags === null || (spec !== null && mayTouchDag(principal, spec.id)),
      );
      const at = { cwd: service.project.home, now: clock.now(), pauses };
      return ok({ dags: visible.map((dag) => dagJson(dag, at)) });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/dags/validate",
    id: "validateDraft",
    summary: "Check the text of a DAG file without saving it. Nothing is run.",
    tag,
    role: "operator",
    bodyLimit: MAX_YAML,
    body: Type.Object(
      {
        yaml: Type.String({ maxLength: MAX_YAML, description: "the text" }),
        name: Type.Optional(
          Type.String({
            maxLength: 100,
            pattern: "^[A-Za-z0-9_-]+\\.ya?ml$",
            description: "of the file that it would be",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    example: { yaml: "id: my_dag\n" },
    answers: { 200: { description: "what is wrong with it", document: "validation" } },
    handle: async ({ body }, service) => {
      const { file, spec, diagnostics } = await checkDraft(body.yaml, body.name ?? "draft.yaml", service.context);
      const alerts = (spec?.alerts ?? []).map((rule) => ({
        name: rule.name,
        severity: policyOf(rule).severity,
        to: rule.to,
      }));
      const checked = {
        file,
        id: spec?.id ?? null,
        valid: spec !== null,
        alerts,
        diagnostics: diagnostics.map(diagnosticJson),
      };
      return ok({ files: [checked] });
    },
  }),
  route({
    method: "PATCH",
    path: "/api/v1/dags/:dag",
    id: "pauseDag",
    summary: "Pause a DAG, so that it starts nothing by itself, or let it go on.",
    tag,
    role: "operator",
    params: dagParam,
    body: Type.Object(
      { paused: Type.Boolean({ description: "false: it goes on" }), reason: reasonField },
      { additionalProperties: false },
    ),
    example: { paused: true, reason: "the vendor is down" },
    answers: { 200: { description: "it is so", document: "pause" } },
    handle: async ({ params, body, principal, act }, service) => {
      const { database } = service.project.deps;
      const dag = await knownDag((await goodDag(params.dag, principal, service)).file, service.context, database);
      const doing = act(body.reason);
      await (body.paused ? pauseDag : unpauseDag)(database, dag, doing);
      return ok({ dag, run_id: null, paused: body.paused, by: doing.by });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/dags/:dag/plan",
    id: "planRun",
    summary: "What a run would do: cells, those whose result is known, data and notes. Nothing is run.",
    tag,
    role: "operator",
    params: dagParam,
    body: Type.Object(OVERRIDES, { additionalProperties: false }),
    example: { params: { fast: 20 } },
    answers: { 200: { description: "the plan", document: "plan" } },
    handle: async ({ params, body, principal }, service) => {
      const { deps } = service.project;
      const dag = await goodDag(params.dag, principal, service);
      const { request } = await startRequest(dag, overridesOf(body), deps);
      const { backtests, slots } = await previewRun(request, deps);
      return ok(planJson(request, { backtests, slots, timing: await readTiming(request, deps) }));
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/dags/:dag/runs",
    id: "startRun",
    startsRun: true,
    summary: "Start a run. A worker computes it; its address says how far it is.",
    tag,
    role: "operator",
    params: dagParam,
    body: Type.Object(
      {
        ...OVERRIDES,
        priority: Type.Optional(
          Type.Unsafe<Priority>({ type: "string", enum: PRIORITIES, description: "in place of the file's" }),
        ),
        dedupe: Type.Optional(
          Type.Boolean({
            description: "take the run of the same that is queued, running or has succeeded, if there is one",
          }),
        ),
        wait: Type.Optional(
          Type.Boolean({ description: "false: take the data as they are, whatever `wait_for` says" }),
        ),
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { params: { fast: 20 }, dedupe: true },
    answers: { 202: { description: "it is queued, or there was one", document: "started_run" } },
    handle: async ({ params, body, principal, act, runId }, service) => {
      const { deps } = service.project;
      const dag = await goodDag(params.dag, principal, service);
      const { priority, dedupe = false, wait, reason, ...overrides } = body;
      const { id, existing } = await startDag(
        dag,
        {
          overrides: overridesOf(overrides),
          ...(priority !== undefined && { priority }),
          dedupe,
          noWait: wait === false,
          runId,
          act: act(reason),
        },
        deps,
      );
      const state = (await readRun(deps.database, id))?.state ?? "queued";
      const workers = (await listLiveWorkers(deps.database)).length;
      return accepted({ run_id: id, state, existing, workers }, runAddress(id));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/explain",
    id: "explainDag",
    summary: "Every value of a DAG file and where it comes from.",
    tag,
    role: "viewer",
    params: dagParam,
    answers: { 200: { description: "by path", document: "explanation" } },
    handle: async ({ params, principal }, service) => {
      return ok({ values: explainDag(await goodDag(params.dag, principal, service)) });
    },
  }),
];

/** A DAG of `dags/` by its id: names of files are none here. @throws AppError DAG_NOT_FOUND, DAG_INVALID */
export async function goodDag(id: string, principal: Principal, service: ApiService): Promise<GoodDag> {
  return requireGood(await dagFile(id, principal, service), id);
}

/** The same, with errors or without. @throws AppError DAG_NOT_FOUND */
export async function dagFile(id: string, principal: Principal, service: ApiService): Promise<LoadedDag> {
  requireDag(id, principal);
  const loaded = await service.readDags();
  const found = loaded.find(({ spec, file }) => (spec === null ? nameOf(file) : spec.id) === id);
  if (found !== undefined) return found;
  const known = loaded.flatMap(({ spec }) => (spec !== null && mayTouchDag(principal, spec.id) ? [spec.id] : []));
  throw new AppError("DAG_NOT_FOUND", `There is no DAG "${id}"`, {
    hint: suggestName(id, known, { otherwise: "GET /api/v1/dags lists them." }),
  });
}

/** A file with errors has no id that is known; its name stands for it. */
function nameOf(file: string): string {
  return /([^/\\]+)\.ya?ml$/i.exec(file)?.[1] ?? file;
}

function overridesOf({
  params,
  symbols,
  as_of: asOf,
  ...rest
}: {
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly symbols?: readonly string[];
  readonly date?: string;
  readonly lookback?: string;
  readonly as_of?: string;
}): RunOverrides {
  return {
    ...rest,
    ...(asOf !== undefined && { asOf }),
    ...(params !== undefined && {
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    }),
    ...(symbols !== undefined && { symbols: symbols.join(",") }),
  };
}
