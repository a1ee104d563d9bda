import { formatDuration } from "../core/duration.ts";

/** How far a run is. */
export interface ProgressSnapshot {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly cached: number;
  readonly elapsedMs: number;
}

const BAR_WIDTH = 28;
/** Without a terminal a line is written at most this often, and at the end. */
const PLAIN_INTERVAL_MS = 2000;

/** One line: bar, share, cells, rate and remaining time. */
export function progressLine(progress: ProgressSnapshot): string {
  const { done, total, failed, cached, elapsedMs } = progress;
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const perSecond = elapsedMs > 0 ? (done - cached) / (elapsedMs / 1000) : 0;
  const parts = [
    `${bar} ${String(Math.floor(share * 100)).padStart(3)}%`,
    `${count(done)}/${count(total)} cells`,
    cached > 0 ? `${count(cached)} cached` : null,
    failed > 0 ? `${count(failed)} failed` : null,
    perSecond > 0 ? `${count(Math.round(perSecond))} cells/s` : null,
    perSecond > 0 && done < total ? `ETA ${formatDuration(((total - done) / perSecond) * 1000)}` : null,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

export interface ProgressDisplay {
  update(progress: ProgressSnapshot): void;
  /** Leaves the last state on screen. */
  finish(): void;
}

/** Redraws one line on a terminal; elsewhere writes plain lines now and then. */
export function createProgress(stream: {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}): ProgressDisplay {
  let last: ProgressSnapshot | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  let shownDone = -1;
  const isTerminal = stream.isTTY === true;

  const show = (progress: ProgressSnapshot): void => {
    shownAt = progress.elapsedMs;
    shownDone = progress.done;
    stream.write(isTerminal ? `\r\u001B[2K${progressLine(progress)}` : `${progressLine(progress)}\n`);
  };

  return {
    update: (progress) => {
      last = progress;
      if (isTerminal || progress.elapsedMs - shownAt >= PLAIN_INTERVAL_MS) show(progress);
    },
    finish: () => {
      if (last !== null && (isTerminal || last.done !== shownDone)) show(last);
      if (last !== null && isTerminal) stream.write("\n");
    },
  };
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
