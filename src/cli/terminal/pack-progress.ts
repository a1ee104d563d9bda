import { printableLine } from "../../core/text/printable.ts";
import type { BundleProgress } from "../../runs/bundle/bundle-run.ts";

interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface PackProgress {
  update(news: BundleProgress): void;
  /** Leaves nothing of it on screen. */
  finish(): void;
}

/** Redraws one line on a terminal; elsewhere nothing is written, since the answer lists the files. */
export function createPackProgress(stream: Stream): PackProgress {
  let [files, bytes, cells] = [0, 0, 0];
  const isTerminal = stream.isTTY === true;
  return {
    update(news) {
      if (news.kind === "cells") cells += news.cells;
      else {
        files += 1;
        bytes += news.bytes;
      }
      if (!isTerminal) return;
      const last = news.kind === "file" ? ` · ${news.name}` : ` · ${cells.toLocaleString("en-US")} rows of cells`;
      const line = printableLine(`${files} files · ${(bytes / 1024 ** 2).toFixed(1)} MB${last}`);
      stream.write(`\r\u001B[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    finish: () => {
      if (isTerminal) stream.write("\r\u001B[2K");
    },
  };
}
