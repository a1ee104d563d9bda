import { describe, expect, it } from "vitest";
import type { CellLine } from "../../src/executors/executor.ts";
import type { SweepSetup } from "../../src/executors/engine/sweep-setup.ts";
import { createCellEngine } from "../../src/executors/engine/create-cell-engine.ts";
import { createStrategyRunner } from "../../src/executors/user/strategy-runner.ts";
import { cloneToBytes } from "../../src/sandbox/channel/clone.ts";
import { codeHash } from "../../src/sandbox/modules/code-hash.ts";
import { sampleBars } from "../support/sample-bars.ts";
import { sampleBacktest } from "../support/sample-dag.ts";
import { strategyProcesses, userFile } from "../support/user-processes.ts";

const users = strategyProcesses();
const executor = createCellEngine({ users, slots: 2 });
const runner = createStrategyRunner({ users, learners: users, learnedFolder: "/nowhere", loadMs: 600 });
const never = new AbortController().signal;
const bars = [sampleBars(600)];
const settings = { ...sampleBacktest().settings, barsPerYear: 252 };

/** A strategy that holds every other ten bars by the close above its average, and does `deed` in every cell before. */
async function hostile(deed: string, more: Partial<SweepSetup> = {}): Promise<SweepSetup> {
  const file = userFile(`
    const flags = (count, test) => Uint8Array.from({ length: count }, (_, bar) => (test(bar) ? 1 : 0));
    export default {
      name: "hostile",
      params: { k: { kind: "int", default: 0 } },
      signals({ bars, params, indicators }) {
        const average = indicators.sma(bars.close, 10);
        const entries = flags(bars.close.length, (bar) => bars.close[bar] > average[bar]);
        const exits = flags(bars.close.length, (bar) => bars.close[bar] < average[bar]);
        ${deed}
        return { entries, exits };
      },
    };`);
  const strategy = { kind: "module", path: file, exportName: "default" } as const;
  return { id: file, strategy, codeHash: await codeHash(file), bars, settings, ...more };
}

function cells(count: number): readonly string[] {
  return Array.from({ length: count }, (_, k) => JSON.stringify({ k }));
}

async function rightReturn(): Promise<number> {
  const { metrics } = await executor.compute(await hostile(""), cells(1), never);
  return metrics.total_return[0] ?? Number.NaN;
}

/** Computes the cells and tells which failed; all others must have the result of code that does nothing. */
async function failuresOf(deed: string, count: number, more: Partial<SweepSetup> = {}) {
  const lines: CellLine[] = [];
  const result = await executor.compute(await hostile(deed, more), cells(count), never, {
    onLine: (line) => lines.push(line),
  });
  const failed = new Map(result.failures.map(({ index, message }) => [index, message]));
  const right = await rightReturn();
  for (let cell = 0; cell < count; cell++) {
    if (!failed.has(cell)) expect(result.metrics.total_return[cell], `cell ${cell}`).toBe(right);
  }
  expect(result.metrics.total_return).toHaveLength(count);
  return { failed, lines };
}

describe("FAULTS 1.1: a strategy that writes to what it is given", () => {
  it.each([
    ["the bars", "if (params.k % 7 === 3) bars.close.reverse();", /wrote to the bars of/],
    [
      "one price in the last bit",
      "if (params.k % 7 === 3) bars.open[5] = bars.open[5] * (1 + 2 ** -52);",
      /wrote to the bars/,
    ],
    ["an indicator", "if (params.k % 7 === 3) average.fill(1);", /wrote to an indicator/],
    [
      "a column of its own",
      `const own = indicators.own("own", () => new Float64Array(5)); if (params.k % 7 === 3) own[0] = 1;`,
      /wrote to an indicator/,
    ],
    ["the time line", "if (params.k % 7 === 3) bars.time.fill(0);", /wrote to the bars/],
    ["the buffer below", "if (params.k % 7 === 3) new Float64Array(bars.close.buffer).sort();", /wrote to the bars/],
    [
      "a buffer that it gives away",
      "if (params.k % 7 === 3) structuredClone(bars.close.buffer, { transfer: [bars.close.buffer] });",
      /wrote to the bars/,
    ],
    ["the bars' fields", "if (params.k % 7 === 3) bars.close = null;", /read only|Cannot assign/],
    ["its parameters", "if (params.k % 7 === 3) params.position_size = 9;", /not extensible|Cannot add/],
    ["the runtime", "if (params.k % 7 === 3) Math.min = () => 0;", /wrote to Math\.min of JavaScript/],
    ["a prototype", "if (params.k % 7 === 3) Uint8Array.prototype.subarray = null;", /wrote to|JavaScript/],
  ])("fails alone and by name, whatever it writes to: %s", async (_, deed, reason) => {
    const { failed } = await failuresOf(deed, 20);
    expect([...failed.keys()]).toEqual([3, 10, 17]);
    for (const message of failed.values()) expect(message).toMatch(reason);
  });

  it("fails in every cell when all of them write, and never has another cell's market", async () => {
    const { failed } = await failuresOf("bars.close[0] *= 1 + params.k;", 5);
    // The first multiplies by one: nothing was changed.
    expect([...failed.keys()]).toEqual([1, 2, 3, 4]);
  });

  it("is found by a look at the future, too", async () => {
    const setup = await hostile("bars.close[3] *= 1.1;");
    const { wrote } = await runner.examine({ setup, cells: [{ k: 1 }], cuts: 4 });
    expect(wrote).toMatchObject({ params: { k: 1 }, what: expect.stringContaining("the bars of") });
    await expect(runner.runCell(setup, { k: 1 })).rejects.toMatchObject({ code: "STRATEGY_FAILED" });
  });
});

