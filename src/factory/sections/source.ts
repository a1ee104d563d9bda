import { suggestName } from "../../core/text/suggest-name.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { dataReadingKeys } from "../schema/data/data-reading-schema.ts";
import { reportAt, type Section } from "./section.ts";

type WrittenSource = NonNullable<BacktestBlock["data"]> & { readonly source: string };

/** Keys of `data` that say how files are to be read; prices of a source are read already. */
const OF_FILES = [...Object.keys(dataReadingKeys), "extra", "adjusted", "actions"];

/**
 * Checks that there is such a source, with bars of that length. Which of them were fetched, the database knows and a file does not: that is
 * found when a run is planned.
 */
export function readSource(
  section: Section,
  written: WrittenSource,
  asked: Pick<DataSpec, "session" | "calendar" | "known" | "actions" | "universe" | "factors" | "references">,
): { readonly spec: DataSpec; readonly symbols: readonly string[] | null } {
  const { source, symbols, timeframe } = written;
  const spec = { dataset: null, csv: null, source, symbols, timeframe, columns: {}, adjusted: false, ...asked };
  const known = section.deps.sources.find(({ name }) => name === source);
  if (known === undefined && !FAMILY_MEMBER.test(source)) {
    const names = section.deps.sources.map(({ name }) => name);
    const message = `There is no source "${source}".`;
    const hint = suggestName(source, names, { always: `There are ${names.join(", ")}.` });
    reportAt(section, ["data", "source"], { code: "SOURCE_UNKNOWN", message, hint });
  } else if (known?.timeframes?.includes(timeframe) === false) {
    const message = `${source} has no bars of ${timeframe}.`;
    const hint = `It has ${known.timeframes.join(", ")}.`;
    reportAt(section, ["data", "timeframe"], { code: "DAG_VALUE_INVALID", message, hint });
  }
  if (known?.hasActions === false && spec.actions !== undefined) {
    const names = section.deps.sources.filter(({ hasActions }) => hasActions === true).map(({ name }) => name);
    const message = `${source} tells no splits and dividends to adjust its prices for.`;
    const hint = `Leave "adjust" out. ${names.join(", ")} tell them, and a source of your own may.`;
    reportAt(section, ["data", "adjust"], { code: "DAG_KEY_CONFLICT", message, hint });
  }
  if (symbols.length === 0 && asked.universe === undefined) {
    const hint = "List them, or name a universe: symbols: [BTC]. `nightgrid data list` shows which were fetched.";
    reportAt(section, ["data"], { code: "DAG_KEY_MISSING", message: "A source needs symbols.", hint });
  }
  const odd = OF_FILES.find((key) => isSaid((written as Readonly<Record<string, unknown>>)[key]));
  if (odd !== undefined) {
    const message = `"${odd}" is about files, and the prices of a source are none.`;
    reportAt(section, ["data", odd], { code: "DAG_KEY_CONFLICT", message, hint: "Leave it out." });
  }
  return { spec, symbols: symbols.length === 0 ? null : symbols };
}

/** Of a family that is too large to be listed: what its members have is found when prices are fetched. */
const FAMILY_MEMBER = /^ccxt:[a-z][a-z0-9]{1,40}$/;

/** The schema fills in what is not written. */
function isSaid(value: unknown): boolean {
  if (value === undefined || value === false || value === null) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
