import { isUsualHeader, plainHeader } from "../../csv/csv-columns.ts";
import { looksLikeTime } from "../../csv/time/looks-like-time.ts";
import { OTHER_HEADERS } from "./other-headers.ts";

const VOLUME = /^volume\b/i;
const TIME_OF_DAY = /^\d{1,2}:\d{2}/;
const TICKER = /^[\p{Lu}^][\p{Lu}\d.^=/_-]*$/u;

/** Names of the columns of files without a header, by what they hold. */
const HEADLESS: readonly { readonly fits: (row: readonly string[]) => boolean; readonly names: readonly string[] }[] = [
  {
    fits: (row) => row.length === 12 && /^\d{13,16}$/.test(row[0] ?? "") && /^\d{13,16}$/.test(row[6] ?? ""),
    names: [
      "time",
      "open",
      "high",
      "low",
      "close",
      "volume",
      ..."close_time quote_volume trades taker_base taker_quote ignore".split(" "),
    ],
  },
  {
    fits: (row) => row.length >= 6 && row.length <= 7 && TIME_OF_DAY.test(row[1] ?? ""),
    names: ["date", "time", "open", "high", "low", "close", "volume"],
  },
  {
    fits: (row) => row.length >= 5 && row.length <= 7,
    names: ["time", "open", "high", "low", "close", "volume", "trades"],
  },
];

/** A ticker before everything else, as MetaStock and many exchanges have it, is a column of symbols. @returns null for what has no known shape */
export function headlessNames(row: readonly string[]): readonly string[] | null {
  const [first = "", ...others] = row;
  if (!TICKER.test(first)) return namesOfRow(row);
  const names = namesOfRow(others);
  return names === null ? null : ["symbol", ...names];
}

function namesOfRow(row: readonly string[]): readonly string[] | null {
  const [low, high, open, close] = row.slice(1).map(Number);
  // Coinbase's candles: time, low, high, open, close, volume.
  const isLowFirst = low !== undefined && low < Math.min(open ?? 0, close ?? 0, high ?? 0);
  const names = HEADLESS.find(({ fits }) => fits(row))?.names ?? null;
  if (names === null || names[1] !== "open") return names?.slice(0, row.length) ?? null;
  const swapped = ["time", "low", "high", "open", "close", "volume", "trades"];
  return (isLowFirst && (high ?? 0) >= Math.max(open ?? 0, close ?? 0) ? swapped : names).slice(0, row.length);
}

/** How many of these are headers of a field of a bar, in any language. */
export function knownHeaders(names: readonly string[]): number {
  const others = new Set(Object.values(OTHER_HEADERS).flat());
  return names.filter((name) => isUsualHeader(name) || others.has(plainHeader(name))).length;
}

/** What has to be written under `columns` of a table with these headers, besides what is found by itself. */
export function guessColumns(
  names: readonly string[],
  sample: readonly (readonly string[])[],
): Readonly<Record<string, string | readonly string[]>> {
  const plain = names.map(plainHeader);
  const found: Record<string, string | readonly string[]> = {};
  for (const [field, headers] of Object.entries(OTHER_HEADERS)) {
    const position = plain.findIndex((name) => headers.includes(name));
    if (position >= 0 && !plain.includes(field)) found[field] = names[position] ?? "";
  }
  const volume = names.find((name) => VOLUME.test(name));
  if (volume !== undefined && !plain.some((name) => ["volume", "vol", "v"].includes(name))) found["volume"] = volume;
  const clock = names.findIndex((_, at) => sample.length > 0 && sample.every((row) => isTimeOfDay(row[at], names[at])));
  const day = names.findIndex((_, at) => at !== clock && looksLikeTime(sample[0]?.[at] ?? ""));
  if (clock >= 0 && day >= 0) found["time"] = [names[day] ?? "", names[clock] ?? ""];
  return found;
}

function isTimeOfDay(cell = "", name = ""): boolean {
  return TIME_OF_DAY.test(cell) || (plainHeader(name) === "time" && /^\d{4,6}$/.test(cell));
}
