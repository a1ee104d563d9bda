import { createHash } from "node:crypto";
import { AppError } from "../../../core/errors/app-error.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import { unpack } from "../../formats/unpack.ts";
import { knownTimeframe } from "../answers/known-timeframe.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import type { BarsRequest, SourceBar, SourceContext } from "../source.ts";
import { invalidAnswer, isNotFound, sourceError } from "../source-error.ts";
import { addressOf, BINANCE, NAME, TIMEFRAMES } from "./binance-settings.ts";
import { BARS_PER_REQUEST, barOf, type BinancePage } from "./klines-page.ts";

/** From so many requests of the API on, archives are less work for both sides. */
const REQUESTS_INSTEAD = 10;
/** Of a packed month of seconds, and of what comes out of it. */
const PACKED_BYTES = 256 * 1024 * 1024;
const UNPACKED_BYTES = 1024 ** 3;
const CHECKSUM_BYTES = 4096;

export const ARCHIVE_USES = ["auto", "always", "never"] as const;

/** A file of the archives. */
export interface Archive {
  /** Below the address of the archives. */
  readonly file: string;
  /** What it covers, in milliseconds. */
  readonly from: number;
  readonly to: number;
}

/**
 * Whether the archives are asked first: for spans that would take more than ten requests of the API, unless
 * `BINANCE_ARCHIVES` says always or never.
 *
 * @throws AppError SETTING_INVALID
 */
export function wantsArchives({ from, to, timeframe }: BarsRequest, context: SourceContext): boolean {
  const told = context.env("BINANCE_ARCHIVES") ?? "auto";
  const use = ARCHIVE_USES.find((one) => one === told);
  switch (use) {
    case "always":
      return true;
    case "never":
      return false;
    case "auto":
      return (to - from) / timeframeMs(timeframe) > REQUESTS_INSTEAD * BARS_PER_REQUEST;
    case undefined:
      throw new AppError("SETTING_INVALID", `BINANCE_ARCHIVES is "${told}"`, {
        hint: `Set it to one of ${ARCHIVE_USES.join(", ")}, or leave it out.`,
      });
  }
}

interface ArchivesKnown {
  readonly now: Date;
  /** Files that are not there. */
  readonly missing: ReadonlySet<string>;
}

/** The file that holds the bars from `at` on: of its month where that is over, else of its day; null where neither can be. */
export function archiveAt(at: number, request: BarsRequest, { now, missing }: ArchivesKnown): Archive | null {
  const candidates = [monthOf(at, request), dayOf(at, request)];
  return candidates.find(({ to, file }) => to <= now.getTime() && !missing.has(file)) ?? null;
}

function monthOf(at: number, request: BarsRequest): Archive {
  const date = new Date(at);
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  return { file: fileOf("monthly", request, new Date(from).toISOString().slice(0, 7)), from, to };
}

function dayOf(at: number, request: BarsRequest): Archive {
  const from = Math.floor(at / DAY_MS) * DAY_MS;
  return {
    file: fileOf("daily", request, new Date(from).toISOString().slice(0, 10)),
    from,
    to: from + DAY_MS,
  };
}

const SYMBOL = /^[\p{L}\p{N}._-]{1,40}$/u;

function fileOf(kind: "monthly" | "daily", { instrument, timeframe }: BarsRequest, period: string): string {
  // It becomes part of an address.
  if (!SYMBOL.test(instrument) || instrument.startsWith("."))
    throw sourceError(NAME, { kind: "not_found", reason: `"${instrument}" is no symbol. It is written as in BTCUSDT` });
  const symbol = encodeURIComponent(instrument);
  const interval = knownTimeframe(NAME, timeframe, TIMEFRAMES);
  return `data/spot/${kind}/klines/${symbol}/${interval}/${symbol}-${interval}-${period}.zip`;
}

/**
 * The bars of an archive from `at` on, once its SHA-256 is the one that is published beside it. Null when it is not there:
 * months come out some days after their end, and a pair may be younger.
 *
 * @throws AppError SOURCE_…
 */
export async function archivePage(
  at: number,
  archive: Archive,
  request: BarsRequest,
  context: SourceContext,
): Promise<BinancePage | null> {
  const url = `${addressOf(BINANCE.archives, context)}/${archive.file}`;
  try {
    const { body: packed } = await context.get({ url, maxBytes: PACKED_BYTES });
    const { body: checksum } = await context.get({ url: `${url}.CHECKSUM`, maxBytes: CHECKSUM_BYTES });
    checkSum(archive.file, packed, checksum);
    const until = Math.min(archive.to, request.to);
    const bars = checkedBars(NAME, { ...request, from: at, to: until }, barsIn(archive.file, packed));
    return { bars, until };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

function checkSum(file: string, packed: Uint8Array, checksum: Uint8Array): void {
  const told = /^[0-9a-f]{64}(?=\s|$)/i.exec(new TextDecoder().decode(checksum).trim())?.[0].toLowerCase();
  if (told === undefined) throw invalidAnswer(NAME, `the checksum of ${file} is none`);
  const found = createHash("sha256").update(packed).digest("hex");
  if (found !== told) throw invalidAnswer(NAME, `${file} was damaged on its way: its SHA-256 is not the published one`);
}

function barsIn(file: string, packed: Uint8Array): readonly SourceBar[] {
  const text = new TextDecoder().decode(unpacked(file, packed));
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // Some files have a header.
  const rows = /^"?[a-z]/i.test(lines[0] ?? "") ? lines.slice(1) : lines;
  return rows.map((line) => barOf(line.trim().split(",")));
}

function unpacked(file: string, packed: Uint8Array): Uint8Array {
  try {
    return unpack(packed, { file, maxBytes: UNPACKED_BYTES });
  } catch (error) {
    throw error instanceof AppError ? invalidAnswer(NAME, error.message) : error;
  }
}
