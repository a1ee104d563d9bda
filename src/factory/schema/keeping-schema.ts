import { Type } from "typebox";
import { SERIES_KINDS } from "../../core/spec/series-spec.ts";
import { map, oneOf } from "./schema-parts.ts";

// What is kept of a run besides its metrics.

export const series = map(
  {
    best: Type.Integer({
      minimum: 0,
      maximum: 1000,
      description: "Cells of each backtest, the best ones; of scripts all are kept. 0 keeps none.",
      default: 5,
    }),
    kinds: Type.Array(oneOf(SERIES_KINDS, {}), {
      description: "Which series, each a file of its own.",
      default: [...SERIES_KINDS],
      uniqueItems: true,
      minItems: 1,
    }),
    compression: oneOf(["zstd", "snappy"], {
      description: "How the files are compressed; `snappy` for readers that know no zstd.",
      default: "zstd",
    }),
  },
  { description: "Series that are kept as Parquet files: equity, trades, positions, signals, weights and daily IC." },
);
