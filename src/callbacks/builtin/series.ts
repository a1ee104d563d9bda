import { SERIES_KINDS, type SeriesKind } from "../../core/spec/series-spec.ts";
import { defineCallback } from "../define-callback.ts";

/** Equity, trades, positions and what a strategy said, of the best cells, as Parquet files. */
export const series = defineCallback({
  description: "Writes the series of the best cells, and of all cells of scripts, as Parquet files, and summary.json",
  options: {
    best: { kind: "int", default: 5, min: 1, max: 1000, description: "Cells per backtest; of scripts all are kept" },
    kinds: { kind: "choices", default: SERIES_KINDS, choices: SERIES_KINDS, description: "Which series" },
    compression: {
      kind: "choice",
      default: "zstd",
      choices: ["zstd", "snappy"],
      description: "`snappy` for readers that know no zstd",
    },
  },
  async run({ services, values, options, log }) {
    const { best } = options;
    const kinds = SERIES_KINDS.filter((kind: SeriesKind) => options.kinds.includes(kind));
    const compression = options.compression === "snappy" ? "snappy" : "zstd";
    const paths = await services.writeSeries({ best, kinds, compression });
    await values.set("series", paths);
    for (const path of paths) log.info(`series: ${path}`);
  },
});
