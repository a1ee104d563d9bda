import { ownValue } from "../../../core/values/own-record.ts";
import { sourceError } from "../source-error.ts";

/**
 * What a source calls a time frame.
 *
 * @throws AppError SOURCE_REFUSED for one that it has not
 */
export function knownTimeframe<T>(source: string, timeframe: string, known: Readonly<Record<string, T>>): T {
  const found = ownValue(known, timeframe);
  if (found !== undefined) return found;
  const reason = `it has no bars of ${timeframe}, only of ${Object.keys(known).join(", ")}`;
  throw sourceError(source, { kind: "refused", reason });
}
