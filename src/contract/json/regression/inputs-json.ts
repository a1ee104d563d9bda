import type { SymbolRevision } from "../../../analytics/regression/revised-bars.ts";
import type { InputsComparison } from "../../../runs/inputs/compare-inputs.ts";
import { namedVersionJson } from "../data/versions-json.ts";
import type { InputsJson } from "../../schemas/regression/inputs-schema.ts";

export function inputsJson({ changes, files, data, versions }: InputsComparison): InputsJson {
  return {
    changes: changes === null ? null : changes.map(({ kind, path, before, after }) => ({ kind, path, before, after })),
    files:
      files === null
        ? null
        : files.map(({ path, change, linesAdded, linesRemoved }) => ({
            path,
            change,
            lines_added: linesAdded,
            lines_removed: linesRemoved,
          })),
    data: data.kind,
    data_versions: {
      before: versions.before && namedVersionJson(versions.before),
      after: versions.after && namedVersionJson(versions.after),
    },
    revisions: data.kind === "changed" ? data.symbols.map(revisionJson) : [],
  };
}

export function revisionJson({ from, to, values, ...counts }: SymbolRevision): InputsJson["revisions"][number] {
  return {
    ...counts,
    from: instantOrNull(from),
    to: instantOrNull(to),
    values: values.map(({ time, field, before, after }) => ({
      time: new Date(time).toISOString(),
      field,
      before: finiteOrNull(before),
      after: finiteOrNull(after),
    })),
  };
}

export function instantOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
