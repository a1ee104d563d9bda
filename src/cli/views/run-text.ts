import { describeJudgement } from "../../analytics/overfitting/describe-judgement.ts";
import { isFragile } from "../../analytics/ranking/plateau-score.ts";
import { renderTerminal } from "../../alerts/render/render-terminal.ts";
import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import { formatDuration } from "../../core/duration.ts";
import { renderRankingTable } from "../../report/ranking-table.ts";
import type { AlertRow } from "../../store/alerts.ts";
import type { Output } from "../output.ts";
import type { Ranking, RunSummary } from "./run-summary.ts";

/** What a person sees when a run has ended: outcome, rankings, failures, alerts, files. */
export function runText({ details, rankings, failures, tearsheet }: RunSummary, output: Output): readonly string[] {
  const { run, alerts } = details;
  const took =
    run.finishedAt === null ? "" : ` in ${formatDuration(run.finishedAt.getTime() - run.createdAt.getTime())}`;
  const paint = run.state === "succeeded" ? output.colors.green : output.colors.red;
  const reason = run.reason === null ? "" : `: ${run.reason}`;
  return [
    ...rankings.flatMap((ranking) => rankingText(ranking, { output, isNamed: rankings.length > 1 })),
    ...failures.map((cell) =>
      output.colors.red(
        `Cell ${cell.cell} of ${cell.backtest} failed ${JSON.stringify(cell.params)}: ${cell.error ?? ""}`,
      ),
    ),
    ...(run.cellsFailed > failures.length ? [output.colors.red(`… ${run.cellsFailed} cells failed in all`)] : []),
    ...alertText(alerts, output),
    "",
    `${paint(`Run ${run.id} ${run.state}`)}${took}${reason}`,
    ...(tearsheet === null ? [] : [`Tearsheet: ${tearsheet}`]),
  ];
}

function rankingText(
  { backtest, varying, best, judgement }: Ranking,
  { output, isNamed }: { readonly output: Output; readonly isNamed: boolean },
): readonly string[] {
  if (best.length === 0) return [];
  const { colors, width } = output;
  const style = { heading: colors.bold, best: colors.green, muted: colors.dim };
  const rows = best.map((cell) => ({ ...cell, metrics: cell.metrics ?? {} }));
  const params = varying.length > 0 ? varying : Object.keys(best[0]?.params ?? {});
  return [
    "",
    ...(isNamed ? [colors.bold(backtest)] : []),
    renderRankingTable({ rows, params, width, style }),
    ...(judgement === null ? [] : [judgementText(judgement, output)]),
  ];
}

function judgementText(judgement: SweepJudgement, { colors }: Output): string {
  const text = describeJudgement(judgement);
  return isFragile(judgement.plateau_score) === true ? colors.yellow(text) : colors.dim(text);
}

/** Alerts as they would have been sent, and what became of each delivery. */
export function alertText(alerts: readonly AlertRow[], output: Output): readonly string[] {
  return alerts.flatMap(({ message, deliveries }) => [
    "",
    renderTerminal(message as AlertMessage, { colour: output.colors.isColorSupported }),
    ...deliveries.map(({ channel, state, lastError }) => {
      const text = `  ${channel}: ${state.replace("_", " ")}${lastError === null ? "" : ` (${lastError})`}`;
      return state === "failed" ? output.colors.red(text) : output.colors.dim(text);
    }),
  ]);
}
