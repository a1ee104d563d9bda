import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Static, TObject, TSchema } from "typebox";
import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Principal } from "../../core/names/principal.ts";
import type { ApiService } from "../api-service.ts";
import type { Answer } from "./answer.ts";
import { schemaOfAnswer } from "../fields/answer-schema.ts";
import { type FieldTree, keepFields, selectFields } from "../fields/field-selection.ts";
import { openEventStream } from "../live/event-stream.ts";
import { doOnce } from "../requests/idempotency.ts";
import { etagOf, matchesEtag } from "./etag.ts";
import type { Route } from "./route.ts";

/** Of a request, in bytes, unless its route says otherwise. */
export const BODY_LIMIT = 1024 * 1024;

export interface RegisterDeps {
  readonly service: ApiService;
  /** Path below which the service is reached; empty for the root. */
  readonly base: string;
  /** Who asks; was found out before the route is reached. */
  principalOf(request: FastifyRequest): Principal;
  act(request: FastifyRequest, reason: string | null): Act;
}

/** Who asks what is for everybody. */
const NOBODY: Principal = { kind: "link", id: "", name: "nobody", role: "viewer", dags: [] };

/** What the schemas of the route have let through. */
type Given = Static<TObject>;

/** Lets fastify answer a route, conditional requests included. */
export function registerRoute(app: FastifyInstance, route: Route, deps: RegisterDeps): void {
  const { method, path, params, query, body, role, startsRun, bodyLimit, isSecret } = route;
  const shape = schemaOfAnswer(route.answers[200]);
  app.route({
    method,
    url: path,
    config: { role, startsRun },
    bodyLimit: bodyLimit ?? BODY_LIMIT,
    schema: { params, querystring: query, ...(body === null ? {} : { body }) },
    handler: async (request, reply) => {
      const left = new AbortController();
      reply.raw.once("close", () => left.abort());
      const principal = role === "none" ? NOBODY : deps.principalOf(request);
      const { fields, ...asked } = request.query as Given & { readonly fields?: string };
      const wanted = fields === undefined || shape === null ? null : selectFields(fields, shape);
      const work = (runId: RunId | null): Promise<Answer> =>
        route.handle(
          {
            params: request.params as Given,
            query: asked,
            body: request.body,
            principal,
            signal: left.signal,
            act: (reason = null) => deps.act(request, reason),
            runId,
            base: deps.base,
            raw: request,
          },
          deps.service,
        );
      const { database, clock } = deps.service.project.deps;
      const once = { request, principal, database, now: clock.now() };
      const answer = await (method === "POST" && !isSecret ? doOnce(once, work) : work(null));
      const part = wanted === null || shape === null ? answer : partOf(answer, wanted, shape);
      return send(withBase(part, deps.base), request, reply);
    },
  });
}

function partOf(answer: Answer, wanted: FieldTree, shape: TSchema): Answer {
  if (answer.body.kind !== "json") return answer;
  return { ...answer, body: { kind: "json", value: keepFields(answer.body.value, wanted, shape) } };
}

/** Handlers know their service from its root. */
function withBase(answer: Answer, base: string): Answer {
  const { location } = answer.headers;
  if (base === "" || location === undefined || !location.startsWith("/")) return answer;
  return { ...answer, headers: { ...answer.headers, location: base + location } };
}

function send({ status, headers, body }: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.code(status).headers(headers);
  if (body.kind === "none") return reply.send();
  if (body.kind === "events") {
    body.begin(openEventStream(request, reply));
    return reply;
  }
  if (body.kind === "stream") return reply.type(body.type).send(body.value);
  const content = body.kind === "json" ? JSON.stringify(body.value) : body.value;
  void reply.type(body.kind === "json" ? "application/json; charset=utf-8" : body.type);
  if (request.method === "GET" || request.method === "HEAD") {
    const given = body.kind === "bytes" ? body.etag : null;
    const etag = given === null ? etagOf(content) : `"${given}"`;
    void reply.header("etag", etag);
    if (matchesEtag(request.headers["if-none-match"], etag)) return reply.code(304).send();
  }
  return reply.send(content);
}
