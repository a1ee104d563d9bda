import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();

function prices(revised: number): string {
  const rows = Array.from({ length: 300 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    const price = 100 + 10 * Math.sin(day / 7) + (day === revised ? 9 : 0);
    return `${date},${price},${price + 2},${price - 2},${price},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

const DAG = `
id: nightly
backtest:
  strategy: ../strategies/dip.ts
  data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
  param_grid: { fast: [1, 2] }
alerts: []
`;

const STRATEGY = `import { LEVEL } from "./level.ts";
export default { name: "dip", params: { fast: { kind: "int", default: 1 } }, signals({ bars, params }) {
  const entries = Uint8Array.from(bars.close, (close, bar) =>
    (bar > params.fast && close < LEVEL * bars.close[bar - params.fast] ? 1 : 0));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };
`;

function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
  return execFileSync("git", ["-C", project.home, ...who, ...args], { encoding: "utf8" }).trim();
}

function commitLevel(text: string, subject: string): string {
  project.write("strategies/level.ts", text);
  git("add", "strategies");
  git("commit", "-qm", subject);
  return git("rev-parse", "HEAD");
}

async function run(): Promise<string> {
  return (await project.json("run", ["run", "nightly"])).document.run_id;
}

const runs: string[] = [];
let culprit = "";
const runOf = (place: number): string => runs[place] ?? "";

beforeAll(async () => {
  project.write("prices/S0.csv", prices(-1));
  project.write("strategies/dip.ts", STRATEGY);
  project.write("dags/nightly.yaml", DAG);
  git("init", "-q");
  commitLevel("export const LEVEL = 1;\n", "begin");
  runs.push(await run());
  commitLevel("// a word\nexport const LEVEL = 1;\n", "say a word");
  commitLevel("export const LEVEL = 1.0;\n", "write it otherwise");
  culprit = commitLevel("export const LEVEL = 0.99;\n", "tune; $(touch pwned) `id`");
  commitLevel("// tuned\nexport const LEVEL = 0.99;\n", "say why");
  runs.push(await run());
  project.write("prices/S0.csv", prices(100));
  runs.push(await run());
}, TIMEOUT);

const bisect = (good: string, bad: string) =>
  project.json("bisection", ["bisect", "nightly", "--good", good, "--bad", bad, "--cell", "0"]);

describe("nightgrid bisect", () => {
  it(
    "finds the commit that moved the results, without touching the working tree",
    async () => {
      project.write("strategies/level.ts", "export const LEVEL = 'unfinished';\n");
      const { document, code } = await bisect(runOf(0), runOf(1));
      expect([code, document.culprits, document.random]).toEqual([0, ["code"], false]);
      expect(document.commit).toMatchObject({ outcome: "found", hash: culprit, candidates: 4, computed: 2 });
      expect(readFileSync(`${project.home}/strategies/level.ts`, "utf8")).toContain("unfinished");
      expect(git("status", "--porcelain", "--", "strategies")).toBe("M strategies/level.ts");
      const said = await project.run(["bisect", "nightly", "--good", runOf(0), "--bad", runOf(1)]);
      expect(said.stdout).toMatch(/It was: code\.[\s\S]*commit [0-9a-f]{12} .* tune;/);
    },
    TIMEOUT,
  );

  it(
    "tells revised data, by the row, and both when both changed",
    async () => {
      const { document } = await bisect(runOf(1), runOf(2));
      expect([document.culprits, document.commit]).toEqual([["data"], null]);
      expect(document.inputs.join("\n")).toContain("2020-04-10");
      expect((await bisect(runOf(0), runOf(2))).document.culprits).toEqual(["data", "code"]);
      const none = await bisect(runOf(1), runOf(1));
      expect(none.document.culprits).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    "refuses runs that are not there, of another DAG, and cells that there are not",
    async () => {
      const ask = async (dag: string, good: string, ...more: readonly string[]) =>
        (await project.run(["bisect", dag, "--good", good, "--bad", runOf(1), ...more])).code;
      expect(await ask("nightly", "nowhere")).toBe(4);
      expect(await ask("another", runOf(0))).toBe(2);
      expect(await ask("nightly", runOf(0), "--cell", "99")).toBe(4);
      expect(await ask("nightly", runOf(0), "--backtest", "no")).toBe(2);
    },
    TIMEOUT,
  );
});
