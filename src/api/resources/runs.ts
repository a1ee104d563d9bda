import { Readable } from "node:stream";
import { type Static, Type } from "typebox";
import { listedRunJson } from "../../contract/json/run-json.ts";
import { runPageJson } from "../../contract/json/service/run-page-json.ts";
import { attemptPageJson, runDetailJson } from "../../contract/json/service/run-detail-json.ts";
import { sinceMoment } from "../../contract/asked/since.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Principal } from "../../core/names/principal.ts";
import { RUN_TRIGGERS, type RunTrigger } from "../../core/names/states.ts";
import { attemptPage } from "../../runs/query/pages/attempt-page.ts";
import { runDetail } from "../../runs/query/run/run-detail.ts";
import { showRun } from "../../runs/query/show-run.ts";
import { watchRun } from "../../runs/query/watch-run.ts";
import { runPage, type RunPageRequest } from "../../runs/query/pages/run-page.ts";
import type { ApiService } from "../api-service.ts";
import { bytes, ok, streamed } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { runsTable } from "../tables/runs-table.ts";
import { saveAs, TABLE_TYPES } from "../tables/table-formats.ts";
import { cursorKey, dagKey, limitKey, requireDag, requireRun, runParam } from "./parts.ts";

const tag = "runs";
const MOST_WAIT_S = 60;
const moment = Type.String({ maxLength: 40, description: "a day or a moment" });

const FILTERS = {
  dag: dagKey,
  state: Type.Optional(
    Type.Array(Type.String({ maxLength: 30 }), {
      maxItems: 20,
      description: "in any of these states; `completed`, `success` and `pending` are understood too",
    }),
  ),
  trigger: Type.Optional(Type.Unsafe<RunTrigger>({ type: "string", enum: RUN_TRIGGERS, description: "started so" })),
  from: Type.Optional({ ...moment, description: "logical date at this moment or later" }),
  to: Type.Optional({ ...moment, description: "logical date before this moment" }),
  q: Type.Optional(Type.String({ maxLength: 40, description: "what their ids begin with" })),
  backfill: Type.Optional(Type.String({ maxLength: 18, description: "of this backfill" })),
  sort: Type.Optional(
    Type.Unsafe<"-created_at" | "created_at">({
      type: "string",
      enum: ["-created_at", "created_at"],
      description: "by the moment of asking; with the minus, the latest first",
    }),
  ),
};

