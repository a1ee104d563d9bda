import type { CellView } from "../../callbacks/callback-context.ts";
import type { Note } from "../../core/notes/note.ts";
import { describeRefusals } from "../../engine/refusals.ts";
import { rarelyTradedText } from "../../report/rarely-traded.ts";
import type { RarelyTraded } from "../../runs/query/run-results.ts";
import { notesText } from "./notes-text.ts";

const MOST_SHOWN = 3;

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

/** One per cell with refused entries, three at most. */
export function refusalNotes(shown: readonly CellView[]): readonly Note[] {
  const refused = shown.flatMap((cell) => {
    const text = describeRefusals(cell.refused);
    return text === null ? [] : [`cell ${cell.cell} had ${text}`];
  });
  const more = refused.length - MOST_SHOWN;
  const rest = more > 0 ? [`and so had ${more} more (\`nightgrid trades --rejections\` lists those of one cell)`] : [];
  return [...refused.slice(0, MOST_SHOWN), ...rest].map((text) => ({ kind: "orders_refused", text }));
}
