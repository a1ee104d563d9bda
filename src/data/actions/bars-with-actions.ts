import { AppError } from "../../core/errors/app-error.ts";
import type { ActionsSpec } from "../../core/spec/beside-spec.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { momentReader } from "../beside/moment-reader.ts";
import { formatTime } from "../bars/format-time.ts";
import { hasJump } from "../bars/split-bars.ts";
import type { Action } from "./action.ts";
import { knownActions } from "./known-actions.ts";
import { SPLIT_COLUMN } from "./event-columns.ts";
import { withActions } from "./with-actions.ts";

export interface ActionsMoment {
  readonly asOf?: ActionsSpec["asOf"];
  /** Of bars shorter than a day. */
  readonly session?: TradingSession;
}

/**
 * Raw bars with the splits and dividends beside them that were known at the moment.
 *
 * @throws AppError DATASET_INVALID when the bars have dividends of their own: they would count twice
 */
export function barsWithActions(
  bars: Bars,
  actions: readonly Action[],
  { asOf, session }: ActionsMoment,
): { readonly bars: Bars; readonly warnings: readonly string[] } {
  if (bars.dividend !== undefined) throw dividendsTwice(bars);
  const moment = asOf === undefined ? Number.POSITIVE_INFINITY : momentReader({}, session)(asOf);
  const known = knownActions(actions, moment);
  const beside = withActions(bars, known, session);
  return { bars: beside, warnings: [...leftOut(bars, actions, moment), ...calmSplits(beside)] };
}

function dividendsTwice({ symbol }: Bars): AppError {
  return new AppError("DATASET_INVALID", `${symbol}: its file has dividends, and actions have them, too`, {
    hint: "Take one of them away, so that none counts twice: actions, or the column of dividends.",
    details: { key: "actions" },
  });
}

const TOLD = 3;

/** Actions that fall into the bars, and were not known yet: the price falls with nobody to say why. */
function leftOut({ symbol, time }: Bars, actions: readonly Action[], moment: number): readonly string[] {
  const [first = 0, last = 0] = [time[0], time.at(-1)];
  const late = actions.filter(
    ({ exDay, knownAt }) => knownAt > moment && exDay * DAY_MS > first && exDay * DAY_MS <= last,
  );
  return shortList(
    late.map(
      ({ kind, exDay }) => `${symbol}: the ${kind} of ${formatTime(exDay * DAY_MS)} was not known yet, and is left out`,
    ),
  );
}

/** A split of 5 : 4 moves the price by more than a usual day does. */
const CLEAR = Math.log(1.25);

function calmSplits(bars: Bars): readonly string[] {
  const ratio = bars.extra?.[SPLIT_COLUMN];
  if (ratio === undefined) return [];
  const calm = [...ratio.keys()].filter(
    (bar) => Math.abs(Math.log(ratio[bar] ?? 1)) >= CLEAR && !hasJump(bars, ratio, bar),
  );
  return shortList(
    calm.map(
      (bar) =>
        `${bars.symbol}: the price does not fall at the split of ${formatTime(bars.time[bar] ?? 0)} (${ratio[bar]} for 1); is it adjusted already?`,
    ),
  );
}

function shortList(texts: readonly string[]): readonly string[] {
  const more = texts.length - TOLD;
  return more > 0 ? [...texts.slice(0, TOLD), `… and ${more.toLocaleString("en")} more like these`] : texts;
}
