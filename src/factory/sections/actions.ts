import type { ActionsSpec } from "../../core/spec/beside-spec.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { resolveBeside } from "./file-reference.ts";
import { reportAt, reportAtKey, type Section } from "./section.ts";
import { checkUsedFile } from "./used-file.ts";

type WrittenData = NonNullable<BacktestBlock["data"]>;

/** Splits and dividends of a file, or those that were fetched with the prices of a source. */
export async function readActions(section: Section, written: WrittenData): Promise<Pick<DataSpec, "actions">> {
  const { actions, adjust, as_of: asOf, source } = written;
  if (actions === undefined && adjust === undefined && asOf === undefined) return {};
  if (asOf !== undefined && !isDay(asOf)) {
    const message = `as_of ${asOf} is no day that there is.`;
    reportAt(section, ["data", "as_of"], {
      code: "DAG_VALUE_INVALID",
      message,
      hint: "Write a date such as 2024-06-28.",
    });
  }
  refuseLongBars(section, written);
  if (source !== undefined) return actionsOfSource(section, written);
  if (actions === undefined) {
    const key = adjust === undefined ? "as_of" : "adjust";
    const message = `"${key}" needs the splits and dividends: a file of actions.`;
    reportAtKey(section, ["data", key], {
      code: "DAG_KEY_CONFLICT",
      message,
      hint: "Name it beside: actions: ./actions.csv. Prices that are adjusted already have adjusted: true.",
    });
    return {};
  }
  if (written.adjusted) {
    const message = `"adjusted" takes prices that have splits and dividends in them, and "actions" would put them there again.`;
    reportAtKey(section, ["data", "actions"], {
      code: "DAG_KEY_CONFLICT",
      message,
      hint: "Keep one of them: adjusted: true for a column of adjusted closes, actions for raw prices.",
    });
  }
  const file = resolveBeside(section, ["data", "actions"], actions);
  if (file !== null) await checkUsedFile(section, ["data", "actions"], file);
  const spec: ActionsSpec = { file, adjust: adjust ?? "splits", ...(asOf !== undefined && { asOf }) };
  return { actions: spec };
}

/** A file of them beside a source is refused with all that is about files. */
function actionsOfSource(section: Section, { adjust, as_of: asOf }: WrittenData): Pick<DataSpec, "actions"> {
  if (adjust !== undefined) return { actions: { file: null, adjust, ...(asOf !== undefined && { asOf }) } };
  if (asOf === undefined) return {};
  const message = `"as_of" is about splits and dividends, and nobody asks for them.`;
  const hint = "Write adjust beside it: none, splits or splits_dividends.";
  reportAtKey(section, ["data", "as_of"], { code: "DAG_KEY_CONFLICT", message, hint });
  return {};
}

/** A bar of a week may begin before a split and end after it: no factor makes one price of that. */
function refuseLongBars(section: Section, { timeframe }: WrittenData): void {
  if (!/(w|M)$/.test(timeframe) && !/^([2-9]|\d{2,})d$/.test(timeframe)) return;
  const message = `A bar of ${timeframe} may have a split within it, and raw prices of both sides.`;
  const hint = "Use bars of a day or shorter with actions, or prices that are adjusted already.";
  reportAt(section, ["data", "timeframe"], { code: "DAG_VALUE_INVALID", message, hint });
}

function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
