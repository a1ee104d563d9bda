/**
 * How numbers look to people, in the tearsheet and in the terminal alike: thousands by comma, the minus as
 * U+2212 (as wide as a digit), never a "-0.00", scientific from 1e15 on and below 1e-12. NaN and Infinity give the dash of
 * {@link UNDEFINED_TEXT}.
 */

/** Stands for a number that does not exist. */
export const UNDEFINED_TEXT = "–";

const MINUS = "−";
const SCIENTIFIC_FROM = 1e15;
const SCIENTIFIC_BELOW = 1e-12;
const CENT = 0.01;

/** `1,234.50`; exactly `decimals` places. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return UNDEFINED_TEXT;
  if (Math.abs(value) >= SCIENTIFIC_FROM) return value.toExponential(2).replaceAll("-", MINUS);
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = "0", rest] = fixed.split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  const sign = value < 0 && Number(fixed) !== 0 ? MINUS : "";
  return rest === undefined ? sign + grouped : `${sign}${grouped}.${rest}`;
}

/** A whole number: `4,950`. */
export function formatCount(value: number): string {
  return formatNumber(value, 0);
}

/** A fraction as percent: 0.1234 gives `12.3%`; no decimals from 1,000 % on. */
export function formatPercent(fraction: number, decimals = 1): string {
  if (!Number.isFinite(fraction)) return UNDEFINED_TEXT;
  return `${formatNumber(fraction * 100, Math.abs(fraction) >= 10 ? 0 : decimals)}%`;
}

/** {@link formatPercent} with a plus sign in front of gains. */
export function formatChange(fraction: number, decimals = 1): string {
  const text = formatPercent(fraction, decimals);
  return fraction > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Account currency: cents below 1,000, none from there on; what is less than a cent, as in an account of bitcoins, as {@link formatAmount}. */
export function formatMoney(value: number): string {
  const size = Math.abs(value);
  return size > 0 && size < CENT ? significant(value) : formatNumber(value, size < 1000 ? 2 : 0);
}

/** Sharpe and its like: two places, none from 1,000 on. */
export function formatRatio(value: number): string {
  return formatNumber(value, Math.abs(value) < 1000 ? 2 : 0);
}

/** A price or a quantity with at most `decimals` places and no trailing zeros. */
export function formatQuantity(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}

/** A price, fee or profit of one trade: with cents, or four significant digits below 1. */
export function formatAmount(value: number): string {
  return isBelowOne(value) ? significant(value) : formatNumber(value, 2);
}

/** Units of what is traded: at most four places, or four significant digits below 1. */
export function formatUnits(value: number): string {
  return isBelowOne(value) ? significant(value) : formatQuantity(value, 4);
}

function isBelowOne(value: number): boolean {
  const size = Math.abs(value);
  return size > 0 && size < 1;
}

/** Four significant digits of a value below 1: `0.00001234`. */
function significant(value: number): string {
  const size = Math.abs(value);
  if (size < SCIENTIFIC_BELOW) return value.toExponential(3).replaceAll("-", MINUS);
  return formatQuantity(value, 3 - Math.floor(Math.log10(size)));
}