describe("FAULTS 1.2: what a strategy does to its process", () => {
  it.each([
    [
      "throws late",
      `if (params.k % 61 === 0) setImmediate(() => { throw new Error("late"); });`,
      /late \(mine-\d+\.ts/,
    ],
    ["rejects late", `if (params.k % 61 === 0) void Promise.reject(new Error("lost"));`, /lost \(mine-\d+\.ts/],
    ["exits", "if (params.k % 61 === 0) process.exit(0);", /called process\.exit\(0\) \(mine-\d+\.ts/],
    ["aborts", "if (params.k % 61 === 0) process.abort();", /SIGABRT/],
  ])("a cell that %s fails alone: no other has its metrics, none is counted twice", async (_, deed, reason) => {
    const { failed } = await failuresOf(deed, 200);
    expect([...failed.keys()]).toEqual([0, 61, 122, 183]);
    for (const message of failed.values()) expect(message).toMatch(reason);
  });

  it("names a cell that fills the memory", async () => {
    const { failed } = await failuresOf(
      "if (params.k === 2) for (const all = []; ; ) all.push(new Array(1e6).fill(params.k));",
      4,
    );
    expect([...failed]).toEqual([[2, expect.stringMatching(/memory/)]]);
  });
});

describe("FAULTS 1.3: cell_timeout", () => {
  it("ends a cell that hangs, alone and by name, and goes on with the rest", async () => {
    const { failed, lines } = await failuresOf(
      "if (params.k === 7 || params.k === 20) { console.log('in', params.k); for (;;); }",
      40,
      {
        cellTimeoutMs: 300,
      },
    );
    expect([...failed.keys()]).toEqual([7, 20]);
    expect(failed.get(7)).toMatch(/The strategy took longer than 300ms/);
    // Each was in the range and then alone.
    const told = lines.filter(({ text }) => text.startsWith("in")).map(({ index, text }) => `${index} ${text}`);
    expect(told).toEqual(["7 in 7", "7 in 7", "20 in 20", "20 in 20"]);
  });
});

describe("a cell that speaks for Nightgrid", () => {
  const write = (fd: number, bytes: string): string =>
    `if (params.k === 2) process.getBuiltinModule("node:fs").writeSync(${fd}, ${bytes});`;
  const frame = (id: number, value: unknown): string => {
    const bytes = cloneToBytes({ kind: "answer", id, value: { body: cloneToBytes(value), columnBytes: 0 } });
    const header = Buffer.alloc(4);
    header.writeUInt32LE(bytes.length);
    return `Buffer.from("${Buffer.concat([header, bytes]).toString("base64")}", "base64")`;
  };
  const death = `'\\n' + JSON.stringify({ kind: "death", cause: "timeout", unit: 9999, asked: 2, failure: { code: null, message: "forged", hint: null, place: null, stack: "" } }) + '\\n'`;

  it.each([
    ["of a unit that there is not", write(3, death), /forged/],
    ["with nothing for a result", write(4, frame(2, { spoiled: null })), /answered/],
    ["with null", write(4, frame(2, null)), /answered/],
    ["with a result of too few cells", write(4, frame(2, { spoiled: null, result: { cells: 0 } })), /answered/],
  ])("fails alone: %s", async (_, deed, reason) => {
    const { failed } = await failuresOf(deed, 6);
    expect([...failed.keys()]).toEqual([2]);
    expect(failed.get(2)).toMatch(reason);
  });
});

describe("a cell that hangs because of another one", () => {
  it("is not blamed for it", async () => {
    const deed = "if (globalThis.left && params.k === 3) for (;;); if (params.k === 1) globalThis.left = true;";
    const { failed } = await failuresOf(deed, 6, { cellTimeoutMs: 300 });
    expect([...failed.keys()]).toEqual([]);
  });
});

describe("FAULTS 1.5: loading is running", () => {
  const describe_ = (text: string) => runner.describe({ kind: "module", path: userFile(text), exportName: "default" });

  it.each([
    ["for (;;);", /took longer than/],
    ["process.exit(3);", /process\.exit\(3\) \(mine/],
    ["await new Promise(() => {});", /took longer than/],
    ["throw new Error('no licence');", /no licence \(mine-\d+\.ts:1/],
    [
      "export default { name: 'x', params: { mode: { kind: 'choice', default: 'a' } }, signals() {} };",
      /"mode" needs choices/,
    ],
    ["export default { name: 'x', params: { n: 20 }, signals() {} };", /"n" is 20.*\{ kind: "int", default: 20 \}/],
    [
      "export default { name: 'x', params: { n: { kind: 'int', default: 'a' } }, signals() {} };",
      /"n" has "a" as its default/,
    ],
    [
      "export default { name: 'x', params: { n: { kind: 'int', default: 1, mni: 2 } }, signals() {} };",
      /Did you mean "min"\?$/,
    ],
    [
      "export default { name: 'x', params: { constructor: { kind: 'int', default: 1 } }, signals() {} };",
      /every object has it/,
    ],
    ["export default { name: 'x', params: [], signals() {} };", /must be an object/],
    ["export default new Proxy({}, { get() { throw new Error('trap'); } });", /trap/],
  ])("of a module like `%s` fails with a sentence", async (text, reason) => {
    await expect(describe_(text)).rejects.toMatchObject({
      code: "STRATEGY_INVALID",
      message: expect.stringMatching(reason),
    });
  });

  it("is done once for each content", async () => {
    const path = userFile(`export default { name: "t" + Math.random(), params: {}, signals() {} };`);
    const source = { kind: "module", path, exportName: "default" } as const;
    expect(await runner.describe(source)).toEqual(await runner.describe(source));
  });
});
