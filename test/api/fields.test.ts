import fc from "fast-check";
import { Type } from "typebox";
import { beforeAll, describe, expect, it } from "vitest";
import { keepFields, selectFields } from "../../src/api/fields/field-selection.ts";
import { SERVICE_DOCUMENTS } from "../../src/contract/service-documents.ts";
import { AppError } from "../../src/core/errors/app-error.ts";
import { GRID, prices } from "./support/dags.ts";
import { object } from "../../src/contract/schemas/parts.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const schema = object({
  id: Type.String(),
  best: Type.Union([object({ value: Type.Number(), cell: Type.Integer() }), Type.Null()]),
  tasks: Type.Array(object({ key: Type.String(), state: Type.String() })),
  params: Type.Record(Type.String(), Type.Number()),
});
const document = {
  id: "a",
  best: { value: 1.5, cell: 7 },
  tasks: [
    { key: "x", state: "failed" },
    { key: "y", state: "running" },
  ],
  params: { fast: 5, ["__proto__"]: 3 },
};

function pick(fields: string): unknown {
  return keepFields(document, selectFields(fields, schema), schema);
}

describe("fields of a document", () => {
  it("are kept by their paths, through lists and through what may be null", () => {
    expect(pick("best.value,id")).toEqual({ id: "a", best: { value: 1.5 } });
    expect(pick("tasks.key")).toEqual({ tasks: [{ key: "x" }, { key: "y" }] });
    expect(pick("params.fast")).toEqual({ params: { fast: 5 } });
    expect(keepFields({ ...document, best: null }, selectFields("best.value", schema), schema)).toEqual({ best: null });
  });

  it("are whole where the whole was asked for, before or after a part", () => {
    expect(pick("best.value,best")).toEqual({ best: document.best });
    expect(pick("best,best.value")).toEqual({ best: document.best });
  });

  it("are refused by name where there are none, all at once", () => {
    const thrown = faultOf("bets.value,id.x,tasks.keys,");
    expect(thrown.message).toBe('There is no field "bets.value". Did you mean "best"?');
    expect(thrown.details["errors"]).toEqual([
      { pointer: "fields", message: thrown.message },
      { pointer: "fields", message: 'There is no field "id.x". It has none below it.' },
      { pointer: "fields", message: 'There is no field "tasks.keys". Did you mean "key"?' },
      { pointer: "fields", message: expect.stringContaining('There is no field "".') },
    ]);
  });

  it("leave no prototype of anything behind, whatever is asked for", () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) {
      expect(faultOf(name).message).toContain(`There is no field "${name}"`);
    }
    const found = pick("params.__proto__") as { params: object };
    expect(Object.getPrototypeOf(found.params)).toBe(Object.prototype);
    expect(Object.hasOwn(found.params, "__proto__")).toBe(true);
  });

  it("refuse or keep, and never fail otherwise", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        try {
          keepFields(document, selectFields(text, schema), schema);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});

function faultOf(fields: string): AppError {
  try {
    selectFields(fields, schema);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`${fields} was taken`);
}

describe("fields of an answer", () => {
  let api: TestApi;
  let run = "";
  beforeAll(async () => {
    api = await createTestApi();
    api.write("prices.csv", prices(90));
    api.write("dags/grid.yaml", GRID);
    await using _worker = await api.worker();
    ({
      body: { run_id: run },
    } = await api.post("/api/v1/dags/grid/runs", {}));
    await api.ended(run);
  });

  it("are those of the items of a page; the page stays a page", async () => {
    const { body } = await api.get("/api/v1/runs?fields=run_id,state");
    expect(body.items).toEqual([{ run_id: run, state: "succeeded" }]);
    expect(Object.keys(body).toSorted()).toEqual(Object.keys(SERVICE_DOCUMENTS.run_page.properties).toSorted());
  });

  it("make another validator than the whole", async () => {
    const whole = await api.get(`/api/v1/runs/${run}`);
    const part = await api.get(`/api/v1/runs/${run}?fields=run.state`);
    expect(part.body).toEqual({ run: { state: "succeeded" } });
    expect(part.headers.get("etag")).not.toBe(whole.headers.get("etag"));
  });

  it("are a problem with the nearest name when there are none", async () => {
    const { status, body } = await api.get("/api/v1/runs?fields=stat");
    expect([status, body.code, body.detail]).toEqual([
      400,
      "REQUEST_INVALID",
      'There is no field "stat". Did you mean "state"?',
    ]);
    expect((await api.get("/api/v1/runs.csv?fields=state")).status).toBe(400);
  });
});
