import { isStringObject } from "node:util/types";

/** Parts of a value: more than anybody hands over, and written out in a second or two. */
const MOST_PARTS = 5_000_000;
const TOO_LARGE = `it contains itself, or more than ${MOST_PARTS.toLocaleString("en")} values`;

/**
 * Why a value is too large to be worked with, or null when it is not. What is shared counts as often as it is met, and a hole in an
 * array counts too: forty arrays that each hold the one before twice cross over in a few hundred bytes, and whoever writes
 * them out as JSON is never done. Columns and texts count once.
 */
export function sizeProblem(value: unknown): string | null {
  const open: unknown[] = [value];
  let parts = 1;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null || ArrayBuffer.isView(next) || isStringObject(next)) continue;
    const members: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    parts += members.length;
    // Its length alone may be too much for an array with holes.
    if (parts > MOST_PARTS) break;
    for (let i = 0; i < members.length; i++) if (typeof members[i] === "object") open.push(members[i]);
  }
  return parts > MOST_PARTS ? TOO_LARGE : null;
}
