import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import { bytesText } from "../../../core/numbers/bytes-text.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { Failure } from "../../../runs/retention/collect-garbage.ts";
import type { Collected } from "../../../runs/retention/tally.ts";

/** What each kind is counted in. */
const UNITS: Readonly<Partial<Record<Collected["kind"], string>>> = {
  logs: "lines",
  runs: "runs",
  results: "batches",
  code: "versions",
};

/** A table by kind and DAG, and a line that adds it up. */
export function collectedLines(collected: readonly Collected[], isDry: boolean): readonly string[] {
  const rows = collected.map(({ kind, dagId, count, bytes }) => [
    kind.replace("_", " "),
    dagId ?? "",
    count.toLocaleString("en"),
    UNITS[kind] ?? "files",
    kind === "runs" ? "" : bytesText(bytes),
  ]);
  const table = textTable([["kind", "dag", "count", "", "size"], ...rows], { leftColumns: [0, 1, 3] });
  const total = bytesText(collected.reduce((sum, { bytes }) => sum + bytes, 0));
  return [...table, isDry ? `${total} would be removed; nothing was.` : `Removed ${total}.`];
}

/** What the command ends with when not all could be removed. */
export function failedCollection(failures: readonly Failure[]): AppError {
  const [first] = failures;
  const others = failures.length > 1 ? `, and ${failures.length - 1} more` : "";
  const said = first === undefined ? "" : `${first.what}: ${messageOf(first.error)}`;
  const inner = first?.error instanceof AppError ? first.error.hint : undefined;
  return new AppError("GC_INCOMPLETE", `Not all could be removed: ${said}${others}`, {
    hint: inner ?? "The rest is done. Mend that, and call it again: it goes on where it was.",
    cause: first?.error,
  });
}
