import { dagSchemaText } from "../../factory/schema/dag-schema-text.ts";
import { writeOut } from "../terminal/output.ts";

export async function schema(): Promise<void> {
  await writeOut(dagSchemaText());
}
