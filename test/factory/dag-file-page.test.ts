import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { dagJsonSchema, type JsonSchema } from "../../src/factory/schema/json-schema.ts";
import { loadText } from "./support/load-text.ts";

const page = readFileSync(new URL("../../docs/dag-file.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, key = "", shown = ""]) => `${key} ${shown}`);

it("docs/dag-file.md has a row for every key of the schema, with its default", () => {
  const missing = keysOf(dagJsonSchema()).filter(({ key, shown }) =>
    shown === null ? !rows.some((row) => row.startsWith(`${key} `)) : !rows.includes(`${key} \`${shown}\``),
  );
  expect(missing).toEqual([]);
});

it("docs/dag-file.md has no row for a key that there is not", () => {
  const known = new Set(keysOf(dagJsonSchema()).map(({ key }) => key));
  expect(rows.filter((row) => !known.has(row.split(" ")[0] ?? ""))).toEqual([]);
});

it("the first example of docs/dag-file.md is a good DAG file", async () => {
  const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
  const { spec, diagnostics } = await loadText(example);
  expect([diagnostics, spec?.id]).toEqual([[], "nightly_sp500"]);
});

interface DocumentedKey {
  readonly key: string;
  /** As the page writes the default; null when there is none, or one that needs words. */
  readonly shown: string | null;
}

function keysOf(schema: JsonSchema): readonly DocumentedKey[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    { key, shown: shownDefault(key, property) },
    // What is asked of files stands in docs/outputs.md, which a test of its own holds to it.
    ...(key === "outputs" ? [] : keysOf(property)),
  ]);
  const inner = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])];
  return [...own, ...inner.filter((part): part is JsonSchema => typeof part === "object").flatMap(keysOf)];
}

function shownDefault(key: string, { default: value, properties }: JsonSchema): string | null {
  if (value === undefined || properties !== undefined || key === "to") return null;
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}
