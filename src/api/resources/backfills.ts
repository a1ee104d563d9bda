import { type Static, type TObject, Type } from "typebox";
import { backfillJson, backfillListJson, plannedBackfillJson } from "../../contract/json/actions/backfill-json.ts";
import { REPROCESS_CHOICES, type Reprocess } from "../../core/names/states.ts";
import type { Principal } from "../../core/names/principal.ts";
import { mayTouchDag } from "../../core/names/principal.ts";
import { type BackfillView, backfillView } from "../../runs/backfill/backfill-view.ts";
import { listBackfills } from "../../runs/backfill/list-backfills.ts";
import { type BackfillRequest, planBackfill, startBackfill } from "../../runs/backfill/start-backfill.ts";
import { readKnownDag } from "../../runs/query/dag/known-dag.ts";
import { cancelBackfill, noBackfill, resumeBackfill } from "../../runs/backfill/stop-backfill.ts";
import type { ApiService } from "../api-service.ts";
import { accepted, ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import type { DagSource } from "../../runs/start/run-plan.ts";
import { ofKnown } from "./dag-views.ts";
import { goodDag } from "./dags.ts";
import { dagParam, limitKey, reasonField } from "./parts.ts";

const tag = "backfills";
const day = Type.String({ format: "date", maxLength: 10 });
const backfillParam = { backfill: Type.String({ pattern: "^\\d{1,18}$", maxLength: 18, description: "its number" }) };
const BACKFILL = { description: "how far it is", document: "backfill" } as const;

const MOST_LISTED = 100;

const SPAN = {
  from: day,
  to: day,
  reprocess: Type.Optional(
    Type.Unsafe<Reprocess>({
      type: "string",
      enum: REPROCESS_CHOICES,
      description: "slots with a run that get another one",
    }),
  ),
  max_active: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: "runs at the same time; absent: 1" }),
  ),
  reverse: Type.Optional(Type.Boolean({ description: "the latest slot first" })),
};
type SpanBody = Static<TObject<typeof SPAN>>;

export const BACKFILL_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/v1/dags/:dag/backfills",
    id: "startBackfill",
    summary: "Run a DAG for slots of its schedule in the past. It goes on by itself as long as a worker is up.",
    tag,
    role: "operator",
    params: dagParam,
    body: Type.Object({ ...SPAN, reason: reasonField }, { additionalProperties: false }),
    example: { from: "2026-01-01", to: "2026-01-31", reprocess: "failed" },
    answers: { 202: BACKFILL },
    handle: async ({ params, body, principal, act }, service) => {
      const request = requestOf(await goodDag(params.dag, principal, service), body);
      const { database } = service.project.deps;
      const id = await startBackfill(request, act(body.reason), database);
      return accepted(backfillJson(await backfillView(database, id)), `/api/v1/backfills/${id}`);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/dags/:dag/backfills/plan",
    id: "planBackfill",
    summary: "Which slots a backfill would run, and which it would leave out. Nothing is started.",
    tag,
    role: "operator",
    params: dagParam,
    body: Type.Object(SPAN, { additionalProperties: false }),
    example: { from: "2026-01-01", to: "2026-01-31" },
    answers: { 200: { description: "the slots; it has no number", document: "backfill" } },
    handle: async ({ params, body, principal }, service) => {
      const request = requestOf(await goodDag(params.dag, principal, service), body);
      return ok(plannedBackfillJson(await planBackfill(request, service.project.deps.database), request));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/backfills",
    id: "listBackfills",
    summary: "The backfills of a DAG.",
    tag,
    role: "viewer",
    params: dagParam,
    query: { limit: limitKey(MOST_LISTED, 20) },
    answers: { 200: { description: "the latest first", document: "backfill_list" } },
    handle: async ({ params, query, principal }, service) => {
      const listed = await ofKnown(params.dag, principal, service, async (connection, dag) => {
        await readKnownDag(connection, dag);
        return listBackfills(connection, dag, query.limit);
      });
      return ok(backfillListJson(params.dag, listed));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/backfills/:backfill",
    id: "showBackfill",
    summary: "How far a backfill is.",
    tag,
    role: "viewer",
    params: backfillParam,
    answers: { 200: BACKFILL },
    handle: async ({ params, principal }, service) =>
      ok(backfillJson(await visible(params.backfill, principal, service))),
  }),
  changing("cancel", "Start nothing more of a backfill, and cancel its runs."),
  changing("resume", "Go on with a backfill that was cancelled."),
];

function requestOf({ file, text, spec }: DagSource, body: SpanBody): BackfillRequest {
  const { from, to, reprocess = "none", max_active: maxActive = 1, reverse = false } = body;
  return { dag: { file, text, spec }, from, to, reprocess, maxActive, reverse };
}

function changing(action: "cancel" | "resume", summary: string): Route {
  return route({
    method: "POST",
    path: `/api/v1/backfills/:backfill/${action}`,
    id: `${action}Backfill`,
    summary,
    tag,
    role: "operator",
    params: backfillParam,
    body: Type.Object({ reason: reasonField }, { additionalProperties: false }),
    example: {},
    answers: { 202: BACKFILL },
    handle: async ({ params: { backfill }, body, principal, act }, service) => {
      const { database } = service.project.deps;
      await visible(backfill, principal, service);
      await (action === "cancel" ? cancelBackfill : resumeBackfill)(database, backfill, act(body.reason));
      return accepted(backfillJson(await backfillView(database, backfill)), `/api/v1/backfills/${backfill}`);
    },
  });
}

async function visible(id: string, principal: Principal, { project }: ApiService): Promise<BackfillView> {
  const view = await backfillView(project.deps.database, id);
  if (mayTouchDag(principal, view.backfill.dagId)) return view;
  throw noBackfill(id);
}
