import { askWhether } from "../../core/text/suggest-name.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import { ownValue } from "../../core/values/own-record.ts";
import { dagJsonSchema, type JsonSchema } from "../schema/json-schema.ts";

/** Words of the systems that Nightgrid replaces, and of its peers. */
const FORMER_WORDS: Readonly<Record<string, string>> = {
  strategy_class: `Write "strategy:".`,
  universe: "Write data: { universe: ./universe.csv }, or a fixed list as data: { symbols: [...] }.",
  symbol: "Write data: { symbols: [...] }.",
  take_profit_pct: "Strategy and trade parameters stand under params or param_grid.",
  stop_loss_pct: "Strategy and trade parameters stand under params or param_grid.",
  rebalance_period: "Strategy and trade parameters stand under params or param_grid.",
  cooldown_period: "Strategy and trade parameters stand under params or param_grid.",
  position_size: "Strategy and trade parameters stand under params or param_grid.",
  factors: `Factors stand under data: data: { factors: { book_to_price: { csv: ./fundamentals.csv } } }.`,
  context_data: "Write data: { references: { vix: { csv: ./vix.csv } } }.",
  grid: `Write "param_grid:".`,
  parameters: `Write "params:".`,
  initial_cash: `Write "initial_capital:".`,
  dag_id: `Write "id:".`,
  schedule_interval: "Write schedule: { cron, timezone }.",
  tz: `Write "timezone:".`,
  retries: "Write retry: { limit: 2, backoff: 30s }.",
  catchup: "Write schedule: { missed: all }.",
  commission: "Write commission_bps, commission_per_share or commission_fixed.",
  slippage: "Write slippage_bps or slippage_pct.",
};

/** Those that stand for one key of ours. */
const FORMER_KEYS: Readonly<Record<string, string>> = { strategy_class: "strategy", dag_id: "id", tz: "timezone" };

interface UnknownKey {
  readonly hint: string;
  /** The key beside it that was most likely meant. */
  readonly meant: string | null;
}

/** What was most likely meant: another place, a word of a former system, or a misspelling. */
export function unknownKeyHint(key: string, known: readonly string[]): UnknownKey {
  const former = ownValue(FORMER_WORDS, key);
  if (former !== undefined) return { hint: former, meant: ownValue(FORMER_KEYS, key) ?? null };
  const nearest = nearestName(key, known);
  if (nearest !== null) return { hint: askWhether(nearest), meant: nearest };
  const schema = dagJsonSchema();
  // A key that is at home in several places is most often one of the file that was indented.
  const isOfFile = Object.hasOwn(schema.properties ?? {}, key);
  const home = isOfFile ? "the file itself, not indented" : homeOf(key, schema, "");
  return { hint: home === null ? `Known keys: ${known.join(", ")}.` : `"${key}" belongs in ${home}.`, meant: null };
}

/** Where in the schema a key is at home, for one that was indented under the wrong parent. */
function homeOf(key: string, schema: JsonSchema, path: string): string | null {
  const properties = Object.entries(schema.properties ?? {});
  if (path !== "" && properties.some(([name]) => name === key)) return `"${path}"`;
  for (const [name, inner] of properties) {
    const home = homeOf(key, inner, path === "" ? name : `${path}.${name}`);
    if (home !== null) return home;
  }
  return null;
}
