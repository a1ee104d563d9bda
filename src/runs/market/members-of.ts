import { AppError } from "../../core/errors/app-error.ts";
import type { Bars } from "../../engine/bars.ts";
import { transformBars } from "../../engine/transform-bars.ts";

/**
 * The bars of a universe in the window. Of several symbols those are left out that have no bar there, or were never in: nobody is to
 * see who will join. A single one is cut to the time in which it was in.
 *
 * @param cut to the window @throws AppError DATA_RANGE_EMPTY when nothing is left, or a single symbol was in twice
 */
export function membersOf(all: readonly Bars[], cut: (whole: Bars) => Bars): readonly Bars[] {
  const [only, second] = all;
  if (only !== undefined && second === undefined) return [whileMember(cut(only))];
  const empty: AppError[] = [];
  const bars = all.flatMap((whole) => {
    try {
      return [cut(whole)];
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "DATA_RANGE_EMPTY") throw error;
      empty.push(error);
      return [];
    }
  });
  const [first] = empty;
  if (bars.length === 0 && first !== undefined) throw first;
  const members = bars.filter(({ member }) => member?.includes(1) !== false);
  if (members.length > 0) return members;
  throw new AppError("DATA_RANGE_EMPTY", `None of ${bars.length} symbols was in the universe within these dates`, {
    hint: "Change the dates, or look at from and to in the file of the universe.",
  });
}

function whileMember(bars: Bars): Bars {
  const { member, symbol, time } = bars;
  if (member === undefined) return bars;
  const from = member.indexOf(1);
  const after = from < 0 ? -1 : member.indexOf(0, from);
  const to = after < 0 ? member.length : after;
  const dayOf = (bar: number): string => new Date(time[bar] ?? 0).toISOString().slice(0, 10);
  if (from < 0) {
    throw new AppError(
      "DATA_RANGE_EMPTY",
      `${symbol} is never in its universe from ${dayOf(0)} to ${dayOf(time.length - 1)}`,
      {
        hint: "Change the dates, or take universe out of its data.",
      },
    );
  }
  const again = member.indexOf(1, to);
  if (again >= 0) {
    throw new AppError(
      "DATA_RANGE_EMPTY",
      `${symbol} left its universe on ${dayOf(to)} and was back on ${dayOf(again)}`,
      {
        hint: `A single symbol is traded while it is in: end on ${dayOf(to - 1)} or start on ${dayOf(again)}.`,
      },
    );
  }
  const { member: _, ...seen } = bars;
  return transformBars(seen, (column) => column.subarray(from, to));
}
