import { parseAnswer } from "../answers/answer-text.ts";
import { memberOf, numberOf, textOf } from "../answers/read-value.ts";
import { invalidAnswer } from "../source-error.ts";
import type { SourceAnswer, SupplyRow } from "../source.ts";

/** Units of a coin as of now: CoinGecko tells no history of them. @throws AppError SOURCE_ANSWER_INVALID */
export function coinSupply(source: string, answer: SourceAnswer, now: Date): readonly SupplyRow[] {
  const market = memberOf(parseAnswer(source, answer), "market_data");
  if (market === undefined) throw invalidAnswer(source, 'the coin has no "market_data"');
  const told = Date.parse(textOf(market, "last_updated"));
  const row = {
    time: Number.isNaN(told) ? now.getTime() : told,
    circulating: amountOf(market, "circulating_supply"),
    total: amountOf(market, "total_supply"),
    max: amountOf(market, "max_supply"),
  };
  return row.circulating === null && row.total === null && row.max === null ? [] : [row];
}

function amountOf(market: unknown, name: string): number | null {
  const amount = numberOf(memberOf(market, name));
  return Number.isFinite(amount) && amount >= 0 ? amount : null;
}
