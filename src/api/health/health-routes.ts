import { Type } from "typebox";
import { lookAtScheduler } from "../../runs/query/upkeep/overdue-dags.ts";
import { serviceFigures } from "../../runs/query/upkeep/service-figures.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { bytes, ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { METRICS_TYPE, metricsText } from "./metrics-text.ts";

const tag = "health";

export const HEALTH_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/livez",
    id: "isLive",
    summary: "The process answers. Asks nothing else.",
    tag,
    role: "none",
    answers: { 200: { description: "it does", schema: Type.Object({ status: Type.Literal("live") }) } },
    handle: async () => ok({ status: "live" }),
  }),
  route({
    method: "GET",
    path: "/readyz",
    id: "isReady",
    summary: "The database answers, and every slot that has come was decided on: a scheduler really ticks somewhere.",
    tag,
    role: "none",
    answers: {
      200: { description: "it is so", schema: readySchema() },
      503: { description: "it is not, and why", schema: readySchema() },
    },
    handle: async (_request, { project, summaries }) => {
      const { database } = project.deps;
      await readNow(database);
      const { scheduled, overdue } = await lookAtScheduler(database, summaries);
      const [first] = overdue;
      const answer = {
        status: first === undefined ? "ready" : "not_ready",
        scheduled_dags: scheduled,
        overdue_dags: overdue.length,
        latest_by_s: first === undefined ? 0 : Math.round(first.lateMs / 1000),
        reason:
          first === undefined ? null : "A slot has come and no scheduler has decided on it: start `nightgrid up`.",
      };
      return { ...ok(answer, { "cache-control": "no-store" }), status: first === undefined ? 200 : 503 };
    },
  }),
  route({
    method: "GET",
    path: "/metrics",
    id: "readMetrics",
    summary: "Figures for Prometheus.",
    tag,
    role: "viewer",
    answers: { 200: { description: "text format 0.0.4", media: ["text/plain"] } },
    handle: async (_request, { project, summaries }) =>
      bytes(METRICS_TYPE, metricsText(await serviceFigures(project.deps.database, summaries)), {
        headers: { "cache-control": "no-store" },
      }),
  }),
];

function readySchema() {
  return Type.Object({
    status: Type.String({ enum: ["ready", "not_ready"] }),
    scheduled_dags: Type.Integer(),
    overdue_dags: Type.Integer(),
    latest_by_s: Type.Integer(),
    reason: Type.Union([Type.String(), Type.Null()]),
  });
}
