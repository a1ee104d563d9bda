import type { DagDetail } from "../../api/shapes.ts";

/** What is given in place of the file's, as the address has it. */
export interface LaunchForm {
  readonly date: string;
  readonly lookback: string;
  readonly symbols: string;
  readonly priority: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface LaunchField {
  readonly name: string;
  /** What the file has: a value, or the values of the grid. */
  readonly usual: string;
  readonly isAxis: boolean;
}

/** Parameters that a run may be given other values for, each once. */
export function launchFields({ backtests }: DagDetail): readonly LaunchField[] {
  const fields = backtests.flatMap(({ axes, params }) => [
    ...axes.map(({ name, values }) => ({
      name,
      usual: `${String(values[0])} … ${String(values.at(-1))} (${values.length} values)`,
      isAxis: true,
    })),
    // An axis takes the place of a value of the same name.
    ...Object.entries(params)
      .filter(([name]) => axes.every((axis) => axis.name !== name))
      .map(([name, value]) => ({ name, usual: String(value), isAxis: false })),
  ]);
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/** The form that an address fills in. */
export function launchForm(query: URLSearchParams): LaunchForm {
  const params = [...query].flatMap(([key, value]) =>
    key.startsWith("param.") && value !== "" ? [[key.slice(6), value] as const] : [],
  );
  const text = (key: string) => query.get(key) ?? "";
  return {
    date: text("date"),
    lookback: text("lookback"),
    symbols: text("symbols"),
    priority: text("priority"),
    params: Object.fromEntries(params),
  };
}

/** Names of what a run keeps of its form, besides its parameters: no parameter is called so. */
const KEPT_AS: Readonly<Record<string, string>> = {
  logical_date: "date",
  "backtest.lookback": "lookback",
  "backtest.data.symbols": "symbols",
};

/** The values of the address that fill the form in as a run was started. @param overrides of that run */
export function launchValues(overrides: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(overrides).map(([name, value]) => [KEPT_AS[name] ?? `param.${name}`, String(value)]),
  );
}

/** What of it the plan is asked with: the priority changes no plan. */
export function planBody({ date, lookback, symbols, params }: LaunchForm): Readonly<Record<string, unknown>> {
  const list = symbols.split(/[\s,]+/).filter((symbol) => symbol !== "");
  return {
    ...(date !== "" && { date }),
    ...(lookback !== "" && { lookback }),
    ...(list.length > 0 && { symbols: list }),
    ...(Object.keys(params).length > 0 && {
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, valueOf(value)])),
    }),
  };
}

function valueOf(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}
