import type { BarsRequest } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

/**
 * Where to begin, for sources whose cursor is a time in milliseconds.
 *
 * @throws AppError SOURCE_ANSWER_INVALID for a cursor that is none of theirs
 */
export function startOfSpan(source: string, { cursor, from }: Pick<BarsRequest, "cursor" | "from">): number {
  if (cursor === null) return from;
  if (/^-?\d{1,15}$/.test(cursor)) return Number(cursor);
  throw invalidAnswer(source, `"${cursor}" is no place to go on from`, "Begin again without it.");
}
