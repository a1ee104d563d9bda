import { AppError } from "../../../core/errors/app-error.ts";
import type { FoundInstrument } from "../../../data/sources/source.ts";
import type { IngestDeps, IngestWatch } from "../ingest-deps.ts";
import { openSource } from "../open-source.ts";

/** Instruments of a source whose id, symbol or name holds a text, the best first. @throws AppError USAGE, SOURCE_… */
export async function searchInstruments(
  name: string,
  text: string,
  { deps, watch }: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<readonly FoundInstrument[]> {
  const { source, context } = await openSource(name, deps, watch);
  if (text.trim() === "")
    throw new AppError("USAGE", "There is no text to look for", { hint: "Write a part of a name." });
  if (source.search !== undefined) return source.search(text, context);
  throw new AppError("USAGE", `${name} has no list of its instruments`, {
    hint: "Names are those of the source: fetch one by it.",
  });
}
