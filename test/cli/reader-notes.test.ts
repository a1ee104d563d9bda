import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject, type Json } from "./support/nightgrid.ts";

const project = await createCliProject();
const DAY_MS = 86_400_000;
const SAMPLES = path.resolve(import.meta.dirname, "../../dags");

/** Weekdays of 2018 and 2019 as a CSV file. */
function prices(keep: (date: string) => boolean): string {
  const rows = ["date,open,high,low,close"];
  for (let time = Date.UTC(2018, 0, 1), bar = 0; time < Date.UTC(2020, 0, 1); time += DAY_MS, bar++) {
    const date = new Date(time).toISOString().slice(0, 10);
    if ([0, 6].includes(new Date(time).getUTCDay()) || !keep(date)) continue;
    const close = (100 + 20 * Math.sin(bar / 30)).toFixed(3);
    rows.push([date, close, close, close, close].join(","));
  }
  return rows.join("\n");
}

const EVIL = "<b>&B";

const DAG = `
id: noted
backtest:
  strategy: momentum_rotation
  data: { csv: "./prices/{symbol}.csv", symbols: [A, "${EVIL}"] }
  start_date: 2018-01-01
  end_date: 2019-12-31
after_backtest: [tearsheet]
`;

const NOTES = [
  { kind: "bars_missing", text: `${EVIL} lacks 10 of 500 days (2018-06-04 … 2018-06-15)` },
  { kind: "ends_early", text: `${EVIL} ends early, on 2019-11-29, 22 bars before A` },
  { kind: "year_derived", text: "a year of 252 bars is counted in the data (data.bars_per_year sets it)" },
];
/** A symbol that has ended cannot be bought. */
const REFUSED = { kind: "orders_refused", text: "cell 0 had 1 entry refused: no_price" };
const lineOf = (notes: readonly { readonly text: string }[]): string =>
  `Note: ${notes.map(({ text }) => text).join("; ")}.`;

let ran: Json;

beforeAll(async () => {
  project.write(
    "prices/A.csv",
    prices(() => true),
  );
  const isKept = (date: string): boolean => date < "2019-12-01" && (date < "2018-06-02" || date > "2018-06-17");
  project.write(`prices/${EVIL}.csv`, prices(isKept));
  project.write("noted.yaml", DAG);
  const { document, stderr } = await project.json(["run", "noted.yaml"]);
  ran = document;
  expect(stderr.split("\n").filter((line) => line.includes("Note:"))).toEqual([lineOf(NOTES)]);
}, 60_000);

describe("what a careful reader would want to be warned of stands in one line", { timeout: 60_000 }, () => {
  it("of the plan", async () => {
    const { stdout } = await project.run(["plan", "noted.yaml"]);
    expect(stdout.split("\n").filter((line) => line.includes("Note:"))).toEqual([lineOf(NOTES)]);
    const { document } = await project.json(["plan", "noted.yaml"]);
    expect(document["backtests"][0].notes).toEqual(NOTES);
  });

  it("beside the bars and dates of all symbols (FAULTS 4.4)", async () => {
    const { stdout } = await project.run(["plan", "noted.yaml"]);
    expect(stdout).toContain(`on A, ${EVIL}, 490 to 522 bars each (2018-01-01 … 2019-12-31)`);
    project.write("turned.yaml", DAG.replace(`[A, "${EVIL}"]`, `["${EVIL}", A]`));
    const turned = (await project.run(["plan", "turned.yaml"])).stdout;
    expect(turned).toContain("490 to 522 bars each (2018-01-01 … 2019-12-31)");
  });

  it("holds data that go on against the day that a run is for, not against an end that is still to come", async () => {
    const endless = DAG.replace(`[A, "${EVIL}"]`, "[A]").replace("2019-12-31", "2099-12-31");
    project.write("endless.yaml", endless);
    const kindsOn = async (date: string): Promise<readonly string[]> => {
      const { document } = await project.json(["plan", "endless.yaml", "--date", date]);
      return document["backtests"][0].notes.map(({ kind }: Json) => kind);
    };
    expect(await kindsOn("2020-01-03")).toEqual(["year_derived"]);
    expect(await kindsOn("2020-03-02")).toEqual(["ends_early", "year_derived"]);
  });

  it("of the run and of show", async () => {
    expect(ran["rankings"][0].notes).toEqual([...NOTES, REFUSED]);
    const { stdout } = await project.run(["show", "noted"]);
    expect(stdout.split("\n").filter((line) => line.includes("Note:"))).toEqual([lineOf([...NOTES, REFUSED])]);
    const { document } = await project.json(["show", "noted"]);
    expect(document["rankings"][0].notes).toEqual([...NOTES, REFUSED]);
  });

  it("of results", async () => {
    const { stdout } = await project.run(["results", "noted"]);
    expect(stdout.split("\n").filter((line) => line.includes("Note:"))).toEqual([lineOf([...NOTES, REFUSED])]);
    const { document } = await project.json(["results", "noted"]);
    expect(document["notes"]).toEqual(NOTES);
  });

  it("of the tearsheet, where names of users are text", () => {
    const html = readFileSync(ran["tearsheet"] as string, "utf8");
    expect(html).toContain("Note: &lt;b&gt;&amp;B lacks 10 of 500 days (2018-06-04 … 2018-06-15); ");
    expect(html).toContain("ends early, on 2019-11-29, 22 bars before A");
    expect(html).not.toContain(EVIL);
  });
});

