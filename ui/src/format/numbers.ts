export const METRIC_UNITS = ["fraction", "ratio", "money", "count", "bars", "days", "bps"] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

/** What stands where there is no number; the reason why is shown beside it or on hover. */
export const NO_NUMBER = "–";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const two = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const one = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en-US", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** How a number of each unit is written: fractions as per cent, ratios with two digits, the rest whole or nearly so. */
const BY_UNIT: Readonly<Record<MetricUnit, (value: number) => string>> = {
  fraction: (value) => percent.format(value),
  ratio: (value) => two.format(value),
  money: (value) => whole.format(value),
  count: (value) => whole.format(value),
  bars: (value) => one.format(value),
  days: (value) => one.format(value),
  bps: (value) => one.format(value),
};

/** A metric as people read it; a minus is a minus, and not a hyphen, so that columns line up. */
export function formatMetric(value: number | null | undefined, unit: MetricUnit): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  return BY_UNIT[unit](value).replace("-", "−");
}

export function formatCount(value: number): string {
  return whole.format(value);
}

/** `count`, or `1,000+` when nobody counted further. */
export function formatBounded(total: { readonly count: number; readonly at_least: boolean }): string {
  return `${formatCount(total.count)}${total.at_least ? "+" : ""}`;
}

/** `4.2 MB`, in units of 1000. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? whole.format(value) : one.format(value)} ${units[unit] ?? "B"}`;
}

/** A value of a parameter: numbers as they were given, without a trail of binary digits. */
export function formatParam(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value);
}
