import { suggestName } from "../../core/text/suggest-name.ts";

/** What the language and its tools look for in any object. */
const ASKED_OF_ALL: ReadonlySet<string> = new Set(["then", "toJSON"]);

/**
 * Has a strategy that asks for an indicator which there is not told so, with those that there are, in place of
 * "… is not a function". Known names are found as before, without a detour.
 */
export function refuseUnknownIndicators<T extends object>(indicators: T): T {
  const names = Object.keys(indicators);
  const unknown = new Proxy(Object.prototype, {
    get(target, name, receiver): unknown {
      if (typeof name === "symbol" || name in target || ASKED_OF_ALL.has(name))
        return Reflect.get(target, name, receiver);
      const there = `There are ${names.join(", ")}; any other is a column of your own: indicators.own("${name} 14", () => column)`;
      throw new TypeError(`There is no indicators.${name}. ${suggestName(name, names, { always: there })}`);
    },
  });
  Object.setPrototypeOf(indicators, unknown);
  return indicators;
}
