import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const STORE = path.resolve(import.meta.dirname, "../../../src/store");

it("ids are ordered by their column, never by the text that is given back: there 10 comes before 9", () => {
  const files = readdirSync(STORE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const texts = files.map((name) => [name, readFileSync(path.join(STORE, name), "utf8")] as const);
  expect(texts.filter(([, text]) => /\border by [\w.]+\.id\b/.test(text)).length).toBeGreaterThan(2);
  // `select id::text … order by id` takes the column that is given back.
  expect(texts.filter(([, text]) => /\border by ([\w.]+, )*id\b/.test(text)).map(([name]) => name)).toEqual([]);
});
