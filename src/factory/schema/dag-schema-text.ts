import { dagSchema } from "./dag-schema.ts";

/** What `schema/dag.schema.json` must hold, to the byte. */
export function dagSchemaText(): string {
  return `${JSON.stringify(dagSchema, null, 2)}\n`;
}
