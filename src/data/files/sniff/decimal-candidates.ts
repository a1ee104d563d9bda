import { readNumber } from "../read-number.ts";
import { type Cell, isEmptyCell } from "../row-source.ts";

type Sign = "." | ",";

/**
 * The decimal signs by which every one of these cells is a number; none has to be written where they are plain, which is
 * undefined. Both, when both read all of them, and not as the same numbers.
 *
 * @param isEuropean other things of the file (`;`, dotted dates) say that a point may cut thousands
 */
export function decimalCandidates(cells: readonly Cell[], isEuropean: boolean): readonly (Sign | undefined)[] {
  const texts = cells.filter((cell) => typeof cell === "string" && !isEmptyCell(cell));
  const fits = (sign: Sign | undefined): boolean => texts.every((cell) => Number.isFinite(readNumber(cell, sign)));
  const signs = ([".", ","] as const).filter(fits);
  const isOne = texts.every((cell) => readNumber(cell, ".") === readNumber(cell, ","));
  if (fits(undefined)) return isOne || !isEuropean || signs.length < 2 ? [undefined] : signs;
  if (signs.length < 2 || isOne) return signs.slice(0, 1);
  return signs;
}
