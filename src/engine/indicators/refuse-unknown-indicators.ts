import { suggestName } from "../../core/text/suggest-name.ts";

/** What the language and its tools look for in any object. */
const ASKED_OF_ALL: ReadonlySet<string> = new Set(["then", "toJSON"]);

/** What other libraries call ours, in lower case and without underscores. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  accumulation: "ad",
  adl: "ad",
  argmax: "argMax",
  argmin: "argMin",
  aroonoscillator: "aroonosc",
  averagetruerange: "atr",
  bb: "bbands",
  bollinger: "bbands",
  bollingerbands: "bbands",
  commoditychannelindex: "cci",
  corr: "correl",
  correlation: "correl",
  cross: "crossed",
  crossabove: "crossover",
  crossbelow: "crossunder",
  crossedabove: "crossover",
  crossedbelow: "crossunder",
  di: "plusDi",
  donchianchannel: "donchian",
  dmi: "adx",
  ewm: "ema",
  kc: "keltner",
  lag: "shift",
  linearregression: "linearreg",
  linreg: "linearreg",
  max: "highest",
  maxindex: "argMax",
  mean: "sma",
  min: "lowest",
  minindex: "argMin",
  momentum: "mom",
  moneyflowindex: "mfi",
  parabolicsar: "sar",
  percentrank: "percentRank",
  psar: "sar",
  rank: "percentRank",
  rollingmax: "highest",
  rollingmin: "lowest",
  skewness: "skew",
  smma: "rma",
  std: "stddev",
  stdev: "stddev",
  stochastic: "stoch",
  stochasticfast: "stochf",
  stochasticrsi: "stochRsi",
  tr: "trange",
  truerange: "trange",
  ultimateoscillator: "ultosc",
  uo: "ultosc",
  var: "variance",
  williams: "willr",
  williamsr: "willr",
  wilder: "rma",
  wilders: "rma",
};

/**
 * Has a strategy that asks for an indicator which there is not told so, with the one that it means or those that there are, in
 * place of "… is not a function". Known names are found as before, without a detour.
 */
export function refuseUnknownIndicators<T extends object>(indicators: T): T {
  const names = Object.keys(indicators);
  const unknown = new Proxy(Object.prototype, {
    get(target, name, receiver): unknown {
      if (typeof name === "symbol" || name in target || ASKED_OF_ALL.has(name))
        return Reflect.get(target, name, receiver);
      throw new TypeError(`There is no indicators.${name}. ${hintFor(name, names)}`);
    },
  });
  Object.setPrototypeOf(indicators, unknown);
  return indicators;
}

function hintFor(name: string, names: readonly string[]): string {
  const plain = name.toLowerCase().replaceAll("_", "");
  const meant = Object.hasOwn(ELSEWHERE, plain) ? ELSEWHERE[plain] : undefined;
  if (meant !== undefined && names.includes(meant)) return `It is called ${meant} here: indicators.${meant}`;
  if (plain === "vwap")
    return "It begins anew with each session: bars.session.vwap() has it, where data name a calendar";
  const there = `There are ${names.toSorted().join(", ")}; any other is a column of your own: indicators.own("${name} 14", () => column)`;
  return suggestName(name, names, { always: there });
}
