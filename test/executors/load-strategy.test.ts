import { mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { codeHash } from "../../src/sandbox/modules/code-hash.ts";
import { loadStrategy } from "../../src/executors/modules/load-strategy.ts";

const FIXTURE = path.resolve(import.meta.dirname, "fixtures/threshold.ts");

const BUY_THE_DIP = path.resolve(import.meta.dirname, "../../dags/strategies/buy-the-dip.ts");

function moduleAt(file: string, exportName = "default") {
  return { kind: "module", path: file, exportName } as const;
}

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "nightgrid-strategy-"));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

function strategyNamed(name: string): string {
  return `export default { name: "${name}", params: {}, signals: () => ({ entries: [], exits: [] }) };`;
}

describe("loadStrategy", () => {
  it("loads the default export of a module", async () => {
    const { strategy } = await loadStrategy(moduleAt(FIXTURE));
    expect(strategy.name).toBe("threshold");
  });

  it("loads a strategy that acts bar by bar, with or without the help of defineBarStrategy", async () => {
    const folder = await folderWith({
      "plain.mjs": `export default { name: "plain", params: {}, trader: () => () => undefined };`,
    });
    const { strategy } = await loadStrategy(moduleAt(BUY_THE_DIP));
    expect(strategy).toMatchObject({ name: "buy_the_dip", trader: expect.any(Function) });
    const plain = await loadStrategy(moduleAt(path.join(folder, "plain.mjs")));
    expect(plain.strategy.name).toBe("plain");
  });

  it.each([
    ["panel", "signals: () => { throw new TypeError('none'); }, targets: () => ({})", ["targets"]],
    ["bars", "signals: () => { throw new TypeError('none'); }, trader: () => () => undefined", ["trader"]],
    ["signals", "signals: () => ({})", ["signals"]],
    ["signals", "events: () => undefined", ["signals", "events"]],
  ])("gives a module that names no kind the kind %s for %s", async (kind, parts, methods) => {
    const folder = await folderWith({ "old.mjs": `export default { name: "old", params: {}, ${parts} };` });
    const { strategy } = await loadStrategy(moduleAt(path.join(folder, "old.mjs")));
    const means = Object.entries(strategy).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
    expect({ kind: strategy.kind, means: means.sort() }).toEqual({ kind, means: methods.toSorted() });
  });

  it("loads an instance of a class, whose methods need it", async () => {
    const folder = await folderWith({
      "made.mjs": `class Made { name = "made"; params = {}; #bars = 7; warmup() { return this.#bars; } signals() { return { entries: new Uint8Array(this.#bars) }; } }
export default new Made();`,
    });
    const { strategy } = await loadStrategy(moduleAt(path.join(folder, "made.mjs")));
    expect(strategy).toMatchObject({ name: "made", kind: "signals" });
    expect(strategy.warmup?.({})).toBe(7);
  });

  it("refuses what has a name and parameters and no way to trade", async () => {
    const folder = await folderWith({ "idle.mjs": `export default { name: "idle", params: {}, targets: 5 };` });
    await expect(loadStrategy(moduleAt(path.join(folder, "idle.mjs")))).rejects.toMatchObject({
      code: "STRATEGY_INVALID",
      message: expect.stringContaining("it needs a name, params, and signals, events, targets or a trader"),
    });
  });

  it("says which exports a module has", async () => {
    await expect(loadStrategy(moduleAt(FIXTURE, "defualt"))).rejects.toMatchObject({
      code: "STRATEGY_INVALID",
      message: expect.stringMatching(/exports: .*notAStrategy.* Did you mean "default"\?/),
    });
  });

  it("refuses an export that is no strategy", async () => {
    await expect(loadStrategy(moduleAt(FIXTURE, "notAStrategy"))).rejects.toMatchObject({ code: "STRATEGY_INVALID" });
  });

  it("names a file that is missing", async () => {
    await expect(loadStrategy(moduleAt("/nowhere/mine.ts"))).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringContaining("/nowhere/mine.ts"),
    });
  });

  it("shows the error of a module that does not load", async () => {
    const folder = await folderWith({ "bad.mjs": "throw new Error('no luck')" });
    await expect(loadStrategy(moduleAt(path.join(folder, "bad.mjs")))).rejects.toMatchObject({
      code: "STRATEGY_INVALID",
      message: expect.stringContaining("no luck"),
    });
  });

  it("loads a changed module anew", async () => {
    const folder = await folderWith({ "mine.mjs": strategyNamed("first") });
    const file = path.join(folder, "mine.mjs");
    const first = await loadStrategy(moduleAt(file));
    await writeFile(file, strategyNamed("second"));
    const second = await loadStrategy(moduleAt(file));
    expect([first.strategy.name, second.strategy.name]).toEqual(["first", "second"]);
    expect(second.codeHash).not.toBe(first.codeHash);
  });
});

describe("codeHash", () => {
  it("changes with a file that is imported by an imported one", async () => {
    const folder = await folderWith({
      "a.ts": `import { b } from "./b.ts";\nexport default b;`,
      "b.ts": `export { c as b } from './c.ts';`,
      "c.ts": `export const c = 1;`,
    });
    const before = await codeHash(path.join(folder, "a.ts"));
    await writeFile(path.join(folder, "c.ts"), `export const c = 2;`);
    expect(await codeHash(path.join(folder, "a.ts"))).not.toBe(before);
  });

  it("does not depend on where the files are", async () => {
    const files = { "a.ts": `import "./b.ts";`, "b.ts": `import "./a.ts";` };
    const hashes = await Promise.all(
      [await folderWith(files), await folderWith(files)].map((folder) => codeHash(path.join(folder, "a.ts"))),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });
});
