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

const keep = (description: string) =>
  Type.String({
    pattern: "^([0-9]+(\\.[0-9]+)?[dwy]|forever)$",
    description,
    examples: ["90d", "26w", "1y", "forever"],
  });

export const retention = Type.Optional(
  Type.Union(
    [
      keep("For the whole run."),
      map(
        {
          logs: Type.Optional(keep("Lines of logs.")),
          trades: Type.Optional(keep("Trades in Parquet; as `series` unless given.")),
          series: Type.Optional(
            keep("Equity, positions, signals, weights and daily IC in Parquet; as `artifacts` unless given."),
          ),
          artifacts: Type.Optional(keep("All other files: tearsheets, CSV, what callbacks and scripts write.")),
          rows: Type.Optional(
            keep("The run itself and all that is left of it; results go with the last run that has them."),
          ),
        },
        { description: "By what it is." },
      ),
    ],
    {
      description:
        "How long after their end runs are kept, or parts of them; unless given, as the settings of the project say.",
    },
  ),
);
