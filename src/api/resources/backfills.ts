import { Type } from "typebox";
import { backfillJson } from "../../contract/json/actions/backfill-json.ts";
import { REPROCESS_CHOICES, type Reprocess } from "../../core/names/states.ts";
import type { Principal } from "../../core/names/principal.ts";
import { mayTouchDag } from "../../core/names/principal.ts";
import { type BackfillView, backfillView } from "../../runs/backfill/backfill-view.ts";
import { startBackfill } from "../../runs/backfill/start-backfill.ts";
import { cancelBackfill, noBackfill, resumeBackfill } from "../../runs/backfill/stop-backfill.ts";
import type { ApiService } from "../api-service.ts";
import { accepted, ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { goodDag } from "./dags.ts";
import { dagParam, reasonField } from "./parts.ts";

const tag = "backfills";
const day = Type.String({ format: "date", maxLength: 10 });
const backfillParam = { backfill: Type.String({ pattern: "^\\d{1,18}$", maxLength: 18, description: "its number" }) };
const BACKFILL = { description: "how far it is", document: "backfill" } as const;

export const BACKFILL_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/v1/dags/:dag/backfills",
    id: "startBackfill",
    summary: "Run a DAG for slots of its schedule in the past. It goes on by itself as long as a worker is up.",
    tag,
    role: "operator",
    params: dagParam,
    body: Type.Object(
      {
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
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { from: "2026-01-01", to: "2026-01-31", reprocess: "failed" },
    answers: { 202: BACKFILL },
    handle: async ({ params, body, principal, act }, service) => {
      const { file, text, spec } = await goodDag(params.dag, principal, service);
      const { from, to, reprocess = "none", max_active: maxActive = 1, reverse = false, reason } = body;
      const { database } = service.project.deps;
      const request = { dag: { file, text, spec }, from, to, reprocess, maxActive, reverse };
      const id = await startBackfill(request, act(reason), database);
      return accepted(backfillJson(await backfillView(database, id)), `/api/v1/backfills/${id}`);
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