describe("entries that were refused", { timeout: 60_000 }, () => {
  const POOR = `
id: poor
backtest:
  strategy: sma_cross
  data: { csv: ./prices/A.csv, bars_per_year: 260 }
  initial_capital: 50
  execution: { lot_size: 1 }
  param_grid: { fast: [5, 6, 7, 8, 9], slow: [20] }
after_backtest: [tearsheet]
`;

  it("are part of the line of run, show, results and tearsheet", async () => {
    project.write("poor.yaml", POOR);
    const { document } = await project.json(["run", "poor.yaml"]);
    const [note, ...others] = document["rankings"][0].notes as readonly Json[];
    expect(others).toEqual([]);
    expect(note).toEqual({
      kind: "orders_refused",
      text: expect.stringMatching(/^cell \d had \d+ entries refused: no_cash$/),
    });
    expect((await project.run(["show", "poor"])).stdout).toContain(`Note: ${note?.["text"]}.`);
    const lines = (await project.run(["results", "poor"])).stdout.split("\n").filter((line) => line.includes("Note:"));
    expect(lines).toEqual([
      expect.stringMatching(
        /^Note: cell \d had .*; cell \d had .*; cell \d had .*; and so had 2 more \(.*--rejections.*\)\.$/,
      ),
    ]);
    const { notes, cells } = (await project.json(["results", "poor"])).document;
    expect({ notes, refused: Object.keys(cells[0].refused) }).toEqual({ notes: [], refused: ["no_cash"] });
    expect(readFileSync(document["tearsheet"] as string, "utf8")).toMatch(/Note: \d+ entries refused: no_cash\./);
  });
});

describe("the samples", { timeout: 60_000 }, () => {
  it.each(readdirSync(SAMPLES).filter((name) => name.endsWith(".yaml")))("%s has no note", async (name) => {
    const { document, code } = await project.json(["plan", path.join(SAMPLES, name)]);
    expect(code).toBe(0);
    expect(document["backtests"].map((backtest: Json) => backtest["notes"])).toEqual(
      document["backtests"].map(() => []),
    );
  });
});

describe("data that are not on this host any more", { timeout: 60_000 }, () => {
  it("are a note of the results, which are there", async () => {
    const snapshots = path.join(project.home, ".nightgrid", "snapshots");
    rmSync(snapshots, { recursive: true });
    const { document, code } = await project.json(["results", "noted"]);
    expect(code).toBe(0);
    expect(document["notes"]).toEqual([{ kind: "data_not_here", text: expect.stringContaining("not on this host") }]);
  });
});
