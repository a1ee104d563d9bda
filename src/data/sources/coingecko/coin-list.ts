import { parseAnswer } from "../answers/answer-text.ts";
import { textOf } from "../answers/read-value.ts";
import { invalidAnswer } from "../source-error.ts";
import type { FoundInstrument, SourceAnswer } from "../source.ts";

/** @throws AppError SOURCE_ANSWER_INVALID */
export function coinList(source: string, answer: SourceAnswer): readonly FoundInstrument[] {
  const body = parseAnswer(source, answer);
  if (!Array.isArray(body)) throw invalidAnswer(source, "the coins are no list");
  return (body as readonly unknown[]).flatMap((entry) => {
    const [id, symbol, name] = [textOf(entry, "id"), textOf(entry, "symbol"), textOf(entry, "name")];
    return id === "" ? [] : [{ id, symbol: symbol.toUpperCase(), name }];
  });
}

/** Those that are called exactly so come first, then those that begin so, then all that hold the text; shorter ids before longer ones. */
export function searchCoins(coins: readonly FoundInstrument[], text: string): readonly FoundInstrument[] {
  const wanted = text.trim().toLowerCase();
  const rank = ({ id, symbol, name }: FoundInstrument): number => {
    const names = [id, symbol, name].map((each) => each.toLowerCase());
    if (names.includes(wanted)) return 0;
    if (names.some((each) => each.startsWith(wanted))) return 1;
    return names.some((each) => each.includes(wanted)) ? 2 : 3;
  };
  return coins
    .map((coin) => ({ coin, rank: rank(coin) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.coin.id.length - b.coin.id.length || (a.coin.id < b.coin.id ? -1 : 1))
    .map(({ coin }) => coin);
}
