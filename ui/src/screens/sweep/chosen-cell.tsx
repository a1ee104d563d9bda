import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { cellHref } from "../../app/go.ts";
import { cellQuery } from "../../api/queries.ts";
import type { Sweep } from "../../api/shapes.ts";
import { Params } from "../../components/params.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { formatCount, formatMetric } from "../../format/numbers.ts";
import { useUrlState } from "../../state/use-url-state.ts";

/** The cell that was chosen in a picture: what it is, how it ranks, and whether its neighbours agree. */
export function ChosenCell({ sweep, cell }: { readonly sweep: Sweep; readonly cell: number }) {
  const query = useQuery(cellQuery(sweep.run_id, sweep.backtest, cell));
  const [, setCell] = useUrlState("cell");
  return (
    <section className="card chosen-cell" aria-label={`Cell ${cell}`}>
      <div className="body">
        <QueryView query={query} lines={2}>
          {({ params, metrics, plateau, objective, ranked }) => {
            const own = metrics.find(({ id }) => id === objective.id);
            return (
              <div className="row">
                <strong>
                  <Link href={cellHref(sweep.run_id, sweep.backtest, cell)}>Cell {formatCount(cell)}</Link>
                </strong>
                <Params params={params} />
                {own !== undefined && (
                  <span>
                    <span className="soft">{own.label}</span> <b>{formatMetric(own.value, own.unit)}</b>
                    {own.rank !== null && (
                      <span className="soft">
                        {" "}
                        rank {formatCount(own.rank)} of {formatCount(ranked)}
                      </span>
                    )}
                  </span>
                )}
                <span title="how much of its lead over the median its neighbours share">
                  <span className="soft">plateau</span> <b>{formatMetric(plateau.value, "fraction")}</b>
                </span>
                <button type="button" className="plain push" aria-label="Choose no cell" onClick={() => setCell("")}>
                  ✕
                </button>
              </div>
            );
          }}
        </QueryView>
      </div>
    </section>
  );
}
