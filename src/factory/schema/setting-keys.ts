import type { ParamSpec } from "../../core/params/param-spec.ts";
import { type BacktestSettings, NO_COSTS } from "../../engine/settings.ts";
import { DIRECTIONS, FILL_PRICES, INTRABAR_ORDERS } from "../../engine/execution-rules.ts";
import { DEFAULT_PROFILE, PROFILE_EXECUTION, PROFILES } from "../../engine/profiles/registry.ts";

/** One key of `costs:` or `execution:` and the member of the engine's settings that it sets. */
export interface SettingKey {
  readonly field: string;
  /** Type, range, default and description of the YAML value. */
  readonly spec: ParamSpec;
  /** YAML value × factor = the engine's value; 1 unless given. */
  readonly factor?: number;
  /** The default depends on another key of the group, so the schema shows none; the description says which there are. */
  readonly hasOwnDefault?: false;
  /** Another key for the same field: at most one of them may be given, and only the other has a default. */
  readonly insteadOf?: string;
  /** From here on the value was probably meant in another unit: it is warned of. */
  readonly doubtfulFrom?: number;
}

export interface SettingGroup {
  readonly description: string;
  /** What the engine gets for keys that are not given, in its own terms. */
  readonly defaults: (given: Values) => object;
  readonly keys: Readonly<Record<string, SettingKey>>;
}

/** A new setting of the engine is added here and nowhere else: the schema, the defaults and the spec follow. */
export const SETTING_GROUPS = {
  costs: {
    description: "What trading costs. Everything is 0 unless given; 1 bps is 0.0001.",
    defaults: () => NO_COSTS,
    keys: {
      commission_bps: bps("commissionBps", "Commission in bps of the traded value, each side."),
      commission_per_share: money("commissionPerShare", "Commission per unit traded, in account currency, each side."),
      commission_min: money("commissionMin", "Smallest commission of one order, in account currency."),
      commission_fixed: money("commissionFixed", "Commission per order, in account currency."),
      slippage_bps: bps("slippageBps", "How far the fill price moves against the trade, in bps."),
      slippage_pct: {
        ...fractionOf("slippageBps", "slippage_bps", "Slippage as a fraction of the price: 0.001 is 10 bps."),
        doubtfulFrom: 0.05,
      },
      spread_bps: bps("spreadBps", "Full bid-ask spread in bps; half of it is paid on each side."),
      spread_cost_pct: {
        ...fractionOf("spreadBps", "spread_bps", "Full spread as a fraction of the price: 0.0005 is 5 bps."),
        doubtfulFrom: 0.05,
      },
      borrow_bps: bps(
        "borrowBps",
        "Cost of borrowing what is sold short, in bps of its value a year; profile native alone.",
        100_000,
      ),
      borrow_rate: fractionOf(
        "borrowBps",
        "borrow_bps",
        "Cost of borrowing as a fraction of the value a year: 0.03 is 300 bps.",
        10,
      ),
      fill_probability: {
        field: "fillProbability",
        spec: {
          kind: "float",
          default: NO_COSTS.fillProbability,
          min: 0,
          max: 1,
          description: "Chance that an order is filled; a missed fill is recorded as a rejection.",
        },
      },
    },
  },
  execution: {
    description: "How signals become fills.",
    defaults: ({ profile }) => PROFILE_EXECUTION[PROFILES.find((known) => known === profile) ?? DEFAULT_PROFILE],
    keys: {
      profile: choice("profile", PROFILES, "Whose rules of execution: our own, or parity with another library."),
      fill: {
        ...choice(
          "fill",
          FILL_PRICES,
          "Price of a fill: the open of a later bar, or the close of the signal bar. Default: open, with the profile vectorbt close.",
        ),
        hasOwnDefault: false,
      },
      execution_delay: {
        field: "executionDelay",
        spec: {
          kind: "int",
          default: PROFILE_EXECUTION.native.executionDelay,
          min: 0,
          max: 1000,
          description: "Bars between signal and fill; at least 1 with `fill: open`.",
        },
      },
      direction: choice("direction", DIRECTIONS, "Which side may be traded."),
      lot_size: {
        field: "lotSize",
        spec: {
          kind: "float",
          default: PROFILE_EXECUTION.native.lotSize,
          min: 0,
          description:
            "Units are floored to a multiple of this; 0 means fractional units. Default: 0, with the profile backtesting.py 1.",
        },
        hasOwnDefault: false,
      },
      close_at_end: {
        field: "closeAtEnd",
        spec: {
          kind: "bool",
          default: PROFILE_EXECUTION.native.closeAtEnd,
          description:
            "Closes an open trade at the last bar; otherwise it is reported apart. Default: false, with the profile backtesting.py true.",
        },
        hasOwnDefault: false,
      },
      intrabar: {
        field: "intrabar",
        spec: {
          kind: "choice",
          default: "pessimistic",
          choices: INTRABAR_ORDERS,
          description:
            "In which order the prices inside a bar came, for stops: the stop before the target, after it, or open-high-low-close, open-low-high-close.",
        },
      },
      leverage: {
        field: "leverage",
        spec: {
          kind: "float",
          default: 1,
          min: 1,
          max: 1000,
          description: "Units may be bought for this many times the cash; profile backtesting.py alone.",
        },
      },
      hedging: {
        field: "hedging",
        spec: {
          kind: "bool",
          default: false,
          description:
            "Trades of both sides may be held at once, instead of an order closing what stands against it first; profile backtesting.py alone, strategies that act bar by bar.",
        },
      },
      exclusive_orders: {
        field: "exclusiveOrders",
        spec: {
          kind: "bool",
          default: false,
          description:
            "A new order cancels all others and closes all trades; profile backtesting.py alone, strategies that act bar by bar.",
        },
      },
    },
  },
} as const satisfies Readonly<Record<string, SettingGroup>>;

export type SettingGroupName = keyof typeof SETTING_GROUPS;

type Values = Readonly<Record<string, number | string | boolean>>;

/** The engine's form of one checked group of a DAG file. */
export function toSettings<G extends SettingGroupName>(group: G, values: Values): BacktestSettings[G] {
  const { defaults, keys }: SettingGroup = SETTING_GROUPS[group];
  const settings: Record<string, unknown> = { ...defaults(values) };
  for (const [key, value] of Object.entries(values)) {
    const setting = keys[key];
    if (setting === undefined) continue;
    settings[setting.field] = typeof value === "number" ? inEngineUnits(value, setting.factor) : value;
  }
  return settings as unknown as BacktestSettings[G];
}

/** Rounded to 12 digits: 0.0003 × 10,000 is 3, not 2.9999999999999996. */
function inEngineUnits(value: number, factor = 1): number {
  return factor === 1 ? value : Number((value * factor).toPrecision(12));
}

type NumericCost = Exclude<keyof typeof NO_COSTS, "fillProbability">;

function bps(field: NumericCost, description: string, max = 10_000): SettingKey {
  return { field, spec: { kind: "float", default: NO_COSTS[field], min: 0, max, description } };
}

function money(field: NumericCost, description: string): SettingKey {
  return { field, spec: { kind: "float", default: NO_COSTS[field], min: 0, description } };
}

function fractionOf(field: NumericCost, insteadOf: string, description: string, max = 1): SettingKey {
  return { field, insteadOf, factor: 10_000, spec: { kind: "float", default: 0, min: 0, max, description } };
}

function choice(
  field: keyof typeof PROFILE_EXECUTION.native,
  choices: readonly string[],
  description: string,
): SettingKey {
  return { field, spec: { kind: "choice", default: String(PROFILE_EXECUTION.native[field]), choices, description } };
}
