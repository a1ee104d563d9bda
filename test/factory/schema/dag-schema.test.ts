import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { dagSchemaText } from "../../../src/factory/schema/dag-schema-text.ts";
import type { JsonSchema } from "../../../src/factory/schema/json-schema.ts";

const published = new URL("../../../schema/dag.schema.json", import.meta.url);
if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(published, dagSchemaText());

describe("schema/dag.schema.json", () => {
  it("is what dag-schema.ts says (UPDATE_GOLDEN=1 writes it)", () => {
    expect(readFileSync(published, "utf8")).toBe(dagSchemaText());
  });

  it("is a schema itself, which is not looked at again each time that it is used", () => {
    expect(new Ajv2020({ strict: false }).validateSchema(JSON.parse(dagSchemaText()) as object)).toBe(true);
  });

  it("describes every key for editors", () => {
    expect(undescribed(JSON.parse(dagSchemaText()) as JsonSchema, "")).toEqual([]);
  });
});

function undescribed(schema: JsonSchema, path: string): readonly string[] {
  const properties = Object.entries(schema.properties ?? {});
  const own = properties.filter(([, property]) => (property.description ?? "") === "").map(([key]) => `${path}.${key}`);
  const below = properties.flatMap(([key, property]) => undescribed(property, `${path}.${key}`));
  const inner = [schema.items, ...(schema.anyOf ?? []), schema.additionalProperties].filter(
    (part): part is JsonSchema => typeof part === "object",
  );
  return [...own, ...below, ...inner.flatMap((part) => undescribed(part, path))];
}
