import type { MissExplanation, MissReason } from "../../../runs/inputs/explain-miss.ts";
import type { Output } from "../../terminal/output.ts";
import { shortMoment } from "../short-moment.ts";
import { inputsLines, valueText } from "../../../runs/inputs/describe-inputs.ts";

const REASONS: Readonly<Record<MissReason, string>> = {
  known: "taken over from an earlier run: the name is the same",
  inputs_changed: "no earlier result has this name; nearest to it:",
  params_new: "the inputs are known, not with these parameters",
  computed_again: "the name is known: its result was cleared, had failed, or was being computed by another run",
  first: "this DAG has no earlier result of this backtest",
  not_kept: "what its name was made of was not kept: an older version of Nightgrid planned the run",
  failed: "the cell failed",
  not_done: "the cell is not done",
};

export function missLines(miss: MissExplanation, { colors }: Pick<Output, "colors">): readonly string[] {
  const { backtest, cells, reason, nearest, cell } = miss;
  const head = `${backtest}: ${count(cells.computed)} computed, ${count(cells.cached)} cached, ${count(cells.failed)} failed of ${count(cells.total)}`;
  return [
    colors.bold(head),
    ...(cell === null ? [] : [`  cell ${cell.number} ${JSON.stringify(cell.params)}`]),
    `  ${REASONS[reason]}`,
    ...(nearest === null || reason === "known"
      ? []
      : [colors.dim(`  run ${nearest.runId}, ${shortMoment(nearest.createdAt)}`)]),
    ...(nearest === null || reason !== "inputs_changed"
      ? []
      : inputsLines(nearest.inputs).map((line) => `    ${line}`)),
    ...paramLines(miss).map((line) => `    ${line}`),
  ];
}

function paramLines({ cell, reason }: MissExplanation): readonly string[] {
  if (reason === "known" || cell === null || cell.nearest === null) return [];
  return cell.nearest.changed.map(
    ({ name, before, after }) => `params: ${name} ${valueText(before)} → ${valueText(after)}`,
  );
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
