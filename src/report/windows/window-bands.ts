import type { WalkForwardWindow } from "../../analytics/walk-forward/walk-forward-result.ts";
import { formatDay } from "../format/format-date.ts";
import { formatParam } from "../format/format-param.ts";
import { formatChange } from "../format/format-number.ts";
import type { TimeSpan } from "../svg/time-line.ts";

/** The out-of-sample part of a window, as charts place it. */
export interface WindowBand {
  /** 0 (left) … 1 (right). */
  readonly from: number;
  readonly to: number;
  /** CSS class: whether it gained, lost, or lay still. */
  readonly tone: "gain" | "loss" | "still";
  /** When, what was traded, and what it returned. */
  readonly title: string;
}

/** Where the windows lie in the account that they make; each goes on to the next one where that follows at once. */
export function windowBands(
  windows: readonly WalkForwardWindow[],
  varying: readonly string[],
  span: TimeSpan,
): readonly WindowBand[] {
  const placeOf = (timeMs: number): number => Math.min(1, Math.max(0, (timeMs - span.from) / (span.to - span.from)));
  return windows.map((window, at) => {
    const { outOfSample } = window;
    const next = windows[at + 1]?.outOfSample;
    const end = next?.firstBar === outOfSample.lastBar + 1 ? next.start : outOfSample.end;
    return {
      from: placeOf(Date.parse(outOfSample.start)),
      to: placeOf(Date.parse(end)),
      tone: toneOf(window),
      title: titleOf(window, varying),
    };
  });
}

function toneOf({ cells, outOfSample: { totalReturn } }: WalkForwardWindow): WindowBand["tone"] {
  if (cells.length === 0 || totalReturn === null || totalReturn === 0) return "still";
  return totalReturn > 0 ? "gain" : "loss";
}

function titleOf({ params, cells, outOfSample }: WalkForwardWindow, varying: readonly string[]): string {
  const days = `${formatDay(Date.parse(outOfSample.start))} to ${formatDay(Date.parse(outOfSample.end))}`;
  if (params === null) return `${days}: no cell competed`;
  const chosen = varying.map((name) => `${name} ${formatParam(params[name])}`).join(", ");
  const more = cells.length > 1 ? ` and ${cells.length - 1} more` : "";
  return `${days}: ${formatChange(outOfSample.totalReturn ?? 0)} with ${chosen || "the only cell"}${more}`;
}
