import type { ParamSpecs } from "../../core/params/param-spec.ts";
import type { SymbolCount } from "../../engine/kinds/symbol-count.ts";
import { createEventList } from "../../engine/signals/event-list.ts";
import { eventSignals } from "../../engine/signals/event-signals.ts";
import {
  defineStrategy,
  type PanelStrategy,
  type SignalStrategy,
  type Strategy,
  type TraderStrategy,
} from "../../engine/strategy.ts";

/** What a module may export: made by a define function, of this version or an older one, or written without. */
export interface WrittenStrategy
  extends Partial<Pick<SignalStrategy, "signals" | "events" | "warmup" | "description">>,
    Partial<Pick<TraderStrategy, "trader">>,
    Partial<Pick<PanelStrategy, "targets">> {
  readonly name: string;
  readonly params: ParamSpecs;
  readonly symbols?: SymbolCount;
}

/** Whether it has a name and parameters. What these and `symbols` hold is not looked at. */
export function isWritten(value: unknown): value is WrittenStrategy {
  if (typeof value !== "object" || value === null) return false;
  const { name, params } = value as Readonly<Record<string, unknown>>;
  return typeof name === "string" && typeof params === "object" && params !== null;
}

/**
 * A strategy of one kind: that of the first thing it can do; null when it can do nothing. Older modules name no kind, and
 * those of kinds other than signals have `signals` that throw.
 */
export function adoptStrategy(written: WrittenStrategy): Strategy | null {
  const { name, params, description, symbols } = written;
  const warmup = bound(written, written.warmup);
  const targets = bound(written, written.targets);
  const trader = bound(written, written.trader);
  const about = {
    name,
    params,
    ...(description !== undefined && { description }),
    ...(warmup !== null && { warmup }),
  };
  if (targets !== null) return { ...about, kind: "panel", targets, ...(symbols !== undefined && { symbols }) };
  if (trader !== null) return { ...about, kind: "bars", trader };
  return adoptSignals(written, about);
}

/** Of a module that has a list alone, the arrays are derived. */
function adoptSignals(
  written: WrittenStrategy,
  about: Omit<SignalStrategy, "kind" | "signals" | "events">,
): SignalStrategy | null {
  const signals = bound(written, written.signals);
  const events = bound(written, written.events);
  if (events === null) return signals === null ? null : defineStrategy({ ...about, signals });
  const listed: SignalStrategy["signals"] = (input) => {
    const list = createEventList(input.bars.close.length);
    events(input, list);
    return eventSignals(list);
  };
  return { ...about, kind: "signals", events, signals: signals ?? listed };
}

/** Of an instance of a class too, which has its methods elsewhere and needs itself; null when there is none. */
function bound<A extends readonly unknown[], R>(
  owner: WrittenStrategy,
  method: ((...given: A) => R) | undefined,
): ((...given: A) => R) | null {
  return typeof method === "function" ? (...given) => Reflect.apply(method, owner, given) : null;
}
