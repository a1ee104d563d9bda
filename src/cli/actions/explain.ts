import path from "node:path";
import { textTable } from "../../core/text/text-table.ts";
import { explainDag, type ExplainedValue } from "../../factory/explain-dag.ts";
import type { CommandContext } from "../command-context.ts";
import { loadDagFile } from "../project/load-dag-file.ts";

export async function explain(file: string, below: string, context: CommandContext): Promise<void> {
  const { output, cwd } = context;
  const values = explainDag(await loadDagFile(file, context)).filter((value) => isBelow(value.path, below));
  output.json("explanation", { values });
  const rows = values.map(({ path: place, value, origin }) => [place, JSON.stringify(value), originText(origin, cwd)]);
  for (const line of textTable([["path", "value", "from"], ...rows], { leftColumns: [0, 1, 2] })) output.print(line);
}

function isBelow(place: string, below: string): boolean {
  return below === "" || place === below || place.startsWith(`${below}.`) || place.startsWith(`${below}[`);
}

function originText(origin: ExplainedValue["origin"], cwd: string): string {
  return origin === "default" ? "default" : `${path.relative(cwd, origin.file)}:${origin.line}`;
}
