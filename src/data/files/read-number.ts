import type { DataReading } from "../../core/spec/data-reading.ts";
import type { Cell } from "./row-source.ts";

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A sign or brackets for less than zero, a currency before or behind, %, K, M, B or T behind. */
const DRESSED =
  /^(\()?([+-])?\s*(?:\p{Sc}|[A-Z]{3}\s)?\s*([+-])?(\d[\d.,'’\s]*|[.,]\d+)(?:\s*(?:\p{Sc}|[A-Z]{3}))?\s*([%KMBT])?(\))?$/iu;
const UNITS: Readonly<Record<string, number>> = { "%": 0.01, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };
/** Whole thousands, cut by one sign throughout; Indian lakhs (12,34,567) too. */
const GROUPED = /^\d{1,3}(?:([.,'’\s])\d{2,3})(?:\1\d{2,3})*$/u;

/**
 * A number as a spreadsheet or a web page shows it: `$1,234.50`, `1.2K`, `12%` (0.12), `(3.5)`; `1.234,50` with a
 * decimal comma. NaN for anything else, also for separators that cut no thousands.
 */
export function readNumber(cell: Cell, decimal: DataReading["decimal"]): number {
  if (typeof cell === "number") return cell;
  if (decimal !== "," && PLAIN.test(cell)) return Number(cell);
  if (decimal === undefined) return Number.NaN;
  if (decimal === ",") {
    const plain = withComma(cell);
    if (!Number.isNaN(plain)) return plain;
  }
  const [, open, before, after, digits = "", unit, close] = DRESSED.exec(cell) ?? [];
  if (digits === "" || (open === undefined) !== (close === undefined) || (before && after)) return Number.NaN;
  const size = plainNumber(digits.trim(), decimal);
  const scale = unit === undefined ? 1 : (UNITS[unit.toUpperCase()] ?? Number.NaN);
  const isNegative = open !== undefined || before === "-" || after === "-";
  return size * scale * (isNegative ? -1 : 1);
}

const ZERO = 0x30;
const NINE = 0x39;
const COMMA = 0x2c;
/** Digits whose number, and power of ten, are exact: their quotient rounds as `Number` does. */
const EXACT_DIGITS = 15;

/** `-1234,5`, digit by digit, as most cells of such a file are; NaN for whatever else there is. */
function withComma(cell: string): number {
  const isNegative = cell.startsWith("-");
  const start = isNegative ? 1 : 0;
  if (cell.length === start || cell.length > start + EXACT_DIGITS + 1) return Number.NaN;
  let value = 0;
  let scale = 0;
  for (let at = start; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      scale *= 10;
    } else if (code === COMMA && scale === 0 && at > start && at < cell.length - 1) scale = 1;
    else return Number.NaN;
  }
  if (value > Number.MAX_SAFE_INTEGER) return Number.NaN;
  const size = scale === 0 ? value : value / scale;
  return isNegative ? -size : size;
}

function plainNumber(digits: string, decimal: "." | ","): number {
  const cut = digits.lastIndexOf(decimal);
  const whole = cut < 0 ? digits : digits.slice(0, cut);
  const decimals = cut < 0 ? "" : digits.slice(cut + 1);
  const isWhole = /^\d*$/.test(whole) || (GROUPED.test(whole) && whole.at(-4)?.match(/\d/) === null);
  if (!isWhole || !/^\d*$/.test(decimals) || whole.includes(decimal)) return Number.NaN;
  return Number(`${whole.replaceAll(/\D/g, "") || "0"}.${decimals || "0"}`);
}
