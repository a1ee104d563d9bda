import { readFileSync } from "node:fs";

/** The part of JSON Schema that our own schema uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly { readonly not: { readonly required: readonly [string, string] } }[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxProperties?: number;
  readonly examples?: readonly unknown[];
}

let schema: JsonSchema | null = null;

/**
 * The published schema. It is read from its file, not from `dag-schema.ts`, because loading typebox takes
 * 100 ms and a test holds both equal.
 */
export function dagJsonSchema(): JsonSchema {
  schema ??= JSON.parse(
    readFileSync(new URL("../../../schema/dag.schema.json", import.meta.url), "utf8"),
  ) as JsonSchema;
  return schema;
}
