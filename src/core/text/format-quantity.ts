/** The units that numbers for people come in. */
export type QuantityUnit = "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";

interface UnitForm {
  readonly scale: number;
  readonly digits: number;
  readonly suffix: string;
}

const FORMS: Readonly<Record<QuantityUnit, UnitForm>> = {
  fraction: { scale: 100, digits: 2, suffix: "%" },
  ratio: { scale: 1, digits: 2, suffix: "" },
  money: { scale: 1, digits: 2, suffix: "" },
  count: { scale: 1, digits: 0, suffix: "" },
  bars: { scale: 1, digits: 0, suffix: " bars" },
  days: { scale: 1, digits: 1, suffix: " days" },
  bps: { scale: 1, digits: 1, suffix: " bps" },
};

const MOST_DIGITS = 8;
/** Room is left for {@link MOST_DIGITS} more; `toLocaleString` takes 100. */
const MOST_PLACES = 90;
const DIGIT_STEPS = Array.from({ length: MOST_DIGITS }, (_, digits) => digits);

/**
 * A number for people, in English notation: `0.3186` as a fraction is `31.86%`, `2737` bars are `2,737 bars`.
 *
 * @param extraDigits decimals beyond the usual ones of the unit
 */
export function formatQuantity(value: number, unit: QuantityUnit, extraDigits = 0): string {
  const { scale, suffix } = FORMS[unit];
  const digits = digitsOf(value, unit) + extraDigits;
  return english(value * scale, digits, digits) + suffix;
}

/** Two significant ones where the usual ones of money and days would show nothing of the value. */
function digitsOf(value: number, unit: QuantityUnit): number {
  const { digits } = FORMS[unit];
  const size = Math.abs(value);
  const isLost = size > 0 && size < 0.5 * 10 ** -digits;
  if (!isLost || (unit !== "money" && unit !== "days")) return digits;
  return Math.min(MOST_PLACES, 1 - Math.floor(Math.log10(size)));
}

/** A limit as a person would write it: no trailing zeros (`0.5`, `20%`). */
export function formatLimit(limit: number, unit: QuantityUnit): string {
  const { scale, suffix } = FORMS[unit];
  return english(limit * scale, 0, MOST_DIGITS) + suffix;
}

/** Like `formatQuantity`, with as many decimals as it takes to tell the value from the limit (0.4999 against 0.5). */
export function formatAgainst(value: number, limit: number, unit: QuantityUnit): string {
  const enough = value === limit ? 0 : DIGIT_STEPS.find((extra) => differ(value, limit, unit, extra));
  return formatQuantity(value, unit, enough ?? MOST_DIGITS);
}

function differ(a: number, b: number, unit: QuantityUnit, extraDigits: number): boolean {
  return formatQuantity(a, unit, extraDigits) !== formatQuantity(b, unit, extraDigits);
}

function english(value: number, minimumFractionDigits: number, maximumFractionDigits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits, maximumFractionDigits, signDisplay: "negative" });
}
