import { bytesText } from "../../../core/numbers/bytes-text.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { Storage } from "../../../runs/query/upkeep/storage.ts";
import { STORED_KINDS, type StoredPart } from "../../../store/retention/storage-by-dag.ts";

const TABLES_SHOWN = 5;

/** What takes the room: DAGs by kind, the largest first, and the places. */
export function storageLines({ dags, databaseBytes, tables, folders, depot }: Storage): readonly string[] {
  const places: (readonly [string, string])[] = [
    ["database", bytesText(databaseBytes)],
    ...tables.slice(0, TABLES_SHOWN).map(({ name, bytes }) => [`  ${name}`, bytesText(bytes)] as const),
    ...folders.map(({ folder, bytes }) => [folder, bytesText(bytes)] as const),
  ];
  if (depot !== null) {
    places.push([
      depot.address,
      bytesText(depot.found === null ? depot.runBytes : totalOf(Object.values(depot.found))),
    ]);
    for (const [name, { bytes }] of Object.entries(depot.found ?? {})) places.push([`  ${name}`, bytesText(bytes)]);
  }
  const table = dags.length === 0 ? [] : [...textTable(dagRows(dags), { leftColumns: [0] }), ""];
  return [...table, ...textTable([["place", "size"], ...places], { leftColumns: [0] })];
}

function dagRows(parts: readonly StoredPart[]): readonly (readonly string[])[] {
  const each = [...Map.groupBy(parts, ({ dagId }) => dagId)].toSorted(([, a], [, b]) => totalOf(b) - totalOf(a));
  const rows = each.map(([dagId, own]) => [
    dagId ?? "(runs are gone)",
    ...STORED_KINDS.map((kind) => bytesText(totalOf(own.filter((part) => part.kind === kind)))),
    bytesText(totalOf(own)),
  ]);
  return [["dag", ...STORED_KINDS, "together"], ...rows];
}

function totalOf(parts: readonly { readonly bytes: number }[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
