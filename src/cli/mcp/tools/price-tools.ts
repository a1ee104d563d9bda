import { seriesJson } from "../../../contract/json/data/prices-json.ts";
import { listSeries } from "../../../store/prices/list-series.ts";
import { optional } from "../arguments.ts";
import { MOST_ROWS } from "../capped-answer.ts";
import { type Tool, tool } from "../tool.ts";

export const PRICE_TOOLS: readonly Tool[] = [
  tool({
    name: "list_prices",
    description:
      "Prices of sources in the database: symbol, length of a bar, first and last bar, how many, when the source was asked.",
    takes: {
      source: optional("text", "only of this source"),
      symbols: optional("texts", "only of these symbols", 1000),
    },
    answer: async ({ source, symbols }, { project }) => {
      const filter = { ...(source !== undefined && { source }), ...(symbols !== undefined && { symbols }) };
      // One more says that there are more.
      const listed = await listSeries(project.deps.database, filter, { limit: MOST_ROWS + 1 });
      const list = listed.map(seriesJson).map(({ covered: _covered, ...series }) => series);
      return { facts: {}, rows: { name: "series", list }, narrow: "Narrow it down with source or symbols." };
    },
  }),
];
