import { SPLIT_COLUMN } from "../actions/event-columns.ts";
import { COLUMNS } from "../bars/allocate-bars.ts";
import type { Bars } from "../../engine/bars.ts";
import type { ChangedPlace, RowCounts } from "../../core/versions/version-changes.ts";

export interface BarsDifference extends RowCounts {
  readonly fields: Readonly<Record<string, number>>;
  readonly first: readonly ChangedPlace[];
}

/** Of each kind. */
const PLACES = 3;

/**
 * Which bars of one symbol were added, which have other values, and which are gone, by their times. Values are the same when
 * their bits are; a column of dividends that is not there is one of zeros, one of membership or of splits one of ones, and any
 * other one of values that nobody knew.
 */
export function compareBars(before: Bars | null, after: Bars | null): BarsDifference {
  const counts = { added: 0, revised: 0, removed: 0 };
  const fields: Record<string, number> = Object.create(null) as Record<string, number>;
  const first: ChangedPlace[] = [];
  const [old, young] = [before?.time ?? NONE, after?.time ?? NONE];
  const columns = columnsOfBoth(before, after);
  const isShown = (kind: keyof RowCounts): boolean => counts[kind] <= PLACES;
  const compare = (row: number, at: number, time: number): void => {
    const changed = columns.filter(({ was, is, absent }) => !Object.is(was?.[row] ?? absent, is?.[at] ?? absent));
    if (changed.length === 0) return;
    counts.revised++;
    for (const { field, was, is, absent } of changed) {
      fields[field] = (fields[field] ?? 0) + 1;
      if (!isShown("revised")) continue;
      first.push({ kind: "revised", time, field, before: was?.[row] ?? absent, after: is?.[at] ?? absent });
    }
  };
  let [row, at] = [0, 0];
  while (row < old.length || at < young.length) {
    const was = old[row] ?? Number.POSITIVE_INFINITY;
    const is = young[at] ?? Number.POSITIVE_INFINITY;
    if (was === is) compare(row, at, was);
    else {
      const kind = was < is ? "removed" : "added";
      counts[kind]++;
      if (isShown(kind)) first.push({ kind, time: Math.min(was, is) });
    }
    if (was <= is) row++;
    if (is <= was) at++;
  }
  return { ...counts, fields: { ...fields }, first };
}

const NONE = new Float64Array();

interface ComparedColumn {
  readonly field: string;
  readonly was: Float64Array | undefined;
  readonly is: Float64Array | undefined;
  /** What its values are where there is none. */
  readonly absent: number;
}

function columnsOfBoth(before: Bars | null, after: Bars | null): readonly ComparedColumn[] {
  const usual = COLUMNS.filter((field) => field !== "time").map((field) => column(field, Number.NaN));
  const extra = [...new Set([...Object.keys(before?.extra ?? {}), ...Object.keys(after?.extra ?? {})])].sort();
  return [
    ...usual,
    column("dividend", 0),
    column("member", 1),
    ...extra.map((name) => ({
      field: name,
      was: before?.extra?.[name],
      is: after?.extra?.[name],
      absent: name === SPLIT_COLUMN ? 1 : Number.NaN,
    })),
  ];

  function column(field: "open" | "high" | "low" | "close" | "volume" | "dividend" | "member", absent: number) {
    return { field, was: before?.[field], is: after?.[field], absent };
  }
}
