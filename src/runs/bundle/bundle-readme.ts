import type { BundleManifest } from "./bundle-manifest.ts";

/** `README.md` of a bundle: how to read it with any program, and how to compute it again. */
export function bundleReadme({ run, nightgrid, backtests, snapshots, left_out: leftOut }: ReadmeFacts): string {
  const hasCode = backtests.some(({ code }) => code.length > 0);
  const [first] = backtests;
  const rows: readonly (readonly [path: string, meaning: string] | false)[] = [
    ["bundle.json", "what is in here: the run, its seeds, the names of its results, SHA-256 of every file"],
    ["dag.yaml", "the DAG file as the run had it; secrets read `***`"],
    ["resolved.yaml", "the same with every default filled in, and the values that this run had in place of the file's"],
    hasCode && ["code/", "the files that the strategies consist of"],
    ["lock/", "files that pin the packages of the project, where it has any"],
    ["environment.json", "where the bundle was made: Node, Nightgrid, system, processor"],
    ["cells/<backtest>.csv, .parquet", "every cell: its number, parameters, state and metrics; empty is undefined"],
    ["trades/, equity/", "trades and equity curves of the best cells, as Parquet"],
    ["studies/", "what walk-forward and the like came to, where they were asked for"],
    snapshots.length > 0 && [
      "data/<snapshot>/manifest.json",
      "which prices were read; its SHA-256 is the name of the snapshot",
    ],
    snapshots.some(({ prices }) => prices !== null) && [
      "data/<snapshot>/<symbol>.parquet",
      "the prices themselves: `ts`, open, high, low, close, volume, and what lay beside them",
    ],
  ];
  return [
    `# Run ${run.id} of ${run.dag}`,
    "",
    `Made by Nightgrid ${nightgrid}; the run is for ${run.logical_date} and ended as ${run.state}.`,
    "",
    "| | |",
    "|---|---|",
    ...rows.flatMap((row) => (row === false ? [] : [`| \`${row[0]}\` | ${row[1]} |`])),
    "",
    "## Read it",
    "",
    "CSV, JSON and YAML open anywhere. Parquet, for example in Python:",
    "",
    "```python",
    "import pandas as pd",
    `pd.read_parquet("cells/${first?.name ?? "backtest"}.parquet").describe()`,
    "```",
    "",
    "## Compute it again",
    "",
    "```",
    `npx nightgrid@${nightgrid} replay run.zip`,
    "```",
    "",
    "This computes every cell from the code and the prices in here, in a folder of its own, and says that all metrics are the",
    "same, or which one is not first. **It runs the code in `code/`**: look at it before, when you do not trust who sent it.",
    "",
    ...backtests.flatMap(({ name, no_replay: why }) =>
      why === null ? [] : [`\`${name}\` cannot be computed again: ${why}.`, ""],
    ),
    ...(leftOut.length === 0 ? [] : ["## Left out", "", ...leftOut.map(({ what, why }) => `- ${what}: ${why}`), ""]),
  ].join("\n");
}

type ReadmeFacts = Pick<BundleManifest, "run" | "nightgrid" | "backtests" | "snapshots" | "left_out">;
