import { AppError } from "../../core/errors/app-error.ts";
import { commandLine } from "../../core/text/typed-word.ts";
import { ADJUSTMENTS, type Adjustment } from "../../data/sources/source.ts";
import { type Instrument, readInstrument, symbolsOfId } from "../../store/prices/instruments.ts";
import type { IngestDeps } from "./ingest-deps.ts";
import type { OpenSource } from "./open-source.ts";

export interface AskedInstrument {
  /** As the source calls it, or a symbol that is known. */
  readonly instrument: string;
  /** The symbol to be; absent: the known one, else what the source calls it. */
  readonly as?: string;
  /** Absent: that of the known one, else the first that the source has. */
  readonly adjustment?: string;
}

const LONGEST_NAME = 100;

/**
 * Which instrument is meant, and under which symbol it is kept. Nothing is written yet.
 *
 * @throws AppError USAGE; SYMBOL_TAKEN when the symbol stands for another one; SOURCE_SYMBOL_UNKNOWN
 */
export async function resolveInstrument(
  asked: AskedInstrument,
  { source, capabilities, context }: OpenSource,
  { database }: Pick<IngestDeps, "database">,
): Promise<Instrument> {
  const id = checkedName("instrument", asked.instrument);
  const as = asked.as === undefined ? undefined : checkedName("--as", asked.as);
  const adjustment = adjustmentOf(asked.adjustment, { name: source.name, has: capabilities.adjustments });
  const known = await knownInstrument({ source: source.name, id, as }, database);
  if (known !== null) {
    const wanted = { ...known, id: known.symbol === id ? known.id : id, adjustment: adjustment ?? known.adjustment };
    refuseOther(known, wanted);
    return known;
  }
  const found = as === undefined && source.symbolOf !== undefined ? await source.symbolOf(id, context) : undefined;
  if (found === null) {
    throw new AppError("SOURCE_SYMBOL_UNKNOWN", `${source.name} has nothing of the id "${id}"`, {
      hint: `Ids are not symbols: \`${commandLine("nightgrid data search", [source.name, id])}\` shows which there are.`,
      details: { source: source.name },
    });
  }
  const wanted: Instrument = {
    source: source.name,
    symbol: as ?? checkedName("symbol", found?.symbol || id),
    id,
    name: found?.name ?? null,
    adjustment: adjustment ?? capabilities.adjustments[0] ?? "raw",
  };
  const other = await readInstrument(database, wanted);
  if (other !== null) refuseOther(other, wanted);
  return wanted;
}

/** By the symbol that is asked for; else by the id; else the text is a symbol itself. */
async function knownInstrument(
  { source, id, as }: { readonly source: string; readonly id: string; readonly as: string | undefined },
  database: IngestDeps["database"],
): Promise<Instrument | null> {
  if (as !== undefined) return readInstrument(database, { source, symbol: as });
  const [symbol] = await symbolsOfId(database, { source, id });
  return readInstrument(database, { source, symbol: symbol ?? id });
}

/** @throws AppError SYMBOL_TAKEN */
export function refuseOther(known: Instrument, wanted: Instrument): void {
  const { source, symbol, id, adjustment } = known;
  if (id === wanted.id && adjustment === wanted.adjustment) return;
  const text =
    id === wanted.id
      ? `${symbol} of ${source} is kept with prices that are ${adjustment}, not ${wanted.adjustment}`
      : `${symbol} of ${source} is "${id}", not "${wanted.id}"`;
  throw new AppError("SYMBOL_TAKEN", text, {
    hint: `Keep the other one under a symbol of its own: --as ${symbol}2.`,
    details: { source, symbol, known: id },
  });
}

function adjustmentOf(
  asked: string | undefined,
  { name, has }: { readonly name: string; readonly has: readonly Adjustment[] },
): Adjustment | undefined {
  if (asked === undefined) return undefined;
  const adjustment = ADJUSTMENTS.find((each) => each === asked);
  if (adjustment !== undefined && has.includes(adjustment)) return adjustment;
  throw new AppError("USAGE", `${name} has no prices that are "${asked}"`, { hint: `It has ${has.join(", ")}.` });
}

function checkedName(what: string, text: string): string {
  const isFine = text.length <= LONGEST_NAME && /^[^\s\p{C}]+$/u.test(text) && text.isWellFormed();
  if (isFine) return text;
  const told = text.length > LONGEST_NAME ? `of ${text.length.toLocaleString("en")} characters` : JSON.stringify(text);
  throw new AppError("USAGE", `${what} cannot be ${told}`, {
    hint: `Write a name without spaces, of at most ${LONGEST_NAME} characters.`,
  });
}
