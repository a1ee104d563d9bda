import type { TObject, TSchema } from "typebox";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import { API_DOCUMENTS, type AnswerShape } from "../fields/answer-schema.ts";
import type { RouteFacts } from "../routing/route.ts";

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly tags: readonly { readonly name: string }[];
  /** By path, then by method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, TSchema>>;
    readonly [part: string]: unknown;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
  readonly [part: string]: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: TSchema;
  readonly [part: string]: unknown;
}

type Content = Readonly<Record<string, { readonly schema: TSchema; readonly example?: unknown }>>;
type Response = { readonly $ref: string } | { readonly description: string; readonly content: Content };

/** What the API is, for programs and for those who write them (OpenAPI 3.1). Says the same at each call. */
export function openApiDocument(routes: readonly RouteFacts[]): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const document: OpenApiDocument = {
    openapi: "3.1.0",
    info: {
      title: "Nightgrid",
      version: "1",
      summary: "Nightly backtests: DAGs, runs, sweeps and their results.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ session: [] }, { token: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-ng" },
        token: { type: "http", scheme: "bearer" },
      },
      schemas: { ...usedDocuments(routes), problem: PROBLEM },
      responses: {
        problem: {
          description: "Why there is no other answer (RFC 9457).",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/problem" } } },
        },
      },
    },
  };
  return shared(document);
}

/** The one list that many documents name stands there once. */
function shared(document: OpenApiDocument): OpenApiDocument {
  const text = JSON.stringify(document, (_key, value: unknown) => {
    const isCode = isSchema(value) && value.enum?.length === ERROR_CODES.length && value.enum[0] === ERROR_CODES[0];
    return isCode ? { $ref: "#/components/schemas/error_code" } : value;
  });
  const { components, ...parts } = JSON.parse(text) as OpenApiDocument;
  const schemas = { ...components.schemas, error_code: { type: "string", enum: ERROR_CODES } };
  return { ...parts, components: { ...components, schemas } };
}

function isSchema(value: unknown): value is { readonly enum?: readonly unknown[] } {
  return typeof value === "object" && value !== null && "enum" in value;
}

function operationOf(route: RouteFacts): Operation {
  const { id, summary, tag, role, method, params, query, body, answers, example, isSecret } = route;
  const isWriting = method === "POST" && !isSecret;
  return {
    operationId: id,
    summary,
    tags: [tag],
    description:
      role === "none" ? "For everybody." : `For the role \`${role}\`${role === "admin" ? "" : " and above"}.`,
    ...(role === "none" ? { security: [] } : {}),
    parameters: [
      ...parametersOf(params, "path"),
      ...parametersOf(query, "query"),
      ...(isWriting ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: body, ...(example === null ? {} : { example }) } },
          },
        }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, shape]) => [status, responseOf(shape)])),
      default: { $ref: "#/components/responses/problem" },
    },
    "x-role": role,
  };
}

const IDEMPOTENCY_KEY: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key with the same request is done once within a day, and answered the same.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
  example: "4f6b1f3e-6f0b-4d57-9d0e-6f1a2b3c4d5e",
};

function parametersOf(schema: TObject, place: "path" | "query"): readonly Parameter[] {
  const required = new Set<string>(schema.required ?? []);
  return Object.entries<TSchema>(schema.properties).map(([name, property]) => {
    const { description, ...rest } = property as TSchema & { description?: string };
    return {
      name,
      in: place,
      required: required.has(name) && !("default" in rest),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function responseOf(shape: AnswerShape): Response {
  const { description } = shape;
  if ("media" in shape) {
    return { description, content: Object.fromEntries(shape.media.map((type) => [type, { schema: {} }])) };
  }
  const schema = "document" in shape ? { $ref: `#/components/schemas/${shape.document}` } : shape.schema;
  return { description, content: { "application/json": { schema } } };
}

function usedDocuments(routes: readonly RouteFacts[]): Readonly<Record<string, TSchema>> {
  const names = new Set(
    routes
      .flatMap(({ answers }) => Object.values(answers))
      .flatMap((shape) => ("document" in shape ? shape.document : [])),
  );
  return Object.fromEntries(Object.entries(API_DOCUMENTS).filter(([name]) => names.has(name)));
}

const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "hint", "errors", "details", "request_id"],
  additionalProperties: false,
  properties: {
    type: { type: "string", description: "address of a page about the code" },
    title: { type: "string", description: "the code in words" },
    status: { type: "integer", description: "of the answer" },
    detail: { type: "string", description: "the fact" },
    code: {
      anyOf: [{ type: "string", enum: ERROR_CODES }, { const: "UNEXPECTED" }],
      description: "as in docs/errors.md",
    },
    hint: { type: ["string", "null"], description: "what to do" },
    errors: {
      type: "array",
      description: "each place of the request that is not as it should be",
      items: {
        type: "object",
        required: ["pointer", "message"],
        properties: { pointer: { type: "string" }, message: { type: "string" } },
      },
    },
    details: { type: "object", description: "facts for programs" },
    request_id: { type: "string", description: "under which the log of the service has it" },
  },
};
