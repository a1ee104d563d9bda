import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import { formatTime } from "../../../data/bars/format-time.ts";
import type { ChangedPlace, RowCounts, VersionChanges } from "../../../core/versions/version-changes.ts";
import { type ComparedVersions, nameOf } from "../../../runs/versions/compare-versions.ts";
import type { DatasetVersionRow } from "../../../store/datasets/dataset-versions.ts";

/** How they are read is a column where they are read in several ways. */
export function versionLines(versions: readonly DatasetVersionRow[]): readonly string[] {
  const isReadOneWay = new Set(versions.map(({ reading }) => reading)).size < 2;
  const rows = versions.map((row) => [
    printableLine(row.dataset),
    String(row.version),
    row.knownAt.toISOString(),
    count(row.symbols),
    count(row.bars),
    row.changes === null ? "not told" : row.parentId === null ? "the first one" : rowsText(row.changes.rows),
    row.snapshotId.slice(0, 12),
    row.runId ?? "",
    ...(isReadOneWay ? [] : [readingText(row.reading)]),
  ]);
  const head = ["dataset", "version", "known since", "symbols", "bars", "rows", "snapshot", "read by"];
  const heads = isReadOneWay ? head : [...head, "read with"];
  return textTable([heads, ...rows], { leftColumns: [0, 2, 5, 6, 7, 8] });
}

const LONGEST_READING = 60;

/** Canonical JSON; `--json` has all of it. */
function readingText(reading: string): string {
  const line = printableLine(reading);
  if (line.length <= LONGEST_READING) return line === "{}" ? "" : line;
  return `${line.slice(0, LONGEST_READING).toWellFormed()}…`;
}

export function diffLines({ before, after, changes }: ComparedVersions): readonly string[] {
  return [
    `${printableLine(nameOf(before))} (known since ${before.knownAt.toISOString()}) → ${printableLine(nameOf(after))} (${after.knownAt.toISOString()})`,
    ...changesLines(changes),
  ];
}

function changesLines({ rows, symbolsAdded, symbolsRemoved, symbols, untold, barsPerYear }: VersionChanges) {
  return [
    rowsText(rows),
    ...(symbolsAdded.length === 0 ? [] : [`new: ${names(symbolsAdded)}`]),
    ...(symbolsRemoved.length === 0 ? [] : [`gone: ${names(symbolsRemoved)}`]),
    ...(barsPerYear === undefined ? [] : [`bars in a year: ${barsPerYear.before} → ${barsPerYear.after}`]),
    ...symbols.flatMap((one) => {
      const fields = Object.entries(one.fields).map(([field, rowsOf]) => `${printableLine(field)} ${count(rowsOf)}`);
      const named = fields.length === 0 ? "" : ` (${fields.join(", ")})`;
      return [
        `${printableLine(one.symbol)}: ${rowsText(one)}${named}`,
        ...one.first.map((place) => `    ${placeText(place)}`),
      ];
    }),
    ...(untold === 0 ? [] : [`… and ${count(untold)} more symbols (--json tells them)`]),
  ];
}

function placeText(place: ChangedPlace): string {
  const time = formatTime(place.time);
  if (place.kind !== "revised") return `${time} ${place.kind}`;
  return `${time} ${printableLine(place.field)}: ${value(place.before)} → ${value(place.after)}`;
}

function value(number: number | null): string {
  return number === null || Number.isNaN(number) ? "unknown" : String(number);
}

export function rowsText({ added, revised, removed }: RowCounts): string {
  const parts = [
    ...(added > 0 ? [`${count(added)} added`] : []),
    ...(revised > 0 ? [`${count(revised)} revised`] : []),
    ...(removed > 0 ? [`${count(removed)} removed`] : []),
  ];
  return parts.length === 0 ? "no rows changed" : parts.join(", ");
}

const MOST_NAMED = 10;

function names(symbols: readonly string[]): string {
  const more = symbols.length - MOST_NAMED;
  const shown = symbols.slice(0, MOST_NAMED).map(printableLine).join(", ");
  return more > 0 ? `${shown} and ${count(more)} more` : shown;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
