import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPageJson } from "../../../../src/contract/json/service/run-page-json.ts";
import { runPage, type RunPageRequest } from "../../../../src/runs/query/pages/run-page.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { createTestDatabase, type TestDatabase } from "../../../support/database.ts";
import { rowsTouched } from "../../../support/service/rows-touched.ts";
import { seedRuns } from "../../../support/service/seeded-runs.ts";

const RUNS = 3000;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedRuns(database.pool, { runs: RUNS, dags: 7 });
});
afterAll(() => database.close());

const page = (request: RunPageRequest) => runPage(database.pool, request);

async function allPages(request: RunPageRequest): Promise<readonly string[]> {
  const ids: string[] = [];
  let next: RunPageRequest | null = request;
  while (next !== null) {
    const { items, nextCursor } = await page(next);
    ids.push(...items.map(({ id }) => id));
    next = nextCursor === null ? null : { ...request, cursor: nextCursor };
  }
  return ids;
}

describe("a page of runs", () => {
  it.each(["-created_at", "created_at"] as const)("follows the one before it, run by run, by %s", async (sort) => {
    const ids = await allPages({ sort, limit: 250 });
    expect(ids.length).toBe(RUNS);
    expect(new Set(ids).size).toBe(RUNS);
    expect(ids).toEqual(sort === "created_at" ? ids.toSorted() : ids.toSorted().toReversed());
  });

  it("is not moved by runs that begin meanwhile", async () => {
    const first = await page({ limit: 10, dag: "dag_3" });
    await database.pool.query(
      `insert into run (id, dag_id, dag_hash, logical_date, trigger, code_hash, snapshot_ids, seed, cells_total, open_tasks,
         timeout_ms) values ('20261129_000000_00000000', 'dag_3', 'h3', now(), 'manual', '', '{}', 0, 0, 1, 1)`,
    );
    const second = await page({ limit: 10, dag: "dag_3", cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ id }) => id)).not.toContain(first.items.at(-1)?.id);
    expect((second.items[0]?.id ?? "") < (first.items.at(-1)?.id ?? "")).toBe(true);
  });

  it("takes the words of other systems, and several states", async () => {
    const { total } = await page({ states: ["failed"], limit: 1 });
    expect(total).toEqual({ count: RUNS / 10, atLeast: false });
    expect((await page({ states: ["pending"], limit: 5 })).items.map(({ id }) => id)).toEqual([
      "20261129_000000_00000000",
    ]);
    const either = await page({ states: ["completed", "failed", "success"], limit: 1 });
    expect(either.total).toEqual({ count: 1000, atLeast: true });
    await expect(page({ states: ["finished"], limit: 1 })).rejects.toMatchObject({ code: "USAGE" });
  });

  it("filters by logical date, trigger and the beginning of the id, character by character", async () => {
    const days = (from: string, to: string) => page({ from: new Date(from), to: new Date(to), limit: 1 });
    expect((await days("2026-01-01", "2026-01-02")).total.atLeast).toBe(true);
    expect((await days("2025-12-01", "2026-01-01")).total.count).toBe(0);
    expect((await days("2026-01-02", "2026-01-03")).total.count).toBe(0);
    expect((await page({ trigger: "schedule", limit: 1 })).total.count).toBe(RUNS / 3);
    expect((await page({ idPrefix: "20260101_0001", limit: 100 })).items.length).toBe(6);
    expect((await page({ idPrefix: "2026010_", limit: 100 })).items).toEqual([]);
    for (const idPrefix of ["%", "2026\0", "\u{10FFFF}", "'"]) {
      expect((await page({ idPrefix, limit: 100 })).items).toEqual([]);
    }
    expect((await page({ dag: "dag_1\0", limit: 100 })).total.count).toBe(0);
  });

  it("is a document of the service", async () => {
    const json = serviceDocumentOf("run_page", runPageJson(await page({ limit: 2 })));
    expect(json.total).toEqual({ count: 1000, at_least: true });
    expect(json.items.length).toBe(2);
  });
});

describe("a cursor", () => {
  it("is good for the filters and the order that gave it out, and for no others", async () => {
    const { nextCursor } = await page({ dag: "dag_1", limit: 1 });
    const cursor = nextCursor ?? "";
    await expect(page({ dag: "dag_2", limit: 1, cursor })).rejects.toMatchObject({ code: "CURSOR_INVALID" });
    await expect(page({ dag: "dag_1", sort: "created_at", limit: 1, cursor })).rejects.toMatchObject({
      code: "CURSOR_INVALID",
    });
    expect((await page({ dag: "dag_1", limit: 3, cursor })).items.length).toBe(3);
  });

  it.each([
    "",
    "nonsense",
    "bnVsbA",
    Buffer.from(`["1; drop table run", "x", "y"]`).toString("base64url"),
    Buffer.from(`["1", {}, "y"]`).toString("base64url"),
    "A".repeat(5000),
  ])("that nobody gave out is refused: %#", async (cursor) => {
    await expect(page({ limit: 1, cursor })).rejects.toMatchObject({ code: "CURSOR_INVALID" });
  });
});

describe("a page costs what it returns", () => {
  it.each<readonly [string, Partial<RunPageRequest>]>([
    ["of all runs", {}],
    ["of one DAG", { dag: "dag_5" }],
    ["of runs that went wrong", { states: ["failed"] }],
    ["of a state without hits", { states: ["cancelled"] }],
    ["of runs that go on", { states: ["running", "paused", "cancelling"] }],
    ["of an id's beginning", { idPrefix: "20260101_0100" }],
  ])("%s, but for counting up to a thousand", async (_, request) => {
    const touched = await rowsTouched(database.pool, "run", (client) => runPage(client, { limit: 20, ...request }));
    expect(touched).toBeLessThanOrEqual(1001 + 50);
  });
});
