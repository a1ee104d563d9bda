import { Type } from "typebox";
import path from "node:path";
import { knownDag } from "../../app/dags/known-dag.ts";
import { diagnosticJson } from "../../contract/json/dags-json.ts";
import {
  dagDetailJson,
  dagGridJson,
  dagHistoryJson,
  dagTextJson,
  dagTicksJson,
} from "../../contract/json/service/dag-json.ts";
import { sinceMoment } from "../../contract/asked/since.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Principal } from "../../core/names/principal.ts";
import { dagDetail, dagText } from "../../runs/query/dag/dag-detail.ts";
import { dagGrid } from "../../runs/query/dag/dag-grid.ts";
import { dagHistory } from "../../runs/query/dag/dag-history.ts";
import { dagTicks } from "../../runs/query/dag/dag-ticks.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { ApiService } from "../api-service.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { dagFile } from "./dags.ts";
import { dagParam, limitKey, requireDag } from "./parts.ts";

const tag = "dags";
const moment = Type.String({ maxLength: 40 });

export const DAG_VIEW_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/dags/:dag",
    id: "showDag",
    summary: "A DAG: its schedule, its backtests, and its versions.",
    tag,
    role: "viewer",
    params: dagParam,
    answers: { 200: { description: "by its last good version", document: "dag_detail" } },
    handle: async ({ params, principal }, service) => {
      const detail = dagDetailJson(await ofKnown(params.dag, principal, service, dagDetail));
      // Where a project lies on its host is nobody's business.
      return ok({ ...detail, file: path.relative(service.project.home, detail.file) });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/definition",
    id: "readDefinition",
    summary: "The file of a DAG as it is now, with what is wrong with it.",
    tag,
    role: "viewer",
    params: dagParam,
    answers: { 200: { description: "text and diagnostics", document: "dag_definition" } },
    handle: async ({ params, principal }, service) => {
      const { file, text, spec, diagnostics } = await dagFile(params.dag, principal, service);
      const { home } = service.project;
      return ok({
        dag: spec?.id ?? params.dag,
        file: path.relative(home, file),
        yaml: text,
        valid: spec !== null,
        diagnostics: diagnostics.map((one) => {
          const diagnostic = diagnosticJson(one);
          return { ...diagnostic, file: path.relative(home, diagnostic.file) };
        }),
      });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/versions/:hash",
    id: "readVersion",
    summary: "The text of a version of a DAG.",
    tag,
    role: "viewer",
    params: {
      ...dagParam,
      hash: Type.String({ maxLength: 64, pattern: "^[0-9a-f]{8,64}$", description: "8 digits of it at least" }),
    },
    answers: { 200: { description: "as it was written", document: "dag_text" } },
    handle: async ({ params, principal }, service) =>
      ok(
        dagTextJson(
          await ofKnown(params.dag, principal, service, (database, dag) => dagText(database, dag, params.hash)),
        ),
      ),
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/grid",
    id: "readGrid",
    summary: "The last runs of a DAG, and how far each of its tasks came in them.",
    tag,
    role: "viewer",
    params: dagParam,
    query: { runs: limitKey(100, 30) },
    answers: { 200: { description: "the latest run first", document: "dag_grid" } },
    handle: async ({ params, query, principal }, service) =>
      ok(
        dagGridJson(
          params.dag,
          await ofKnown(params.dag, principal, service, (database, dag) => dagGrid(database, dag, query.runs)),
        ),
      ),
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/history",
    id: "readHistory",
    summary: "A metric of the best cell, night by night and month by month.",
    tag,
    role: "viewer",
    params: dagParam,
    query: {
      metric: Type.Optional(Type.String({ maxLength: 200, description: "a stored metric; absent: the objective" })),
      from: Type.Optional({ ...moment, description: "logical date at this moment or later" }),
      to: Type.Optional({ ...moment, description: "logical date before this moment" }),
      limit: limitKey(5000, 400),
    },
    answers: { 200: { description: "the earliest first", document: "dag_history" } },
    handle: async ({ params, query, principal }, service) => {
      const { metric = null, from, to, limit } = query;
      const now = service.project.deps.clock.now();
      const history = await ofKnown(params.dag, principal, service, (database, dag) =>
        dagHistory(database, {
          dag,
          metric,
          ...(from !== undefined && { from: sinceMoment(from, now, "from") }),
          ...(to !== undefined && { to: sinceMoment(to, now, "to") }),
          limit,
        }),
      );
      return ok(dagHistoryJson(params.dag, history));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/dags/:dag/ticks",
    id: "readTicks",
    summary: "What became of each slot of a year, day by day.",
    tag,
    role: "viewer",
    params: dagParam,
    query: {
      year: Type.Optional(Type.Integer({ minimum: 1970, maximum: 9999, description: "absent: this one" })),
    },
    answers: { 200: { description: "days with a slot", document: "dag_ticks" } },
    handle: async ({ params, query, principal }, service) => {
      const year = query.year ?? service.project.deps.clock.now().getUTCFullYear();
      const ticks = await ofKnown(params.dag, principal, service, (database, dag) => dagTicks(database, dag, year));
      return ok(dagTicksJson(params.dag, year, ticks));
    },
  }),
];

/** One that lies in `dags/` and that no scheduler has taken up yet is known from now on. */
export async function ofKnown<T>(
  id: string,
  principal: Principal,
  service: ApiService,
  read: (connection: Connection, dag: string) => Promise<T>,
): Promise<T> {
  const { database } = service.project.deps;
  const dag = requireDag(id, principal);
  try {
    return await read(database, dag);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "DAG_NOT_FOUND") throw error;
    const { file, spec } = await dagFile(id, principal, service);
    if (spec === null) throw error;
    return read(database, await knownDag(file, service.context, database));
  }
}
