import type { CellView } from "../../callbacks/callback-context.ts";
import type { Note } from "../../core/notes/note.ts";
import { rarelyTradedText } from "../../report/rarely-traded.ts";
import { refusalNotes } from "../../runs/query/run-notes.ts";
import type { RarelyTraded } from "../../runs/query/run-results.ts";
import { notesText } from "./notes-text.ts";

/**
 * What is to be known of a ranking in words: how many cells rank last because they hardly traded, and, in one line, what
 * its backtest's notes say and which of the shown cells had entries refused.
 */
export function rankingNotes(
  {
    rarelyTraded: { cells, minTrades, total },
    notes,
  }: { readonly rarelyTraded: RarelyTraded; readonly notes: readonly Note[] },
  shown: readonly CellView[],
): readonly string[] {
  const rare = rarelyTradedText(minTrades, cells, total);
  return [...(rare === null ? [] : [rare]), ...notesText([...notes, ...refusalNotes(shown)])];
}
