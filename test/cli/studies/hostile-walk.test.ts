import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();

/**
 * Goes in every `every` bars and out again. What it does beyond that is told by a word: parts of the data are given up to their end, so that
 * it can tell the windows apart by the number of bars.
 */
const HOSTILE = `import { defineStrategy } from "nightgrid";
import { existsSync, writeFileSync } from "node:fs";
export default defineStrategy({
  name: "hostile",
  params: {
    every: { kind: "int", default: 20, min: 2, max: 500 },
    word: { kind: "choice", default: "well", choices: ["well", "throws", "silent", "waits"] },
  },
  signals({ bars, params }) {
    const length = bars.close.length;
    const isThird = length === 2000;
    if (params.word === "throws" && isThird) throw new Error("not over these bars");
    if (params.word === "waits" && isThird && !existsSync("let")) {
      writeFileSync("begun", "");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600_000);
    }
    const entries = new Uint8Array(length);
    const exits = new Uint8Array(length);
    for (let bar = 1; bar < length; bar++) {
      const isQuiet = params.word === "silent" && bar >= 1000;
      if (isQuiet) continue;
      if (bar % params.every === 0) entries[bar] = 1;
      if (bar % params.every === params.every >> 1) exits[bar] = 1;
    }
    return { entries, exits };
  },
});
`;

function write(id: string, word: string, more = ""): void {
  project.write(
    `dags/${id}.yaml`,
    `id: ${id}
backtest:
  strategy: ../strategies/hostile.ts
  data: { dataset: sp500, symbols: [SPX] }
  start_date: 2000-01-03
  end_date: 2011-12-31
  params: { word: ${word} }
  param_grid: { every: [10, 40] }
  ${more}
  walk_forward: { in_sample: 1000 bars, out_of_sample: 500 bars }
alerts: []
`,
  );
}

async function walked(id: string) {
  const said = await project.run(["run", id]);
  const { document } = await project.json("run", ["show", "last"]);
  return { said, document, walk: document.rankings[0]?.walk_forward };
}

beforeAll(() => project.write("strategies/hostile.ts", HOSTILE));

describe("a walk-forward of a hostile strategy", () => {
  it(
    "that throws in one window fails the cell, with its words, and chooses among the others",
    async () => {
      write("throws", "throws", "add: [{ every: 77, word: well }]");
      const { said, walk } = await walked("throws");
      expect(said.code).toBe(0);
      expect(`${said.stdout}${said.stderr}`).toMatch(
        /Cell \d of backtest\.walk_forward\.cells failed.*not over these bars/,
      );
      expect(new Set(walk?.windows.map(({ params }) => params?.["every"]))).toEqual(new Set([77]));
    },
    TIMEOUT,
  );

  it(
    "that does so in every cell fails its study alone: the backtest and its figures stay",
    async () => {
      write("all_throw", "throws");
      const { said, document } = await walked("all_throw");
      expect(said.code).not.toBe(0);
      expect(document.state).toBe("failed");
      expect(document.rankings[0]?.walk_forward).toBeNull();
      expect(document.rankings[0]?.best).toHaveLength(2);
    },
    TIMEOUT,
  );

  it(
    "that stops trading leaves windows without a winner, in which the account lies still",
    async () => {
      write("silent", "silent");
      const { walk } = await walked("silent");
      const still = walk?.windows.filter(({ cells }) => cells.length === 0) ?? [];
      expect(still.length).toBeGreaterThan(0);
      for (const { params, out_of_sample: part } of still) {
        expect([params, part.score, part.total_return]).toEqual([null, null, 0]);
      }
    },
    TIMEOUT,
  );

  it(
    "none of whose cells ever competes says so, and has no figure of an account that never was",
    async () => {
      write("idle", "well", "min_trades: 100000");
      const { said, walk } = await walked("idle");
      expect(said.code).toBe(0);
      expect(walk?.verdict).toBe("Unknown: no window could be traded out of sample.");
      expect(walk?.statistics).toMatchObject({ sharpe: null, total_return: null, psr: null, efficiency: null });
      expect(walk?.windows.every(({ cells }) => cells.length === 0)).toBe(true);
    },
    TIMEOUT,
  );

  it(
    "whose worker is killed between two windows comes to the same by another worker (I2, I4)",
    async () => {
      write("waits", "waits");
      const worker = project.start(["worker", "--slots", "1"]);
      const { document: started } = await project.json("started_run", ["run", "waits", "--detach"]);
      await expect.poll(() => existsSync(path.join(project.home, "begun")), { timeout: 120_000 }).toBe(true);
      worker.child.kill("SIGKILL");
      await worker.ended;
      project.write("let", "");
      const next = project.start(["worker"]);
      const { stdout } = await project.run(["logs", started.run_id, "-f"]);
      expect(stdout).toContain("Run succeeded");
      const { document } = await project.json("run", ["show", started.run_id]);
      write("well", "well");
      const reference = (await walked("well")).walk;
      const killed = document.rankings[0]?.walk_forward;
      expect(killed?.statistics).toEqual(reference?.statistics);
      expect(killed?.curve).toEqual(reference?.curve);
      next.child.kill("SIGTERM");
      await next.ended;
    },
    TIMEOUT,
  );
});
