import { apiUrl } from "../../api/address.ts";
import { sweepPath } from "../../api/queries.ts";

interface SeriesLinksProps {
  readonly run: string;
  readonly backtest: string;
  readonly cell: number;
  readonly kind: "equity" | "trades";
}

/** The same as files: addresses that pandas, polars and DuckDB read in one line. */
export function SeriesLinks({ run, backtest, cell, kind }: SeriesLinksProps) {
  const path = `${sweepPath(run, backtest)}/cells/${cell}/series`;
  return (
    <p className="row soft">
      {kind} as
      {["csv", "parquet"].map((format) => (
        <a key={format} href={apiUrl(path, { kind, format })} download>
          {format === "csv" ? "CSV" : "Parquet"}
        </a>
      ))}
    </p>
  );
}
