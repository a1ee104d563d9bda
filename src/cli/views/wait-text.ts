import { formatDuration } from "../../core/time/duration.ts";
import { asSentence } from "../../factory/diagnostics/problem.ts";
import type { Wait } from "../../store/run/waits.ts";
import { waitedFor } from "../../runs/wait/missing-data.ts";

/** `waits for dataset sp500 through 2026-11-27 until 2026-11-28 05:30Z: SPX ends on 2026-11-25` */
export function waitText(wait: Wait, until: Date | null): string {
  if (wait.through === null) return `waits for ${waitedFor(wait)}`;
  const end = until === null ? "" : ` until ${until.toISOString().slice(0, 16).replace("T", " ")}Z`;
  return `waits for ${waitedFor(wait)}${end}${wait.missing === null ? "" : `: ${wait.missing}`}`;
}

/** For whoever starts a run by hand. */
export function waitNote(wait: Wait): string {
  if (wait.through === null) return "Its prices are brought up to date first; then it is planned.";
  const longest = formatDuration(wait.timeoutMs);
  return `${asSentence(waitText(wait, null))} It waits ${longest} at most; --no-wait takes the data as they are.`;
}
