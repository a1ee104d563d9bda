import { suggestName } from "../../core/text/suggest-name.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Strategy } from "../strategy.ts";
import { bollingerReversion } from "./bollinger-reversion.ts";
import { buyAndHold } from "./buy-and-hold.ts";
import { donchianBreakout } from "./donchian-breakout.ts";
import { emaCross } from "./ema-cross.ts";
import { equalWeight } from "./equal-weight.ts";
import { longShortEquity } from "./long-short-equity.ts";
import { macd } from "./macd.ts";
import { momentumRotation } from "./momentum-rotation.ts";
import { pairsZscore } from "./pairs-zscore.ts";
import { rsiReversion } from "./rsi-reversion.ts";
import { smaCross } from "./sma-cross.ts";
import { trendV1 } from "./trend-v1.ts";

/** Every strategy that a DAG file may name without a path. */
export const BUILTIN_STRATEGIES: readonly Strategy[] = [
  buyAndHold,
  equalWeight,
  smaCross,
  trendV1,
  emaCross,
  macd,
  rsiReversion,
  bollingerReversion,
  donchianBreakout,
  momentumRotation,
  longShortEquity,
  pairsZscore,
];

/** @throws AppError STRATEGY_INVALID when there is no built-in of that name */
export function builtinStrategy(name: string): Strategy {
  const found = BUILTIN_STRATEGIES.find((strategy) => strategy.name === name);
  if (found !== undefined) return found;
  const names = BUILTIN_STRATEGIES.map((strategy) => strategy.name);
  throw new AppError("STRATEGY_INVALID", `There is no built-in strategy "${name}".`, {
    hint: suggestName(name, names, {
      always: `Built in are ${names.join(", ")}; a file is named by its path, such as ./strategies/mine.ts.`,
    }),
  });
}
