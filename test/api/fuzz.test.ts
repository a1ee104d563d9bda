import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { TSchema } from "typebox";
import { beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "../../src/api/openapi/openapi-document.ts";
import { ROUTES } from "../../src/api/resources/routes.ts";
import type { Route } from "../../src/api/routing/route.ts";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const TRIES = 25;
/** A stream of events answers for as long as anybody hears. */
const ENDING = ROUTES.filter(({ id }) => id !== "hearEvents");
const document = openApiDocument(ROUTES);
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(document, "openapi");
/** Of an answer with the fields that were asked for: what there is, is as it always is. */
ajv.addSchema(withoutRequired(document) as object, "openapi-part");

function withoutRequired(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "required" ? undefined : inner)));
}

let api: TestApi;
let run = "";
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(60));
  api.write("dags/grid.yaml", GRID);
  await using _worker = await api.worker();
  const { body } = await api.post("/api/v1/dags/grid/runs", {});
  run = body.run_id;
  await api.ended(run);
});

/** Values as a schema wants them, and now and then any others. */
function valueOf(schema: TSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: fitting(schema) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
}

function fitting(schema: TSchema): fc.Arbitrary<unknown> {
  const {
    enum: words,
    type,
    properties,
    items,
    minimum = 0,
    maximum = 1000,
    required,
  } = schema as {
    enum?: unknown[];
    type?: string;
    properties?: Record<string, TSchema>;
    items?: TSchema;
    minimum?: number;
    maximum?: number;
    required?: string[];
  };
  if (words !== undefined) return fc.constantFrom(...words);
  switch (type ?? "any") {
    case "integer":
      return fc.oneof(
        fc.integer({ min: minimum, max: Math.min(maximum, minimum + 50) }),
        fc.constantFrom(minimum, maximum, -1, 2 ** 31),
      );
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(valueOf(items ?? {}), { maxLength: 3 });
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(properties ?? {}).map(([name, property]) => [name, valueOf(property)])),
        { requiredKeys: required ?? [] },
      );
    default:
      return fc.oneof(
        fc.constantFrom(
          "grid",
          "backtest",
          "sharpe",
          "fast",
          "2020-01-01",
          "2d",
          "..",
          "a\u0000b",
          "\ud800",
          "'; drop table run;--",
        ),
        fc.string({ unit: "binary", maxLength: 40 }),
      );
  }
}

/** Names that there are, so that handlers are reached, and now and then others. */
function paramOf(name: string, schema: TSchema): fc.Arbitrary<unknown> {
  const there: Readonly<Record<string, string>> = {
    run,
    dag: "grid",
    backtest: "backtest",
    cell: "1",
    column: "sharpe",
    name: "tearsheet.html",
  };
  return Object.hasOwn(there, name)
    ? fc.oneof({ weight: 4, arbitrary: fc.constant(there[name]) }, { weight: 1, arbitrary: fitting(schema) })
    : fitting(schema);
}

/** Objects may have a `toString` of their own. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function addressOf(route: Route, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = route.path.replaceAll(
    /:(\w+)/g,
    (_, name: string) => encodeURIComponent(String(params[name]).toWellFormed()) || "x",
  );
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(textOf(one).toWellFormed())}`),
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

function schemaProblem(
  { route, isPart }: { readonly route: Route; readonly isPart: boolean },
  status: number,
  body: unknown,
): string | null {
  const path = route.path
    .replaceAll(/:(\w+)/g, "{$1}")
    .replaceAll("~", "~0")
    .replaceAll("/", "~1");
  const isOwn = Object.hasOwn(route.answers, status);
  if (!isOwn) {
    if (status < 400) return `the status ${status} is not written in openapi.json`;
    return ajv.validate({ $ref: "openapi#/components/schemas/problem" }, body) ? null : ajv.errorsText();
  }
  const pointer = `openapi${isPart ? "-part" : ""}#/paths/${path}/${route.method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  return ajv.validate({ $ref: pointer }, body) ? null : ajv.errorsText();
}

describe("whatever is asked", () => {
  it.each(ENDING.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s never fails by a bug, and says what openapi.json says",
    async (_, route) => {
      const parts = fc.record({
        params: fc.record(
          Object.fromEntries(
            Object.entries<TSchema>(route.params.properties).map(([name, schema]) => [name, paramOf(name, schema)]),
          ),
        ),
        query: fitting(route.query) as fc.Arbitrary<Record<string, unknown>>,
        body: route.body === null ? fc.constant(undefined) : valueOf(route.body),
      });
      await fc.assert(
        fc.asyncProperty(parts, async ({ params, query, body }) => {
          const answer = await api.ask(route.method, addressOf(route, params, query), body);
          // Of services elsewhere, or a test's own: 502 and 503 are said with a code.
          expect(answer.status === 500 ? answer.text : "").toBe("");
          if (answer.body !== null) {
            const isPart = query["fields"] !== undefined;
            expect(schemaProblem({ route, isPart }, answer.status, answer.body)).toBeNull();
          }
        }),
        { numRuns: TRIES, seed: 20_261_129, endOnFailure: true },
      );
    },
    60_000,
  );
});
