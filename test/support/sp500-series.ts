import { readFileSync } from "node:fs";

/** The shipped S&P 500 closes, 2000-01-03 … 2020-04-17, 5,105 bars. */
export function sp500Series(): { readonly time: Float64Array; readonly close: Float64Array } {
  const text = readFileSync(new URL("../../datasets/sp500/SPX.csv", import.meta.url), "utf8");
  const rows = text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  return {
    time: Float64Array.from(rows, (row) => Date.parse(row[0] ?? "")),
    close: Float64Array.from(rows, (row) => Number(row[4])),
  };
}
