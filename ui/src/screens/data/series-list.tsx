import { useMemo } from "react";
import { Link } from "wouter";
import type { PriceSeries, SeriesPage } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../format/numbers.ts";
import { CoverageStrip } from "./coverage-strip.tsx";
import { type MonthSpan, spanOf } from "./month-span.ts";
import { seriesHref } from "./series-href.ts";

interface SeriesListProps {
  readonly page: SeriesPage;
  readonly isFiltered: boolean;
  readonly cursor: string;
  readonly go: (cursor: string) => void;
}

/** Which prices there are, and of which months. */
export function SeriesList({ page, isFiltered, cursor, go }: SeriesListProps) {
  const span = useMemo(() => spanOf(page.items), [page.items]);
  const columns = useMemo(() => columnsOf(span), [span]);
  if (page.items.length === 0)
    return isFiltered ? (
      <Empty>No series is like that.</Empty>
    ) : (
      <Empty command="npx nightgrid data fetch coingecko bitcoin --as BTC">No prices were fetched yet.</Empty>
    );
  return (
    <>
      <Table label="Series of prices" rows={page.items} columns={columns} rowKey={seriesHref} height="none" />
      <div className="log-foot">
        <span className="soft">{span === null ? "" : `Bars by month, ${span.first} to ${span.last}`}</span>
        <span className="row push">
          {cursor !== "" && (
            <button type="button" onClick={() => go("")}>
              First
            </button>
          )}
          <button type="button" disabled={page.next_cursor === null} onClick={() => go(page.next_cursor ?? "")}>
            More
          </button>
        </span>
      </div>
    </>
  );
}

function columnsOf(span: MonthSpan | null): readonly Column<PriceSeries>[] {
  return [
    {
      id: "symbol",
      label: "symbol",
      width: "minmax(100px, 1fr)",
      cell: (series) => (
        <Link href={seriesHref(series)}>
          {series.symbol} <span className="soft">{series.timeframe}</span>
        </Link>
      ),
    },
    { id: "source", label: "source", width: "110px", wideOnly: true, cell: ({ source }) => source },
    {
      id: "coverage",
      label: "bars by month",
      width: "minmax(140px, 3fr)",
      narrowWidth: "minmax(110px, 1.4fr)",
      cell: (series) => (span === null ? null : <CoverageStrip series={series} span={span} />),
    },
    { id: "bars", label: "bars", width: "86px", isNumber: true, wideOnly: true, cell: ({ bars }) => formatCount(bars) },
    {
      id: "last",
      label: "last bar",
      width: "128px",
      narrowWidth: "118px",
      cell: ({ last }) => <Time at={last} precision="day" />,
    },
    { id: "asked", label: "asked", width: "170px", wideOnly: true, cell: ({ asked_at: at }) => <Time at={at} /> },
    {
      id: "revised",
      label: "revised",
      width: "76px",
      isNumber: true,
      wideOnly: true,
      cell: ({ revised }) => (revised === 0 ? "" : formatCount(revised)),
    },
  ];
}
