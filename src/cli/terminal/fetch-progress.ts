import { printableLine } from "../../core/text/printable.ts";
import { formatDuration } from "../../core/time/duration.ts";
import type { IngestProgress } from "../../runs/ingest/ingest-deps.ts";

export interface FetchProgress {
  update(progress: IngestProgress): void;
  /** A line of its own, whatever is being redrawn. */
  note(text: string): void;
  finish(): void;
}

interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Redraws one line on a terminal, with the time that the rest will take; elsewhere writes a line per chunk. */
export function createFetchProgress(stream: Stream, now: () => number = () => performance.now()): FetchProgress {
  const isTerminal = stream.isTTY === true;
  let began: { readonly name: string; readonly at: number; readonly told: number } | null = null;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stream.write("\r\u001B[2K");
    isDrawn = false;
  };
  return {
    update(progress) {
      const { symbol, timeframe, done, total } = progress;
      const name = `${symbol} ${timeframe}`;
      if (began?.name !== name) began = { name, at: now(), told: 0 };
      const isNews = done > began.told;
      if (total === 0 || (!isTerminal && !isNews)) return;
      began = { ...began, told: done };
      const line = printableLine(progressText(progress, now() - began.at));
      stream.write(isTerminal ? `\r\u001B[2K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`);
      isDrawn = isTerminal;
    },
    note(text) {
      clear();
      stream.write(`${printableLine(text)}\n`);
    },
    finish: clear,
  };
}

function progressText({ symbol, timeframe, done, total, bars }: IngestProgress, elapsedMs: number): string {
  const left = done > 0 && done < total ? ` · ETA ${formatDuration((elapsedMs / done) * (total - done))}` : "";
  return `${symbol} ${timeframe}: chunk ${done}/${total} · ${bars.toLocaleString("en-US")} bars${left}`;
}
