import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

interface Target {
  readonly expr?: string;
  readonly rawSql?: string;
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const dashboard = JSON.parse(read("deploy/grafana/nightgrid.json")) as {
  readonly panels: readonly { readonly id: number; readonly title: string; readonly targets?: readonly Target[] }[];
  readonly templating: { readonly list: readonly { readonly type: string; readonly query: string }[] };
};
const targets = dashboard.panels.flatMap(({ targets: all = [] }) => all);
const figures = new Set(
  [...read("src/runs/query/upkeep/service-figures.ts").matchAll(/gauge\(\s*"(\w+)"/g)].map(([, name]) => name),
);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe("the dashboard of Grafana", () => {
  it("asks for figures that there are", () => {
    const asked = targets.flatMap(({ expr = "" }) => expr.match(/\b(?:nightgrid|backtest)_\w+/g) ?? []);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !figures.has(name))).toEqual([]);
  });

  const queries = [
    ...targets.flatMap(({ rawSql }) => (rawSql === undefined ? [] : [rawSql])),
    ...dashboard.templating.list.flatMap(({ type, query }) => (type === "query" ? [query] : [])),
  ];

  it.each(queries)("can ask %s", async (query) => {
    const filled = query
      .replaceAll(/\$__timeFilter\((\w+)\)/g, "$1 between now() - interval '1 day' and now()")
      .replaceAll(/\$\{\w+:sqlstring\}/g, "'x'");
    expect(filled).not.toContain("$");
    expect((await database.pool.query(filled)).rows).toEqual([]);
  });

  it("names each panel once", () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});
