import { printableLine } from "../../core/text/printable.ts";
import { formatDuration } from "../../core/time/duration.ts";

/** How far a run is. */
export interface ProgressSnapshot {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly cached: number;
  /** Fractions of cells that are being computed; absent where nothing is known of them. */
  readonly underWay?: number;
  /** Since the work began; stands still once the last cell is done. */
  readonly elapsedMs: number;
  /** Tasks that run now, such as `after.tearsheet`. */
  readonly running: readonly string[];
}

const WIDEST_BAR = 28;
const NARROWEST_BAR = 8;
/** Without a terminal a line is written at most this often, and at the end. */
const PLAIN_INTERVAL_MS = 2000;

/**
 * One line: bar, share, cells, rate, remaining time, and what runs beside the cells.
 *
 * @param width columns; the bar gets shorter first, then the line is cut
 */
export function progressLine(progress: ProgressSnapshot, width = Number.POSITIVE_INFINITY): string {
  const { done, total, underWay = 0 } = progress;
  const share = total === 0 ? 1 : Math.min(done + underWay, total) / total;
  const text = [`${String(Math.floor(share * 100)).padStart(3)}%`, ...progressParts(progress)].join(" · ");
  const bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, width - text.length - 1));
  const filled = Math.round(share * bar);
  const line = `${"█".repeat(filled)}${"░".repeat(bar - filled)} ${text}`;
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line;
}

function progressParts(progress: ProgressSnapshot): readonly string[] {
  const { done, total, failed, cached, underWay = 0, elapsedMs, running } = progress;
  const perSecond = elapsedMs > 0 ? (done + underWay - cached) / (elapsedMs / 1000) : 0;
  const callbacks = running.filter((key) => /^(before|after)\./.test(key));
  const parts = [
    `${count(done)}/${count(total)} cells`,
    cached > 0 ? `${count(cached)} cached` : null,
    failed > 0 ? `${count(failed)} failed` : null,
    perSecond >= 1 ? `${count(Math.round(perSecond))} cells/s` : null,
    perSecond > 0 && done < total
      ? `ETA ${formatDuration((Math.max(0, total - done - underWay) / perSecond) * 1000)}`
      : null,
    callbacks.length > 0 ? callbacks.join(", ") : null,
  ];
  return parts.filter((part) => part !== null);
}

export interface ProgressDisplay {
  update(progress: ProgressSnapshot): void;
  /** Leaves the last state on screen. */
  finish(): void;
}

/** Redraws one line on a terminal; elsewhere writes plain lines now and then. */
export function createProgress(stream: {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}): ProgressDisplay {
  let last: ProgressSnapshot | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = "";
  let lastCellMs: number | null = null;
  const isTerminal = stream.isTTY === true;

  const show = (progress: ProgressSnapshot, now: number): void => {
    const line = printableLine(progressLine(progress, isTerminal ? (stream.columns ?? 80) - 1 : undefined));
    if (line === shown) return;
    shownAt = now;
    shown = line;
    stream.write(isTerminal ? `\r\u001B[2K${line}` : `${line}\n`);
  };

  return {
    update: (progress) => {
      if (progress.done >= progress.total) lastCellMs ??= progress.elapsedMs;
      last = { ...progress, elapsedMs: lastCellMs ?? progress.elapsedMs };
      if (isTerminal || progress.elapsedMs - shownAt >= PLAIN_INTERVAL_MS) show(last, progress.elapsedMs);
    },
    finish: () => {
      if (last !== null) show({ ...last, running: [] }, last.elapsedMs);
      if (last !== null && isTerminal) stream.write("\n");
    },
  };
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
