import type { FastifyRequest } from "fastify";
import { type Static, type TObject, type TProperties, type TSchema, Type } from "typebox";
import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Principal, Role } from "../../core/names/principal.ts";
import type { ApiService } from "../api-service.ts";
import { type AnswerShape, isClosedDocument, schemaOfAnswer } from "../fields/answer-schema.ts";
import type { Answer } from "./answer.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a handler is told. Everything in it has passed the schemas of its route. */
export interface RouteRequest<P extends TProperties, Q extends TProperties, B extends TSchema> {
  readonly params: Static<TObject<P>>;
  readonly query: Static<TObject<Q>>;
  readonly body: Static<B>;
  /** Who asks. Of a route with the role `none` nobody may be known. */
  readonly principal: Principal;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
  /** For the audit table: what is done by whom asks. @param reason as it was given; null where nothing was said */
  readonly act: (reason?: string | null) => Act;
  /** For a run that is started: of a request that may be sent again the same each time; null for any. */
  readonly runId: RunId | null;
  /** Path below which the service is reached; empty for the root. Addresses in an answer begin with it. */
  readonly base: string;
  readonly raw: FastifyRequest;
}

export interface RouteFacts {
  readonly method: Method;
  /** With parameters as `:run`. */
  readonly path: string;
  /** Names the call in openapi.json and in the client, such as `listRuns`. */
  readonly id: string;
  /** One line, for people. */
  readonly summary: string;
  /** What groups it in openapi.json. */
  readonly tag: string;
  /** The least role that may; `none` for everybody, also for who is not known. */
  readonly role: Role | "none";
  readonly params: TObject;
  readonly query: TObject;
  readonly body: TSchema | null;
  /** By status; the problems that any route may answer are not among them. */
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** An example of the body, for openapi.json. */
  readonly example: unknown;
  /** It starts runs, of which there may be a limit of their own. */
  readonly startsRun: boolean;
  /** Largest body in bytes; null for the limit of all. */
  readonly bodyLimit: number | null;
  /** Body or answer hold a secret: nothing of them is kept for a request with the same `Idempotency-Key`. */
  readonly isSecret: boolean;
}

type Handler<P extends TProperties, Q extends TProperties, B extends TSchema> = (
  request: RouteRequest<P, Q, B>,
  service: ApiService,
) => Promise<Answer>;

export interface Route extends RouteFacts {
  readonly handle: Handler<TProperties, TProperties, TSchema>;
}

export interface RouteDefinition<P extends TProperties, Q extends TProperties, B extends TSchema>
  extends Omit<RouteFacts, "params" | "query" | "body" | "example" | "startsRun" | "bodyLimit" | "isSecret"> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly example?: Static<B>;
  readonly startsRun?: boolean;
  readonly bodyLimit?: number;
  readonly isSecret?: boolean;
  readonly handle: Handler<P, Q, B>;
}

type NoKeys = Record<string, never>;

/** One call of the API: its schemas decide what its handler can be told. */
export function route<P extends TProperties = NoKeys, Q extends TProperties = NoKeys, B extends TSchema = TSchema>(
  definition: RouteDefinition<P, Q, B>,
): Route {
  const { params, query, body, example, startsRun = false, bodyLimit, isSecret = false, handle, ...facts } = definition;
  return {
    ...facts,
    params: closed(params ?? {}),
    query: closed(hasFields(facts) ? { ...query, ...FIELDS } : (query ?? {})),
    body: body ?? null,
    example: example ?? null,
    startsRun,
    bodyLimit: bodyLimit ?? null,
    isSecret,
    // The schemas have been held to the request by then.
    handle: (request, service) => handle(request as RouteRequest<P, Q, B>, service),
  };
}

const LONGEST_SELECTION = 1000;

const FIELDS = {
  fields: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: LONGEST_SELECTION,
      description: "`run_id,best.value`: only these fields, of a page those of its items; absent: all",
    }),
  ),
};

/** Whether its answer is a document with keys that are known, of which a client may want some. */
function hasFields({ method, answers }: Pick<RouteFacts, "method" | "answers">): boolean {
  return method === "GET" && isClosedDocument(schemaOfAnswer(answers[200]));
}

function closed(properties: TProperties): TObject {
  return Type.Object(properties, { additionalProperties: false });
}
