import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import { barsQuery, problemsQuery, seriesQuery } from "../../api/queries.ts";
import type { BarPage, PriceProblems, PriceSeries } from "../../api/shapes.ts";
import { Page } from "../../app/page.tsx";
import { Empty } from "../../components/answers/empty.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { LazyChart } from "../../components/chart/lazy-chart.tsx";
import { LogScaleButton } from "../../components/controls/log-scale-button.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../format/numbers.ts";
import { useUrlState } from "../../state/use-url-state.ts";
import { BarTable } from "./bar-table.tsx";
import { CoverageStrip } from "./coverage-strip.tsx";
import { FetchList } from "./fetch-list.tsx";
import { formatPrice } from "./format-price.ts";
import { spanOf } from "./month-span.ts";
import { UpdateButton } from "./update-button.tsx";

interface SeriesScreenProps {
  readonly source: string;
  readonly symbol: string;
  readonly timeframe: string;
}

/** Points of the chart. */
const MOST_BARS = 5000;

/** One series of prices: its closes, its gaps, and its last bars. */
export function SeriesScreen({ source, symbol, timeframe }: SeriesScreenProps) {
  const [scale, setScale] = useUrlState("scale");
  const listed = useQuery(seriesQuery({ source, symbol, timeframe, limit: 1 }));
  const bars = useQuery(barsQuery({ source, symbol, timeframe, limit: MOST_BARS }));
  const problems = useQuery(problemsQuery(source, symbol));
  const isLog = scale === "log";
  return (
    <Page
      title={`${symbol} ${timeframe}`}
      crumbs={<Link href="/data">Data</Link>}
      beside={<span className="soft">{source}</span>}
      actions={<UpdateButton label="Update" body={{ source, symbols: [symbol], timeframe }} />}
    >
      <FetchList most={1} />
      <QueryView query={listed} lines={3}>
        {({ items: [series] }) =>
          series === undefined ? <Empty>There is no such series.</Empty> : <SeriesFacts series={series} />
        }
      </QueryView>
      <section className="card" aria-label="Closes">
        <header>
          <h2>Close</h2>
          <LogScaleButton isLog={isLog} onChange={setScale} />
        </header>
        <div className="body">
          <QueryView query={bars} lines={8}>
            {(page) => <Closes page={page} isLog={isLog} />}
          </QueryView>
        </div>
      </section>
      <QueryView query={problems} lines={3}>
        {(found) => <Problems found={found} timeframe={timeframe} />}
      </QueryView>
      {bars.data !== undefined && <BarTable page={bars.data} />}
    </Page>
  );
}

function SeriesFacts({ series }: { readonly series: PriceSeries }) {
  const span = spanOf([series]);
  const { bars, first, last, revised, asked_at: asked, instrument, adjustment } = series;
  return (
    <>
      <dl className="tiles">
        <div>
          <dt>bars</dt>
          <dd>{formatCount(bars)}</dd>
        </div>
        <div>
          <dt>first</dt>
          <dd>
            <Time at={first} precision="day" />
          </dd>
        </div>
        <div>
          <dt>last</dt>
          <dd>
            <Time at={last} precision="day" />
          </dd>
        </div>
        <div>
          <dt>revised</dt>
          <dd>{formatCount(revised)}</dd>
        </div>
        <div>
          <dt>instrument</dt>
          <dd>
            {instrument}
            <small>{adjustment}</small>
          </dd>
        </div>
      </dl>
      <section className="card" aria-label="Bars by month">
        <div className="body">
          {span !== null && <CoverageStrip series={series} span={span} height={44} />}
          <p className="soft">
            Bars by month{span === null ? "" : `, ${span.first} to ${span.last}`} · the source was asked last{" "}
            <Time at={asked} />
          </p>
        </div>
      </section>
    </>
  );
}

function Closes({ page, isLog }: { readonly page: BarPage; readonly isLog: boolean }) {
  const ascending = useMemo(() => page.items.toReversed(), [page.items]);
  const time = useMemo(() => ascending.map(({ time: at }) => Date.parse(at) / 1000), [ascending]);
  const lines = useMemo(() => [{ label: "close", values: ascending.map(({ close }) => close) }], [ascending]);
  return (
    <>
      <LazyChart
        label={`Closes of ${page.symbol}`}
        time={time}
        lines={lines}
        format={formatPrice}
        zone="UTC"
        height={280}
        isLog={isLog}
      />
      {page.next_cursor !== null && <p className="soft">The last {formatCount(page.items.length)} bars.</p>}
    </>
  );
}

interface ProblemsProps {
  readonly found: PriceProblems;
  readonly timeframe: string;
}

function Problems({ found, timeframe }: ProblemsProps) {
  const problems = found.series.find((series) => series.timeframe === timeframe)?.problems ?? [];
  return (
    <section className="card" aria-label="What is odd about it">
      <header>
        <h2>Gaps and oddities</h2>
      </header>
      {problems.length === 0 ? (
        <p className="body soft">Nothing was found.</p>
      ) : (
        <ul className="plain-list">
          {problems.map(({ kind, text }) => (
            <li key={text} className={kind === "note" ? "" : "state-bad"}>
              {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
