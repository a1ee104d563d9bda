import { AS_OF_HINT, asOfSpan } from "../../core/versions/known-data.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { reportAt, type Section } from "./section.ts";

/** `version` or `as_of` of `data`. Whether there is such a version is found when a run is planned: the file does not know the database. */
export function readKnownData(
  section: Section,
  { version, as_of: asOf }: NonNullable<BacktestBlock["data"]>,
): Pick<DataSpec, "known"> {
  if (version !== undefined) return { known: { version } };
  if (asOf === undefined) return {};
  if (asOfSpan(asOf) !== null) return { known: { asOf } };
  const message = `"${asOf}" is no moment.`;
  reportAt(section, ["data", "as_of"], { code: "DAG_VALUE_INVALID", message, hint: AS_OF_HINT });
  return {};
}
