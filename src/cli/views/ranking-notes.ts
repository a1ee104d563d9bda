import type { CellView } from "../../callbacks/callback-context.ts";
import { describeRefusals } from "../../engine/refusals.ts";
import { rarelyTradedText } from "../../report/rarely-traded.ts";
import type { RarelyTraded } from "../../runs/query/run-results.ts";

const MOST_SHOWN = 3;

/**
 * What is to be known of a ranking in words: how many cells rank last because they hardly traded, and which of the shown
 * cells had entries refused.
 */
export function rankingNotes({ cells, minTrades, total }: RarelyTraded, shown: readonly CellView[]): readonly string[] {
  const refused = shown.flatMap((cell) => {
    const text = describeRefusals(cell.refused);
    return text === null ? [] : [`Cell ${cell.cell}: ${text}.`];
  });
  const rare = rarelyTradedText(minTrades, cells, total);
  const more = refused.length - MOST_SHOWN;
  return [
    ...(rare === null ? [] : [rare]),
    ...refused.slice(0, MOST_SHOWN),
    ...(more > 0 ? [`… and of ${more} more; \`nightgrid trades --rejections\` lists those of one cell.`] : []),
  ];
}
