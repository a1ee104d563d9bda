import { nearestName } from "../../core/text/nearest-name.ts";
import { ownRecord } from "../../core/values/own-record.ts";
import type { ParamSpec, ParamValue } from "../../core/params/param-spec.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import type { Section } from "./section.ts";

type WrittenAxis = NonNullable<BacktestBlock["param_grid"][string]>;

interface Presumed {
  readonly strategy: KnownStrategy;
  /** Whether it is the built-in that was most likely meant; otherwise it only has what the block gives. */
  readonly isGuess: boolean;
}

/** What stands in for a strategy that cannot be used, so that the rest of its block is still checked. */
export function presumedStrategy(section: Section, block: BacktestBlock): Presumed {
  const { strategies } = section.deps;
  const name = block.strategy ?? "";
  const nearest = nearestName(name, strategies.names);
  const meant = nearest === null ? undefined : strategies.builtin(nearest);
  if (meant !== undefined) return { strategy: meant, isGuess: true };
  const given = [...block.exclude, ...block.add, block.params].flatMap((params) => Object.entries(params));
  const params = ownRecord([
    ...given.map(([param, value]) => [param, specOf([value])] as const),
    ...Object.entries(block.param_grid).map(([param, axis]) => [param, axisSpec(axis)] as const),
  ]);
  return { strategy: { name, params, kind: "signals" }, isGuess: false };
}

function axisSpec(axis: WrittenAxis): ParamSpec {
  const values = Array.isArray(axis) ? axis : axis.values;
  return values === undefined ? specOf([0]) : specOf(values);
}

/** A declaration that all of the values fit, as far as there is one. */
function specOf(values: readonly ParamValue[]): ParamSpec {
  const [first = 0] = values;
  if (typeof first === "number") return { kind: "float", default: first };
  if (typeof first === "boolean") return { kind: "bool", default: first };
  return { kind: "choice", default: first, choices: values.filter((value) => typeof value === "string") };
}
