import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { textTable } from "../../core/text/text-table.ts";
import { explainDag, type ExplainedValue } from "../../factory/explain-dag.ts";
import type { CommandContext } from "../command-context.ts";
import { loadDagFile } from "../project/load-dag-file.ts";

export async function explain(file: string, below: string, context: CommandContext): Promise<void> {
  const { output, cwd } = context;
  const all = explainDag(await loadDagFile(file, context));
  const values = all.filter((value) => isBelow(value.path, below));
  if (values.length === 0) {
    throw new AppError("USAGE", `${file} has no value at "${below}".`, {
      hint: suggestName(below, all.flatMap(placesOf), { otherwise: "Without a path, every value is shown." }),
    });
  }
  output.json("explanation", { values });
  const rows = values.map(({ path: place, value, origin }) => [place, JSON.stringify(value), originText(origin, cwd)]);
  for (const line of textTable([["path", "value", "from"], ...rows], { leftColumns: [0, 1, 2] })) output.print(line);
}

/** Where a value lies, and what that is in: `backtest.costs.slippage_bps`, `backtest.costs`, `backtest`. */
function placesOf({ path: place }: ExplainedValue): readonly string[] {
  const ends = [...place.matchAll(/[.[]/g)].map(({ index }) => index);
  return [...ends, place.length].map((end) => place.slice(0, end));
}

function isBelow(place: string, below: string): boolean {
  return below === "" || place === below || place.startsWith(`${below}.`) || place.startsWith(`${below}[`);
}

function originText(origin: ExplainedValue["origin"], cwd: string): string {
  return origin === "default" ? "default" : `${path.relative(cwd, origin.file)}:${origin.line}`;
}
