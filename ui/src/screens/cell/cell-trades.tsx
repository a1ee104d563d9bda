import { useQuery } from "@tanstack/react-query";
import { tradesQuery } from "../../api/queries.ts";
import type { CellDetail, Trade } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { formatCount, formatMetric } from "../../format/numbers.ts";
import { SeriesLinks } from "./series-links.tsx";

const price = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 7 });

const COLUMNS: readonly Column<Trade>[] = [
  { id: "symbol", label: "symbol", width: "minmax(64px, 0.8fr)", cell: ({ symbol }) => symbol },
  { id: "side", label: "side", width: "52px", wideOnly: true, cell: ({ side }) => side },
  { id: "entry", label: "in", width: "minmax(90px, 1fr)", cell: ({ entry_time: at }) => at.slice(0, 10) },
  {
    id: "entry-price",
    label: "at",
    width: "minmax(76px, 0.8fr)",
    isNumber: true,
    wideOnly: true,
    cell: ({ entry_price: at }) => price.format(at),
  },
  {
    id: "exit",
    label: "out",
    width: "minmax(90px, 1fr)",
    wideOnly: true,
    cell: ({ exit_time: at, open }) => (open ? "still open" : at.slice(0, 10)),
  },
  {
    id: "exit-price",
    label: "at",
    width: "minmax(76px, 0.8fr)",
    isNumber: true,
    wideOnly: true,
    cell: ({ exit_price: at }) => price.format(at),
  },
  {
    id: "pnl",
    label: "profit",
    width: "minmax(80px, 1fr)",
    isNumber: true,
    cell: ({ pnl }) => <span className={pnl < 0 ? "state-bad" : ""}>{formatMetric(pnl, "money")}</span>,
  },
  {
    id: "return",
    label: "return",
    width: "74px",
    isNumber: true,
    cell: ({ return: gain }) => formatMetric(gain, "fraction"),
  },
  {
    id: "sum",
    label: "sum",
    width: "minmax(80px, 1fr)",
    isNumber: true,
    wideOnly: true,
    cell: ({ cumulative_pnl: sum }) => formatMetric(sum, "money"),
  },
  {
    id: "why",
    label: "why out",
    width: "minmax(80px, 1fr)",
    wideOnly: true,
    cell: ({ reason }) => reason?.replaceAll("_", " "),
  },
];

/** Every trade of the cell. */
export function CellTrades({ detail: { run_id: run, backtest, cell } }: { readonly detail: CellDetail }) {
  const query = useQuery(tradesQuery(run, backtest, cell));
  return (
    <>
      <QueryView query={query} lines={10}>
        {({ trades }) =>
          trades.length === 0 ? (
            <Empty>This cell has not traded.</Empty>
          ) : (
            <section className="card" aria-label="Trades">
              <header>
                <h2>{formatCount(trades.length)} trades</h2>
              </header>
              <Table
                label="Trades"
                rows={trades}
                columns={COLUMNS}
                rowKey={(trade) => `${trade.symbol} ${trade.entry_bar} ${trade.exit_bar} ${trade.cumulative_pnl}`}
                rowHeight={28}
              />
            </section>
          )
        }
      </QueryView>
      <SeriesLinks run={run} backtest={backtest} cell={cell} kind="trades" />
    </>
  );
}
