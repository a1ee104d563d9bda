import { formatCount } from "../../../report/format/format-number.ts";
import type { LoadedTable, QueryGap } from "../../../runs/query/sql/open-query.ts";

/** `Loaded 1 row of runs, 1,200 rows of cells.` */
export function loadedText(loaded: readonly LoadedTable[]): string {
  return `Loaded ${loaded.map(({ table, rows }) => `${formatCount(rows)} ${rows === 1 ? "row" : "rows"} of ${table}`).join(", ")}.`;
}

/** What an answer lacks, and what to do about it. */
export function gapsText(gaps: readonly QueryGap[]): readonly string[] {
  return gaps.map(({ kind, table, count }) => {
    const files = `${formatCount(count)} ${count === 1 ? "file" : "files"} of ${table}`;
    switch (kind) {
      case "missing":
        return `${files} not here: removed, or on another host. Rerun to rebuild: nightgrid clear <run> after.series`;
      case "refused":
        return `${files} left out: no series of their run, or broken. Rerun to rebuild: nightgrid clear <run> after.series`;
      case "unreadable":
        return `${formatCount(count)} ${count === 1 ? "run" : "runs"} left out of ${table}: made by a version whose definitions are not read any more.`;
    }
  });
}
