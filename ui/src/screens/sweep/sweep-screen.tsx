import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { runHref } from "../../app/go.ts";
import { Page } from "../../app/page.tsx";
import { sweepPath, sweepQuery } from "../../api/queries.ts";
import type { Sweep } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { OverfittingFigures } from "../../components/overfitting-figures.tsx";
import { Params } from "../../components/params.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { SearchFigures } from "../../components/search/search-figures.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { formatCount } from "../../format/numbers.ts";
import { SweepErrors } from "./sweep-errors.tsx";
import { SweepTables } from "./table/sweep-tables.tsx";
import { SweepViews } from "./sweep-views.tsx";

/** All cells of a sweep, however many, as linked pictures and a table. */
export function SweepScreen({ run, backtest }: { readonly run: string; readonly backtest: string }) {
  const query = useQuery(sweepQuery(run, backtest));
  const { data } = query;
  return (
    <Page
      title={`${backtest} of ${run}`}
      heading={
        <>
          {backtest} <span className="soft mono">{run}</span>
        </>
      }
      crumbs={
        <>
          <Link href="/">DAGs</Link> / <Link href={runHref(run)}>{run}</Link>
        </>
      }
      beside={data !== undefined && <StateBadge state={data.state} />}
    >
      <QueryView query={query} lines={14}>
        {(sweep) => <SweepContent sweep={sweep} />}
      </QueryView>
    </Page>
  );
}

function SweepContent({ sweep }: { readonly sweep: Sweep }) {
  const { cells, statistics, where, fixed, objective, strategy } = sweep;
  return (
    <>
      <dl className="facts">
        <Fact name="strategy">{strategy}</Fact>
        <Fact name="cells">
          {formatCount(cells.total)}
          {cells.done < cells.total && <span className="soft"> · {formatCount(cells.done)} done</span>}
          {cells.cached > 0 && <span className="soft"> · {formatCount(cells.cached)} known before</span>}
          {cells.failed > 0 && <span className="state-bad"> · {formatCount(cells.failed)} failed</span>}
        </Fact>
        <Fact name="ranked by">{objective.label}</Fact>
        {where !== null && (
          <Fact name="where">
            <code>{where}</code>
          </Fact>
        )}
        {Object.keys(fixed).length > 0 && (
          <Fact name="the same in all">
            <Params params={fixed} />
          </Fact>
        )}
      </dl>
      {statistics !== null && (
        <section className="card" aria-labelledby="luck">
          <header>
            <h2 id="luck">How much of the best cell is luck</h2>
          </header>
          <div className="body">
            <OverfittingFigures statistics={statistics} />
          </div>
        </section>
      )}
      {cells.done - cells.failed > 0 ? (
        <>
          {sweep.search !== null && (
            <section className="card" aria-labelledby="search">
              <header>
                <h2 id="search">How the cells were found</h2>
              </header>
              <div className="body stack tight">
                <SearchFigures
                  search={sweep.search}
                  sweep={sweepPath(sweep.run_id, sweep.backtest)}
                  unit={sweep.metrics.find(({ id }) => id === sweep.search?.objective)?.unit ?? "ratio"}
                />
              </div>
            </section>
          )}
          <SweepViews sweep={sweep} />
          <SweepTables sweep={sweep} />
        </>
      ) : (
        <Empty>
          {cells.failed > 0
            ? "No cell has a result: all of them failed."
            : "No cell is done yet; pictures appear as they come."}
        </Empty>
      )}
      {sweep.errors.length > 0 && <SweepErrors sweep={sweep} />}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
