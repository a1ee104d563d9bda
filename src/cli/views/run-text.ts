import { printableLine } from "../../core/text/printable.ts";
import { describeJudgement } from "../../analytics/overfitting/describe-judgement.ts";
import { isFragile } from "../../analytics/ranking/plateau-score.ts";
import { renderTerminal } from "../../alerts/render/render-terminal.ts";
import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { rankingMetrics, renderRankingTable } from "../../report/ranking-table.ts";
import type { AlarmEvent } from "../../core/names/alarms.ts";
import type { AlarmEventRow } from "../../store/alarms/read-alarms.ts";
import type { AlertView } from "../../runs/query/show-run.ts";
import { askedAt, type RunRow } from "../../store/run/runs.ts";
import type { Output } from "../terminal/output.ts";
import { deliveryText } from "./delivery-text.ts";
import { regressionLines } from "./study/regression-text.ts";
import { searchLines } from "./study/search-text.ts";
import { studyLines } from "./study/study-text.ts";
import { rankingNotes } from "./ranking-notes.ts";
import type { Ranking, RunSummary } from "../../runs/query/run-summary.ts";

/** What a person sees of the outcome of a run: rankings, failures, alerts. */
export function outcomeText(summary: RunSummary, output: Output): readonly string[] {
  const { details, rankings, failures } = summary;
  const { run, alerts, alarmEvents } = details;
  const { red } = output.colors;
  const failed = failures.map(({ cell, backtest, params, error }) =>
    red(`Cell ${cell} of ${backtest} failed ${JSON.stringify(params)}: ${printableLine(error ?? "")}`),
  );
  const more = run.cellsFailed - failures.length;
  return [
    ...rankings.flatMap((ranking) => rankingText(ranking, { output, isNamed: rankings.length > 1 })),
    ...(failed.length > 0 ? ["", ...failed] : []),
    ...(more > 0 ? [red(`… and ${more} more; all of them: nightgrid results ${run.id} --failed --limit 0`)] : []),
    ...alertText(alerts, output),
    ...silentText(alarmEvents, output),
  ];
}

/** `Run … succeeded in 1.2s`, with the reason when there is one. */
export function endText(run: RunRow, output: Output): string {
  const { green, red } = output.colors;
  const took =
    run.finishedAt === null ? "" : ` in ${formatDuration(run.finishedAt.getTime() - askedAt(run).getTime())}`;
  const head = `Run ${run.id} ${run.state}`;
  const paint = run.state === "succeeded" ? green : red;
  return `${paint(head)}${took}${run.reason === null ? "" : `: ${printableLine(run.reason)}`}`;
}

function rankingText(
  { backtest, objective, varying, best, rarelyTraded, notes, judgement, search, studies }: Ranking,
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
    renderRankingTable({ rows, params, metrics: rankingMetrics(objective), width, style }),
    ...rankingNotes({ rarelyTraded, notes }, best.slice(0, 1)).map(colors.yellow),
    ...(judgement === null ? [] : [judgementText(judgement, output)]),
    ...searchLines(search, output),
    ...studyLines(studies, output),
    ...regressionLines(studies.regression, output),
  ];
}

function judgementText(judgement: SweepJudgement, { colors }: Output): string {
  const text = describeJudgement(judgement);
  return isFragile(judgement.plateau_score) === true ? colors.yellow(text) : colors.dim(text);
}

/** Alerts as they would have been sent, and what became of each delivery. */
export function alertText(alerts: readonly AlertView[], output: Output): readonly string[] {
  const { colors } = output;
  return alerts.flatMap(({ message, deliveries }) => [
    "",
    renderTerminal(message, { colour: colors.isColorSupported }),
    ...deliveries.map(({ channel, state, lastError, heldUntil }) => {
      const paint = state === "failed" ? colors.red : state === "pending" ? colors.yellow : colors.dim;
      return paint(`  ${deliveryText(channel, state, lastError, heldUntil)}`);
    }),
  ]);
}

const SILENT: Readonly<Partial<Record<AlarmEvent, string>>> = {
  pending: "not told yet",
  held_back: "not told again",
  muted: "muted",
  acknowledged: "acknowledged",
  calming: "holds no longer, not told yet",
  ended: "is over; nobody had been told of it",
  insignificant: "not told",
};

/** Rules of which nobody was told anything, though there was something to say. */
export function silentText(events: readonly AlarmEventRow[], { colors }: Output): readonly string[] {
  return events.flatMap(({ rule, event, note }) => {
    const what = SILENT[event];
    return what === undefined
      ? []
      : [colors.dim(printableLine(`· ${rule ?? ""}: ${what}${note === null ? "" : ` (${note})`}`))];
  });
}
