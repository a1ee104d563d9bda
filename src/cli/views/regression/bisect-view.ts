import { formatQuantity } from "../../../core/text/format-quantity.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import { describeMetric } from "../../../engine/metrics/metric-catalogue.ts";
import type { Bisection } from "../../../runs/bisect/bisect-runs.ts";
import type { CommitSearch } from "../../../runs/bisect/find-commit.ts";
import type { Output } from "../../terminal/output.ts";

/** The steps as a table, and who did it. */
export function bisectLines(found: Bisection, { colors }: Pick<Output, "colors">): readonly string[] {
  const { backtest, params, metric, stored, steps, random, culprits, inputs, commit } = found;
  const { label, unit } = describeMetric(metric);
  const textOf = (value: number | null): string => (value === null ? "–" : formatQuantity(value, unit));
  const rows = steps.map(({ input, metrics, moved, changed }) => [
    input,
    textOf(metrics[metric]),
    moved ? `${changed.length} metrics moved` : "",
  ]);
  return [
    printableLine(`${backtest} ${JSON.stringify(params.after)}`),
    ...textTable([["input of the bad run", label, ""], ["none", textOf(stored[metric]), "as stored"], ...rows], {
      leftColumns: [0, 2],
    }),
    colors.bold(verdictOf(random, culprits)),
    ...inputs.map((line) => printableLine(`  ${line}`)),
    ...(commit === null ? [] : [printableLine(`  ${commitText(commit)}`)]),
  ];
}

function verdictOf(random: boolean, culprits: Bisection["culprits"]): string {
  if (random)
    return "The same inputs give two results: the strategy is not deterministic, and nothing else can be told.";
  return culprits.length === 0 ? "Nothing moved this cell." : `It was: ${culprits.join(", ")}.`;
}

function commitText({ outcome, commit, candidates, computed }: CommitSearch): string {
  switch (outcome) {
    case "found":
      return `commit ${commit?.hash.slice(0, 12) ?? ""} ${commit?.date.slice(0, 10) ?? ""} ${commit?.subject ?? ""} (of ${candidates}, ${computed} computed)`;
    case "no_repository":
      return "commit: the strategy lies in no git repository";
    case "code_not_committed":
      return "commit: the code of one of the runs is that of no commit";
    case "not_told_apart":
      return `commit: one of ${candidates}, of which one cannot be computed with`;
  }
}
