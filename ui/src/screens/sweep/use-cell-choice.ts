import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { Sweep } from "../../api/shapes.ts";
import type { CellChoice } from "./worker/sweep-asks.ts";

/** An inclusive range, as the address has it: `brush.sharpe=0.5..1.2`; an end that is missing is open. */
export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

export function limitsOf(text: string | null): Limits | null {
  const found = /^(-?[\d.e+-]*)\.\.(-?[\d.e+-]*)$/i.exec(text ?? "");
  if (found === null) return null;
  const limits = { low: numberIn(found[1]), high: numberIn(found[2]) };
  return limits.low === null && limits.high === null ? null : limits;
}

/** The number that was written; null for nothing and for what is none. */
export function numberIn(text: string | undefined): number | null {
  return text === undefined || text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

export function limitsText({ low, high }: Limits): string {
  return low === null && high === null ? "" : `${low ?? ""}..${high ?? ""}`;
}

export interface ChosenCells {
  readonly choice: CellChoice;
  /** Whether some cells are left out. */
  readonly isLimited: boolean;
}

/** Which cells count: `fix.<parameter>` holds one value, `brush.<parameter or metric>` a range. */
export function useCellChoice({ axes, metrics }: Pick<Sweep, "axes" | "metrics">): ChosenCells {
  const [params] = useSearchParams();
  const text = params.toString();
  return useMemo(() => {
    const given = new URLSearchParams(text);
    const places = axes.map(({ name, values }) => {
      const fixed = given.get(`fix.${name}`);
      const limits = limitsOf(given.get(`brush.${name}`));
      if (fixed === null && limits === null) return null;
      return values.flatMap((value, place) => (isWithin(value, fixed, limits) ? [place] : []));
    });
    const limits = metrics.flatMap(({ id }) => {
      const one = limitsOf(given.get(`brush.${id}`));
      const { low, high } = one ?? { low: null, high: null };
      return one === null
        ? []
        : [{ metric: id, low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY }];
    });
    return { choice: { places, limits }, isLimited: limits.length > 0 || places.some((held) => held !== null) };
  }, [axes, metrics, text]);
}

function isWithin(value: unknown, fixed: string | null, limits: Limits | null): boolean {
  if (fixed !== null && String(value) !== fixed) return false;
  if (limits === null) return true;
  const number = Number(value);
  return number >= (limits.low ?? Number.NEGATIVE_INFINITY) && number <= (limits.high ?? Number.POSITIVE_INFINITY);
}
