import { formatDuration } from "../../../core/time/duration.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { BacktestPreview } from "../../../runs/start/preview-run.ts";
import type { PreviewedPart, StudyPreview } from "../../../runs/study/preview-studies.ts";

/** What its studies would measure, a line each. */
export function studyPlanLines({ walkForward, cpcv }: StudyPreview): readonly string[] {
  const lines: string[] = [];
  if (walkForward !== null) {
    const { windows, cells } = walkForward;
    const all = `${count(windows.length)} ${windows.length === 1 ? "window" : "windows"} of ${count(cells)} cells`;
    lines.push(`  walk_forward: ${all}; ${costText(walkForward)}`);
  }
  if (cpcv !== null) {
    const { groups, test, returns, splits, paths } = cpcv;
    const cut = `${count(returns)} returns in ${groups} groups, ${test} tested at a time`;
    lines.push(
      `  cpcv: ${cut}: ${count(splits)} splits, ${count(paths)} ${paths === 1 ? "path" : "paths"}; ${costText(cpcv)}`,
    );
  }
  return lines;
}

function costText({ cells, cached, estimateMs }: NonNullable<StudyPreview["walkForward" | "cpcv"]>): string {
  if (cells === cached) return "all cached";
  const rest = cached === 0 ? "none cached" : `${count(cached)} cached, ${count(cells - cached)} to compute`;
  return estimateMs === null ? rest : `${rest}, about ${formatDuration(estimateMs)}`;
}

const MOST_WINDOWS = 24;

/** When the windows of each walk-forward are. */
export function windowPlanLines(backtests: readonly BacktestPreview[]): readonly string[] {
  return backtests.flatMap(({ name, studies: { walkForward } }) => {
    if (walkForward === null) return [];
    const { windows, gap } = walkForward;
    const rows = windows
      .slice(0, MOST_WINDOWS)
      .map(({ inSample, outOfSample }, at) => [String(at + 1), ...partTexts(inSample), ...partTexts(outOfSample)]);
    const table = textTable([["window", "in sample", "bars", "out of sample", "bars"], ...rows], {
      leftColumns: [1, 3],
    });
    const left = windows.length - rows.length;
    const notes = [
      ...(left > 0 ? [`… and ${count(left)} more`] : []),
      ...(gap > 0 ? [`${count(gap)} ${gap === 1 ? "bar" : "bars"} between the parts count for neither`] : []),
    ];
    return ["", `${name}, windows:`, ...[...table, ...notes].map((line) => `  ${line}`)];
  });
}

function partTexts({ start, end, bars }: PreviewedPart): readonly [string, string] {
  return [`${dayOf(start)} … ${dayOf(end)}`, count(bars)];
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
