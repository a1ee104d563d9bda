import type { Note } from "../../core/notes/note.ts";
import { DAY_MS } from "../../data/bars/timeframe.ts";
import { SHORTEST_SPAN } from "../../data/bars/trading-year.ts";
import type { Snapshot } from "../../data/dataset.ts";
import { profileOf } from "../../engine/profiles/registry.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { OpenData } from "../market/open-data.ts";

/** That ratios are annualised by a number which nobody named, with the reason for it. */
export function yearNotes(
  { settings: written, data }: BacktestSpec,
  { snapshot, settings }: OpenData,
): readonly Note[] {
  const { barsPerYear, daysPerYear } = settings;
  const named = written.barsPerYear ?? (data.dataset === null ? null : snapshot.barsPerYear);
  const { name, conventions } = profileOf(written.execution.profile);
  const isRuled = conventions.ownYear !== null && written.barsPerYear === null;
  const year = daysPerYear ?? barsPerYear;
  if (year === named) return [];
  const unit = daysPerYear === undefined ? "bars" : "days";
  const reason = isRuled ? `by the rule of ${name}` : reasonOf(snapshot);
  return [{ kind: "year_derived", text: `a year of ${year.toLocaleString("en-US")} ${unit} is ${reason}` }];
}

function reasonOf({ symbols }: Snapshot): string {
  const longest = symbols.toSorted((a, b) => b.bars - a.bars)[0];
  const days = longest === undefined ? 0 : (longest.to - longest.from) / DAY_MS;
  return days < SHORTEST_SPAN
    ? `assumed, the data being shorter than ${SHORTEST_SPAN} days (data.bars_per_year sets it)`
    : "counted in the data (data.bars_per_year sets it)";
}