export const RUN_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/runs",
    id: "listRuns",
    summary: "Runs, the latest first.",
    tag,
    role: "viewer",
    query: { ...FILTERS, limit: limitKey(500, 50), cursor: cursorKey },
    answers: { 200: { description: "a page", document: "run_page" } },
    handle: async ({ query, principal }, service) => {
      const { cursor, limit } = query;
      const request = { ...filterOf(query, principal, service), limit, ...(cursor !== undefined && { cursor }) };
      return ok(runPageJson(await runPage(service.project.deps.database, request)));
    },
  }),
  ...(["csv", "jsonl"] as const).map((format) =>
    route({
      method: "GET",
      path: `/api/v1/runs.${format}`,
      id: format === "csv" ? "downloadRunsCsv" : "downloadRunsJsonl",
      summary: `All runs that match as ${format.toUpperCase()}, streamed.`,
      tag,
      role: "viewer",
      query: {
        ...FILTERS,
        columns: Type.Optional(
          Type.String({ maxLength: 1000, description: "`run_id,state`: only these, in this order; absent: all" }),
        ),
      },
      answers: { 200: { description: "a line a run", media: [TABLE_TYPES[format]] } },
      handle: async ({ query, principal }, service) => {
        const pages = allPages(filterOf(query, principal, service), service);
        const table = runsTable(pages, format, query.columns?.split(",") ?? null);
        return streamed(TABLE_TYPES[format], Readable.from(table), saveAs(`runs.${format}`));
      },
    }),
  ),
  route({
    method: "GET",
    path: "/api/v1/runs/:run",
    id: "showRun",
    summary: "A run in full: state, tasks, rankings, alerts, files.",
    tag,
    role: "viewer",
    params: runParam,
    answers: { 200: { description: "the run", document: "run_detail" } },
    handle: async ({ params, principal }, service) => {
      const run = await requireRun(params.run, principal, service);
      return ok(runDetailJson(await runDetail(service.project.deps, run.id, service.keepFound)));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/attempts",
    id: "listAttempts",
    summary: "Tries at the tasks of a run and at ranges of its cells.",
    tag,
    role: "viewer",
    params: runParam,
    query: {
      limit: limitKey(500, 50),
      cursor: cursorKey,
      task: Type.Optional(Type.String({ maxLength: 300, description: "only of this task" })),
      running: Type.Optional(Type.Boolean({ description: "only those that run" })),
    },
    answers: { 200: { description: "the latest first", document: "attempt_page" } },
    handle: async ({ params, query, principal }, service) => {
      const run = await requireRun(params.run, principal, service);
      const { running: runningOnly = false, ...rest } = query;
      const request = { ...rest, runId: run.id, runningOnly };
      return ok(attemptPageJson(await attemptPage(service.project.deps.database, request), request));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/yaml",
    id: "readRunYaml",
    summary: "The DAG file that a run was made of.",
    tag,
    role: "viewer",
    params: runParam,
    answers: { 200: { description: "as it was then", media: ["application/yaml"] } },
    handle: async ({ params, principal }, service) => {
      const run = await requireRun(params.run, principal, service);
      const { yaml } = await showRun(service.project.deps.database, run.id);
      return bytes("application/yaml; charset=utf-8", yaml);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/state",
    id: "readRunState",
    summary: "How far a run is, in short; with `wait`, as soon as that has changed.",
    tag,
    role: "viewer",
    params: runParam,
    query: {
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MOST_WAIT_S,
          description: "seconds to wait for its state to change at most",
        }),
      ),
    },
    answers: { 200: { description: "as lists have it", document: "listed_run" } },
    handle: async ({ params, query, principal, signal }, service) => {
      const run = await requireRun(params.run, principal, service);
      const { wait = 0 } = query;
      if (wait === 0 || run.finishedAt !== null) return ok(listedRunJson(run));
      const until = AbortSignal.any([signal, AbortSignal.timeout(wait * 1000)]);
      let last = run;
      for await (const progress of watchRun(service.project.deps.database, run.id, { signal: until })) {
        last = progress.run;
        if (last.status !== run.status) break;
      }
      return ok(listedRunJson(last));
    },
  }),
];

/** @throws AppError DAG_NOT_FOUND, USAGE of a token that is limited to several DAGs where none of them is named */
function dagOf(dag: string | undefined, principal: Principal): { readonly dag?: string } {
  if (dag !== undefined) return { dag: requireDag(dag, principal) };
  if (principal.dags === null) return {};
  const [only, ...others] = principal.dags;
  if (only !== undefined && others.length === 0) return { dag: only };
  throw new AppError("USAGE", "This token sees certain DAGs only.", {
    hint: `Name one of them: ?dag=${principal.dags.join(", ?dag=")}.`,
  });
}

type RunFilter = Omit<RunPageRequest, "limit" | "cursor">;
type FilterQuery = Static<ReturnType<typeof filterSchema>>;

function filterSchema() {
  return Type.Object(FILTERS);
}

/** @throws AppError DAG_NOT_FOUND, USAGE */
function filterOf(
  { state, from, to, q, dag, trigger, backfill, sort }: FilterQuery,
  principal: Principal,
  { project }: ApiService,
): RunFilter {
  const now = project.deps.clock.now();
  return {
    ...dagOf(dag, principal),
    ...(state !== undefined && { states: state }),
    ...(trigger !== undefined && { trigger }),
    ...(from !== undefined && { from: sinceMoment(from, now, "from") }),
    ...(to !== undefined && { to: sinceMoment(to, now, "to") }),
    ...(q !== undefined && { idPrefix: q }),
    ...(backfill !== undefined && { backfill }),
    ...(sort !== undefined && { sort }),
  };
}

const PAGE = 1000;

async function* allPages(filter: RunFilter, { project }: ApiService) {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await runPage(project.deps.database, {
      ...filter,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    yield page.items;
    cursor = page.nextCursor;
  }
}
