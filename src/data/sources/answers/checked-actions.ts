import { LARGEST_AMOUNT } from "../../bars/price-range.ts";
import type { BarsRequest, CorporateAction } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

/**
 * The actions of one answer that lie in the span asked for, by date, once all of them have been looked at. What a source tells
 * twice is one; a day may have several dividends of different amounts.
 *
 * @throws AppError SOURCE_ANSWER_INVALID for a date that is none, a ratio that is not above zero, an amount below zero
 */
export function checkedActions(
  source: string,
  { instrument, from, to }: Pick<BarsRequest, "instrument" | "from" | "to">,
  actions: readonly CorporateAction[],
): readonly CorporateAction[] {
  const found = new Map<string, CorporateAction>();
  for (const action of actions) {
    const problem = actionProblem(action);
    if (problem !== null)
      throw invalidAnswer(source, `${instrument}: the ${action.kind} of ${action.exDate}: ${problem}`);
    const time = Date.parse(action.exDate);
    const amount = action.kind === "split" ? action.ratio : action.cash;
    const isNone = amount === (action.kind === "split" ? 1 : 0);
    if (time >= from && time < to && !isNone) found.set(`${action.exDate} ${action.kind} ${amount}`, action);
  }
  return [...found.values()].toSorted((a, b) => (a.exDate < b.exDate ? -1 : Number(a.exDate > b.exDate)));
}

function actionProblem(action: CorporateAction): string | null {
  if (!isDate(action.exDate)) return "its date is none";
  switch (action.kind) {
    case "split":
      return action.ratio > 0 && action.ratio <= LARGEST_AMOUNT ? null : `its ratio is ${action.ratio}`;
    case "dividend":
      return action.cash >= 0 && action.cash <= LARGEST_AMOUNT ? null : `its amount is ${action.cash}`;
  }
}

/** `YYYY-MM-DD` of a day that there is: `Date` itself takes the 31st of February. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && dateOf(time) === text;
}

/** `YYYY-MM-DD` of a moment in milliseconds, in UTC; empty for what is none. */
export function dateOf(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().slice(0, 10) : "";
}
