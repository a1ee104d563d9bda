import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DOCUMENTS } from "../../src/contract/documents.ts";
import { SERVICE_DOCUMENTS } from "../../src/contract/service-documents.ts";
import { fieldsWithoutWords, jsonPage } from "./support/json-page.ts";

const PAGE = new URL("../../docs/json.md", import.meta.url);
if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(PAGE, jsonPage());

it("docs/json.md is what the schemas say (UPDATE_GOLDEN=1 writes it)", () => {
  expect(readFileSync(PAGE, "utf8")).toBe(jsonPage());
});

it("every field says what it holds", () => {
  expect(fieldsWithoutWords({ ...DOCUMENTS, ...SERVICE_DOCUMENTS })).toEqual([]);
});

it("every schema links to its place on the page", () => {
  const headings = [...readFileSync(PAGE, "utf8").matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
  for (const [name, schema] of Object.entries(DOCUMENTS)) {
    expect(headings).toContain(name);
    expect(schema).toMatchObject({ description: `docs/json.md#${name}` });
  }
});
