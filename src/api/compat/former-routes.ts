import type { FastifyPluginAsync } from "fastify";
import { Type, type TProperties, type TSchema } from "typebox";
import type { Rate } from "../../app/service/rate-settings.ts";
import type { ApiService } from "../api-service.ts";
import { sendProblem } from "../routing/problem.ts";
import { registerDeps } from "../routing/register-deps.ts";
import { registerRoute } from "../routing/register-route.ts";
import { type Route, type RouteDefinition, route } from "../routing/route.ts";

/** What the routes of an old service are made from. */
export interface FormerService {
  readonly service: ApiService;
  readonly rate: Rate | null;
  /** Absolute. */
  readonly scripts: string;
  /** Whose nights are told of; null for those of any DAG. */
  readonly nightlyDag: string | null;
}

type FormerRoute<P extends TProperties, Q extends TProperties, B extends TSchema> = Pick<
  RouteDefinition<P, Q, B>,
  "method" | "path" | "params" | "query" | "body" | "role" | "startsRun" | "handle"
>;
type NoKeys = Record<string, never>;

/** A route of an old service: its clients may send what nobody reads, as they always did. */
export function formerRoute<
  P extends TProperties = NoKeys,
  Q extends TProperties = NoKeys,
  B extends TSchema = TSchema,
>(definition: FormerRoute<P, Q, B>): Route {
  const { method, path } = definition;
  const made = route({ ...definition, id: `${method} ${path}`, summary: "", tag: "former", answers: {} });
  return { ...made, query: Type.Object(made.query.properties) };
}

/** Routes with the errors that old clients look for: `success` and `error` beside what the problem says. */
export function formerPlugin(routes: readonly Route[], service: ApiService): FastifyPluginAsync {
  return async (app) => {
    const { log } = service.project.deps;
    app.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, log, base: "", besides }));
    for (const one of routes) registerRoute(app, one, registerDeps(service, ""));
  };
}

function besides({ detail }: { readonly detail: string }) {
  return { success: false, error: detail };
}
