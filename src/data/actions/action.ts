/** A split or a dividend of one symbol. */
export interface Action {
  readonly kind: ActionKind;
  /** Days since 1970: the first day on which a buyer gets the new units, and no longer the cash. */
  readonly exDay: number;
  /** New units for each old one, or cash per unit in the units of that day, those after a split of the same day. */
  readonly amount: number;
  /** Milliseconds UTC: when it could be known. */
  readonly knownAt: number;
}

export const ACTION_KINDS = ["split", "dividend"] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** More is no split of a market, and factors of several of them would leave the range of a double. */
const MOST_UNITS = 1e6;

/** Half a sentence on what is wrong with the ratio of a split; null when nothing is. */
export function ratioProblem(ratio: number): string | null {
  if (!(ratio > 0)) return `split is ${ratio}; it is above zero: new units for each old one, such as 4 or 4:1`;
  if (ratio > MOST_UNITS || ratio < 1 / MOST_UNITS) {
    return `split is ${ratio}; it is between ${1 / MOST_UNITS} and ${MOST_UNITS}`;
  }
  return null;
}

/** An amount that says that there was none, or that it was taken back. */
export function isNoAction({ kind, amount }: Pick<Action, "kind" | "amount">): boolean {
  switch (kind) {
    case "split":
      return amount === 1;
    case "dividend":
      return amount === 0;
  }
}
