import type { ReactNode } from "react";
import { Link } from "wouter";
import { compareHref } from "../../../app/go.ts";
import type { Sweep } from "../../../api/shapes.ts";
import { apiUrl } from "../../../api/address.ts";
import { sweepPath } from "../../../api/queries.ts";
import { usePicked } from "./use-picked.ts";

interface CellsCardProps {
  readonly sweep: Sweep;
  readonly title: string;
  readonly children: ReactNode;
}

/** The frame of a table of cells: what is picked, and all of them as a file. */
export function CellsCard({ sweep, title, children }: CellsCardProps) {
  const { cells } = usePicked();
  const { run_id: run, backtest } = sweep;
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="row push">
          {cells.length > 0 && (
            <Link href={compareHref(cells.map((cell) => `${run}:${backtest}:${cell}`))} className="button">
              Compare {cells.length} picked
            </Link>
          )}
          <a href={apiUrl(`${sweepPath(run, backtest)}/cells.csv`)} download>
            CSV of all
          </a>
          <a href={apiUrl(`${sweepPath(run, backtest)}/cells.parquet`)} download>
            Parquet
          </a>
        </span>
      </header>
      {children}
    </section>
  );
}
