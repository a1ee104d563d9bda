import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { Sweep } from "../../api/shapes.ts";
import { type Limits, limitsOf } from "./limits.ts";
import type { CellChoice } from "./worker/sweep-asks.ts";

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
