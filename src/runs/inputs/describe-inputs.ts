import type { SymbolRevision } from "../../analytics/regression/revised-bars.ts";
import { typedWord } from "../../core/text/typed-word.ts";
import { nameOf } from "../versions/compare-versions.ts";
import { printableLine } from "../../core/text/printable.ts";
import type { InputChange } from "./changed-inputs.ts";
import type { InputsComparison } from "./compare-inputs.ts";
import type { FileChange } from "./file-changes.ts";

/** What differs between the inputs of two results, a line each; none when nothing does. */
export function inputsLines({ changes, files, data, versions }: InputsComparison): readonly string[] {
  if (changes === null) return ["not known: an older version of Nightgrid planned one of them"];
  const told = changes.filter(({ path }) => path !== "window");
  return [
    ...told.map(changeText),
    ...versionLines(versions),
    ...(files ?? []).map(fileText),
    ...(data.kind === "changed" ? data.symbols.flatMap(revisionLines) : []),
    ...(data.kind === "unknown" && changes.some(({ kind }) => kind === "data")
      ? ["data: one of the snapshots is not on this host any more, so its rows cannot be compared"]
      : []),
    ...changes.filter(({ path }) => path === "window").map(changeText),
  ];
}

/** None where both read the same version, or one of them has none. */
function versionLines({ before, after }: InputsComparison["versions"]): readonly string[] {
  if (before === null || after === null || before.id === after.id) return [];
  const [old, now] = [nameOf(before), nameOf(after)];
  return [printableLine(`data: ${old} → ${now} (nightgrid data diff ${typedWord(old)} ${typedWord(now)})`)];
}

const SHORT = 12;

function changeText({ kind, path, before, after }: InputChange): string {
  if (path === "window") return `${kind}: ${spanText(before)} → ${spanText(after)}`;
  const what = path === kind ? kind : `${kind}: ${path}`;
  return printableLine(`${what} ${valueText(before)} → ${valueText(after)}`);
}

/** A hash by its beginning, anything long by so much as a line takes. */
export function valueText(value: unknown): string {
  if (value === null) return "–";
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return value.slice(0, SHORT);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text;
}

/** Of the bars of all symbols: `[[from, to], …]` in milliseconds, or what a script was told. */
function spanText(value: unknown): string {
  if (!Array.isArray(value)) return valueText(value);
  const times = value.flat().filter((time) => typeof time === "number");
  return times.length === 0 ? "no bars" : `${momentText(Math.min(...times))} … ${momentText(Math.max(...times))}`;
}

export function momentText(timeMs: number): string {
  return new Date(timeMs)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/:00\.000Z$/, "Z");
}

function fileText({ path, change, linesAdded, linesRemoved }: FileChange): string {
  const lines = linesAdded === null || linesRemoved === null ? "" : ` (+${linesAdded} −${linesRemoved} lines)`;
  return printableLine(`file ${path} ${change}${change === "changed" ? lines : ""}`);
}

export function revisionLines({
  symbol,
  appended,
  inserted,
  removed,
  revised,
  from,
  to,
  values,
}: SymbolRevision): readonly string[] {
  const counts = Object.entries({ appended, inserted, removed, revised }).filter(([, count]) => count > 0);
  const told = counts.map(([name, count]) => `${count.toLocaleString("en-US")} ${name}`).join(", ");
  const span =
    from === null || to === null
      ? ""
      : `; the past changed ${from === to ? "at" : "from"} ${momentText(from)}${from === to ? "" : ` to ${momentText(to)}`}`;
  return [
    printableLine(`bars of ${symbol}: ${told}${span}`),
    ...values.map(({ time, field, before, after }) => `  ${momentText(time)} ${field} ${before} → ${after}`),
  ];
}
