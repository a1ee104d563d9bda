import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { sweepPath, sweepQuery } from "../../../api/queries.ts";
import type { Search } from "../../../api/shapes.ts";
import { sweepHref } from "../../../app/go.ts";
import { SearchFigures } from "../../../components/search/search-figures.tsx";
import { Shares } from "../../../components/shares.tsx";

interface SearchCardProps {
  readonly run: string;
  readonly backtest: string;
  readonly search: Search;
}

/** How the cells of a backtest were found, and what its objective depends on. */
export function SearchCard({ run, backtest, search }: SearchCardProps) {
  const { data } = useQuery(sweepQuery(run, backtest));
  const unit = data?.metrics.find(({ id }) => id === search.objective)?.unit ?? "ratio";
  const { shares, together, cells } = search.importance;
  const known = shares.flatMap(({ param, share }) => (share === null ? [] : [{ name: param, share }]));
  return (
    <section className="card" aria-labelledby={`search-${backtest}`}>
      <header>
        <h2 id={`search-${backtest}`}>Search of {backtest}</h2>
        <Link className="push" href={sweepHref(run, backtest)}>
          All cells
        </Link>
      </header>
      <div className="body stack tight">
        <SearchFigures search={search} sweep={sweepPath(run, backtest)} unit={unit} />
        {together !== null && (
          <>
            <h3>What {search.objective} depends on</h3>
            <Shares
              shares={[
                ...known.toSorted((one, other) => other.share - one.share),
                { name: "parameters together", share: together },
              ]}
            />
            <p className="soft">Shares of the variance by fANOVA, a forest of trees over {cells} cells.</p>
          </>
        )}
      </div>
    </section>
  );
}
