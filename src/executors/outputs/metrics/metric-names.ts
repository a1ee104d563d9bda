import { isMetricId, METRIC_IDS, type MetricId } from "../../../engine/metrics/metric-catalogue.ts";

/** What scripts call metrics of ours, in letters and digits alone. Their own ids are known anyway. */
const OTHER_NAMES: Readonly<Partial<Record<MetricId, readonly string[]>>> = {
  sharpe: ["sharperatio", "annualizedsharpe", "annualisedsharpe"],
  sortino: ["sortinoratio"],
  calmar: ["calmarratio"],
  max_drawdown: ["maximumdrawdown", "maxdd", "mdd"],
  win_rate: ["winratio", "winpct", "pctwinners"],
  total_return: ["cumulativereturn", "totalreturns"],
  annual_return: ["annualizedreturn", "annualisedreturn"],
  volatility: ["annualvolatility", "annualizedvolatility", "annualisedvolatility"],
  total_trades: ["trades", "numtrades", "ntrades", "numberoftrades", "tradecount", "nooftrades"],
  expectancy: ["avgtradepnl", "averagetradepnl", "avgpnlpertrade"],
  final_equity: ["endingcapital", "finalcapital", "endingequity"],
};

const KNOWN: ReadonlyMap<string, MetricId> = new Map(
  METRIC_IDS.flatMap((id) => [lettersOf(id), ...(OTHER_NAMES[id] ?? [])].map((key) => [key, id] as const)),
);

const IN_PERCENT = /(percentage|percent|pct|%)/;
/** Before the name of a metric of ours: what the script says of it. */
export const REPORTED = "reported_";
const SAFE = /^[a-z][a-z0-9_]{0,62}$/;

/** What a script means by the name of a metric. */
export interface MeantMetric {
  /** Null of one that Nightgrid does not know. */
  readonly id: MetricId | null;
  /** Says itself that it is in percent. */
  readonly isPercent: boolean;
  /** What is equal here is the same metric. */
  readonly key: string;
  /** As it can be stored; null when it cannot. */
  readonly name: string | null;
}

/** `Sharpe Ratio`, `sharpe_ratio` and `SharpeRatio` are our `sharpe`; `Max Drawdown (%)` is `max_drawdown`, in percent. */
export function meantMetric(written: string): MeantMetric {
  const text = written.trim().toLowerCase();
  const isPercent = IN_PERCENT.test(text);
  const bare = lettersOf(text.replace(IN_PERCENT, ""));
  const id = KNOWN.get(lettersOf(text)) ?? KNOWN.get(bare) ?? null;
  const name = lettersOf(text) === "totalpnl" ? "total_pnl" : safeName(text);
  return { id, isPercent, key: id ?? name ?? text, name };
}

/** As the names of metrics are written, so that they can stand in conditions, tables and files; none of ours, nor one that we may give. */
function safeName(text: string): string | null {
  const name = text
    .normalize("NFKD")
    .replaceAll("%", " pct ")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return SAFE.test(name) && !isMetricId(name) && !name.startsWith(REPORTED) ? name : null;
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]/g, "");
}
