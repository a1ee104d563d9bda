import type { ChangedPlace, VersionChanges } from "../../../core/versions/version-changes.ts";
import type { ComparedVersions } from "../../../runs/versions/compare-versions.ts";
import type { DatasetVersionRow } from "../../../store/datasets/dataset-versions.ts";
import type { DatasetVersionJson, NamedVersionJson, VersionChangesJson } from "../../schemas/data/versions-schema.ts";

export function datasetVersionJson(row: DatasetVersionRow): DatasetVersionJson {
  const { id, dataset, version, knownAt, parentId, snapshotId, reading, isWhole, symbols, bars } = row;
  return {
    id,
    dataset,
    version,
    known_at: knownAt.toISOString(),
    parent: parentId,
    snapshot: snapshotId,
    reading: JSON.parse(reading) as Readonly<Record<string, unknown>>,
    whole: isWhole,
    symbols,
    bars,
    run_id: row.runId,
    trigger: row.command,
    by: row.actor,
    source: row.source,
    host: row.host,
    changes: row.changes === null ? null : versionChangesJson(row.changes),
  };
}

export function namedVersionJson({ dataset, version, knownAt }: DatasetVersionRow): NamedVersionJson {
  return { dataset, version, known_at: knownAt.toISOString() };
}

export function dataDiffJson({ before, after, changes }: ComparedVersions) {
  return { before: namedVersionJson(before), after: namedVersionJson(after), changes: versionChangesJson(changes) };
}

function versionChangesJson(changes: VersionChanges): VersionChangesJson {
  const { rows, symbolsAdded, symbolsRemoved, symbols, untold } = changes;
  return {
    rows: { ...rows },
    symbols_added: symbolsAdded,
    symbols_removed: symbolsRemoved,
    symbols: symbols.map(({ symbol, added, revised, removed, fields, first }) => {
      return { symbol, added, revised, removed, fields, first: first.map(placeJson) };
    }),
    untold,
  };
}

function placeJson(place: ChangedPlace): VersionChangesJson["symbols"][number]["first"][number] {
  const { kind } = place;
  const time = new Date(place.time).toISOString();
  if (kind !== "revised") return { kind, time, field: null, before: null, after: null };
  return { kind, time, field: place.field, before: finite(place.before), after: finite(place.after) };
}

/** What nobody knows is NaN in a column, and null in a document, as it is in what the database keeps. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
