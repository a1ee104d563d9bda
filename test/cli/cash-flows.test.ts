import { expect, it } from "vitest";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();

const SHORT_FROM_THE_START = `
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "always_short",
  params: {},
  signals: ({ bars: { close } }) => {
    const never = new Uint8Array(close.length);
    return { entries: never, exits: never, shortEntries: Uint8Array.from(close, (_, bar) => (bar === 0 ? 1 : 0)), shortExits: never };
  },
});
`;

/** Eleven days at 10; half a unit of money is paid on the sixth. */
const PRICES = [
  "date,open,high,low,close,adj_close,dividends",
  ...Array.from({ length: 11 }, (_, day) => `2024-01-${day + 10},10,10,10,10,10,${day === 5 ? 0.5 : ""}`),
].join("\n");

const DAG = (adjusted: boolean) => `
id: short_${adjusted ? "adjusted" : "raw"}
backtest:
  strategy: ./always-short.ts
  data: { csv: ./ABC.csv, adjusted: ${adjusted} }
  initial_capital: 10000
  costs: { borrow_rate: 0.365 }
  execution: { direction: short }
  param_grid: { borrow_bps: [0, 3650, 7300] }
before_backtest: [check_data]
after_backtest: [tearsheet]
`;

const COLUMNS = "borrow_bps,total_fees,final_equity,gross_total_return";

async function cellsOf(file: string): Promise<readonly (readonly number[])[]> {
  expect(await project.json("run", ["run", file])).toMatchObject({ code: 0, document: { state: "succeeded" } });
  const { stdout } = await project.run(["results", "last", "--sort", "cell", "--columns", COLUMNS, "--csv"]);
  return stdout
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split(",").map((cell) => Math.round(Number(cell) * 1e6) / 1e6));
}

it("dividends of a CSV file and borrow costs of a grid reach the results", { timeout: 120_000 }, async () => {
  project.write("flows/ABC.csv", PRICES);
  project.write("flows/always-short.ts", SHORT_FROM_THE_START);
  // Short 1,000 units from the second day on: nine nights at a thousandth and two thousandths of 10,000.
  expect(await cellsOf(project.write("flows/raw.yaml", DAG(false)))).toEqual([
    [0, 0, 9500, -0.05],
    [3650, 90, 9410, -0.05],
    [7300, 180, 9320, -0.05],
  ]);
  expect(await cellsOf(project.write("flows/adjusted.yaml", DAG(true)))).toEqual([
    [0, 0, 10_000, 0],
    [3650, 90, 9910, 0],
    [7300, 180, 9820, 0],
  ]);
  const logs = await project.run(["logs", "last"]);
  expect(logs.stdout).toContain('ABC: the column "dividends" is not used');
});
