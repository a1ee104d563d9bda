import path from "node:path";
import { expect, it } from "vitest";
import type { SweepSetup } from "../../../src/executors/engine/sweep-setup.ts";
import { createStrategyRunner } from "../../../src/executors/user/strategy-runner.ts";
import { strategyProcesses } from "../../support/user-processes.ts";
import { pythonProject } from "../../support/python/python-project.ts";
import { describePython, pythonSetup, setupOf, sweepsOf } from "../../support/python/python-sweep.ts";

const users = strategyProcesses();
const sweep = sweepsOf(users);
const runner = createStrategyRunner({ users, learners: users, learnedFolder: "/nowhere" });

/** A strategy that does `deed` in every cell before it says when the close rises. */
function hostile(deed: string, more: Partial<SweepSetup> = {}): Promise<SweepSetup> {
  return pythonSetup(
    `
import os, sys, ctypes, threading, time, signal, subprocess
import numpy as np
params = {"k": {"kind": "int", "default": 0}}

def signals(bars, params):
    k = params["k"]
    change = np.diff(bars.close, prepend=bars.close[0])
    entries, exits = change > 0, change < 0
${indented(deed, 4)}
    return entries, exits
`,
    more,
  );
}

let rightReturn: Promise<number | undefined> | undefined;

async function returnOf(deed: string): Promise<number | undefined> {
  const { result } = await sweep(await hostile(deed), [{ k: 0 }]);
  return result.metrics.total_return[0];
}

/** Computes cells and tells which failed; all others must have the result of code that does nothing. */
async function failuresOf(deed: string, count: number, more: Partial<SweepSetup> = {}) {
  const cells = Array.from({ length: count }, (_, k) => ({ k }));
  const { failed, result, lines } = await sweep(await hostile(deed, more), cells);
  const right = await (rightReturn ??= returnOf("pass"));
  for (let cell = 0; cell < count; cell++) {
    const expected = failed.has(cell) ? Number.NaN : right;
    expect(result.metrics.total_return[cell], `cell ${cell}`).toBe(expected);
  }
  return { failed, lines };
}

/** Done by the cells 1, 2, … each; what cell 0 does is right. */
const RAISES: readonly (readonly [name: string, deed: string, reason: RegExp])[] = [
  ["an error", `raise ValueError("no luck")`, /^ValueError: no luck \(mine\.py:\d+\)$/],
  ["one with nothing to say", "assert k < 0", /^AssertionError \(mine\.py:\d+\)$/],
  ["sys.exit()", "sys.exit(3)", /^SystemExit: 3 \(mine\.py:\d+\)$/],
  ["KeyboardInterrupt", "raise KeyboardInterrupt", /^KeyboardInterrupt \(mine\.py:\d+\)$/],
  ["by writing to the bars", "bars.close[0] = 1", /^ValueError: assignment destination is read-only/],
  ["by making them writable", "bars.close.flags.writeable = True", /^ValueError: cannot set WRITEABLE flag/],
  ["by replacing them", "bars.close = bars.close * 2", /^AttributeError: bars are read-only/],
  ["by endless recursion", "f = lambda n: f(n); f(1)", /^RecursionError: maximum recursion depth exceeded/],
  [
    "an error whose text cannot be had",
    "class E(Exception):\n  __str__ = lambda self: 1 / 0\nraise E",
    /^E \(mine\.py:\d+\)$/,
  ],
  [
    "by asking for more memory than there is",
    "np.zeros(1 << 50)",
    /^MemoryError|_ArrayMemoryError: Unable to allocate/,
  ],
  ["in numpy", "np.zeros(3) + np.zeros(4)", /^ValueError: operands could not be broadcast.*\(mine\.py:\d+\)$/],
];

const RETURNS: readonly (readonly [deed: string, reason: RegExp])[] = [
  ["return None", /^signals\(\) returned None; it must return \(entries, exits\)/],
  ["return 3", /the position is of the type int; it must be an array with one value per bar/],
  ["return (x for x in entries)", /of the type generator/],
  ["return entries, exits, entries", /returned a tuple of 3; it must return/],
  ["return entries[1:], exits", /`entries` has 599 values; there are 600 bars/],
  ["return entries, np.stack([exits, exits])", /`exits` has the shape \(2, 600\); there are 600 bars/],
  ["return entries, None", /`exits` is of the type NoneType/],
  ["return entries * 2, exits", /`entries` is 2 at bar 1; it must be 0 or 1/],
  ["return entries, -exits.astype(int)", /`exits` is -1 at bar \d+; it must be 0 or 1/],
  ["return np.where(entries, 1, np.nan), exits", /`entries` is NaN at bar 0: say what is wanted there/],
  ["return np.where(entries, 1, None), exits", /`entries` has the dtype object: use \.fillna\(False\)\.astype\(bool\)/],
  ["return entries.astype(str), exits", /`entries` has the dtype <U5: make it boolean or integer/],
  ["return change / 2", /the position is -?[\d.]+ at bar 1; it must be -1, 0 or 1/],
  [
    `return {"entries": entries, "exit": exits}`,
    /returned entries, exit by name; there are entries, exits, short_entries/,
  ],
  ["return [[1, 2], [3]]", /`entries` has 2 values; there are 600 bars/],
  ["return entries + 0j, exits", /`entries` has the dtype complex128/],
];

const PANEL_RETURNS: readonly (readonly [deed: string, reason: RegExp])[] = [
  ["return None", /^weights\(\) returned None; it must return an array of the shape \(bars, symbols\)/],
  [
    "return panel.close.T",
    /`weights` has the shape \(1, 600\); it must be \(600, 1\), bars by symbols: turn it with \.T/,
  ],
  ["return np.full(panel.close.shape, np.inf)", /The weight of TEST at bar 0 is inf; it must be a finite number/],
  [`return {"weight": 1}`, /returned weight by name; there are weights, which is needed, rebalance and scores/],
  [`return panel.close.astype(str)`, /`weights` has the dtype <U\d+; it must be numbers/],
  [`return {"weights": panel.close * np.nan, "rebalance": np.ones(600)}`, /The weight of TEST at bar 0 is nan/],
];

/** A function that does the deed of its cell. */
function byCell(head: string, deeds: readonly string[]): string {
  const branches = deeds.map((deed, index) => `    if k == ${index + 1}:\n${indented(deed, 8)}`);
  return [head, '    k = params["k"]', ...branches].join("\n");
}

function indented(text: string, by: number): string {
  return text
    .trim()
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
}

describePython("a cell that raises", () => {
  it("fails alone, with its last line, the place and its traceback", async () => {
    const deeds = RAISES.map(([, deed]) => deed);
    const body = deeds.map((deed, index) => `if k == ${index + 1}:\n${indented(deed, 4)}`).join("\n");
    const { failed, lines } = await failuresOf(body, deeds.length + 2);
    expect([...failed.keys()]).toEqual(RAISES.map((_, index) => index + 1));
    for (const [index, [name, , reason]] of RAISES.entries()) {
      expect(failed.get(index + 1), name).toMatch(reason);
      const told = lines.filter((line) => line.index === index + 1).map(({ text }) => text);
      expect(told, name).toEqual([expect.stringMatching(/^Traceback .*\n.*mine\.py", line/)]);
      // None of our own frames.
      expect(told[0], name).not.toMatch(/nightgrid_worker/);
    }
  });

  it("says its traceback once where cells fail alike", async () => {
    const { failed, lines } = await failuresOf(`if k % 7 == 3: raise ValueError("no luck")`, 20);
    expect([...failed.keys()]).toEqual([3, 10, 17]);
    expect(lines.map(({ index, level }) => [index, level])).toEqual([[3, "error"]]);
  });
});

describePython("what a strategy cannot return", () => {
  const params = `params = {"k": {"kind": "int", "default": 0}}`;
  const cells = (count: number) => Array.from({ length: count }, (_, index) => ({ k: index + 1 }));

  it("is said in a sentence", async () => {
    const deeds = RETURNS.map(([deed]) => deed);
    const body = deeds.map((deed, index) => `if k == ${index + 1}: ${deed}`).join("\n");
    const { failed, lines } = await sweep(await hostile(body), cells(deeds.length));
    for (const [index, [deed, reason]] of RETURNS.entries()) expect(failed.get(index), deed).toMatch(reason);
    expect(lines).toEqual([]);
  });

  it("is said of a panel too", async () => {
    const deeds = PANEL_RETURNS.map(([deed]) => deed);
    const text = `import numpy as np\n${params}\n${byCell("def weights(panel, params):", deeds)}\n`;
    const { failed } = await sweep(await pythonSetup(text), cells(deeds.length));
    for (const [index, [deed, reason]] of PANEL_RETURNS.entries()) expect(failed.get(index), deed).toMatch(reason);
  });
});

describePython("a cell that ends its interpreter", () => {
  it.each([
    ["os._exit", "os._exit(3)", /^The strategy ended its Python interpreter with code 3\.$/],
    ["a crash of native code", "ctypes.string_at(0)", /^The strategy crashed its Python interpreter \(SIGSEGV\)\.$/],
    [
      "SIGKILL",
      "os.kill(os.getpid(), signal.SIGKILL)",
      /crashed its Python interpreter \(SIGKILL, perhaps for want of memory\)/,
    ],
    ["abort", "os.abort()", /\(SIGABRT\)/],
    ["writing to the way of the answers", `os.write(5, b"garbage" * 9)`, /wrote to descriptors that are not its own/],
    ["answering for another cell", `os.write(5, b"\\x05\\0\\0\\0\\x02\\x63\\0\\0\\0")`, /wrote to descriptors/],
    ["closing what is not its own", "os.closerange(3, 20); os._exit(0)", /ended its Python interpreter with code 0/],
  ])("fails alone, and another interpreter goes on: %s", async (_, deed, reason) => {
    const { failed } = await failuresOf(`if k % 61 == 3: ${deed}`, 80);
    expect([...failed.keys()]).toEqual([3, 64]);
    for (const message of failed.values()) expect(message).toMatch(reason);
  });

  it("is ended over its memory", async () => {
    const { failed } = await failuresOf("if k == 2: all = [np.ones(1 << 22) for _ in range(1000)]", 5);
    expect([...failed]).toEqual([[2, expect.stringMatching(/MiB of memory; \d+ MiB are allowed/)]]);
  });

  it.each([
    ["a loop", "while True: pass"],
    ["a wait", "time.sleep(1000)"],
    ["a wait in native code that holds the interpreter", "ctypes.PyDLL(None).sleep(1000)"],
    ["a stopped process", "os.kill(os.getpid(), signal.SIGSTOP)"],
  ])("is ended over its time, and what it printed is there: %s", async (_, deed) => {
    const { failed, lines } = await failuresOf(`if k in (7, 20):\n  print("in", k)\n  ${deed}`, 40, {
      cellTimeoutMs: 400,
    });
    expect([...failed.keys()]).toEqual([7, 20]);
    expect(failed.get(7)).toMatch(/The strategy took longer than 400ms/);
    const told = lines.filter(({ text }) => text.startsWith("in")).map(({ index, text }) => `${index} ${text}`);
    expect(told).toEqual(["7 in 7", "7 in 7", "20 in 20", "20 in 20"]);
  });
});

describePython("what a strategy starts", () => {
  it("has its output in the log, though it prints past Python", async () => {
    const { lines } = await sweep(await hostile(`subprocess.run(["echo", "from a program"]); os.write(1, b"raw\\n")`), [
      { k: 1 },
    ]);
    expect(lines.map(({ text }) => text).sort()).toEqual(["from a program", "raw"]);
  });

  it("may have threads, which say what they say without harm", async () => {
    const deed = `ts = [threading.Thread(target=lambda: [print("x" * 200) for _ in range(50)]) for _ in range(8)]
for t in ts: t.start()
for t in ts: t.join()`;
    const { lines } = await failuresOf(deed, 3);
    const whole = lines.filter(({ text }) => /^(x{200})+$/.test(text));
    expect(whole).toHaveLength(lines.length);
    expect(lines.map(({ text }) => text.length).reduce((sum, length) => sum + length, 0)).toBe(3 * 8 * 50 * 200);
  });

  it.each([
    ["fork", "my.square.py"],
    ["spawn", "square.py"],
  ])("may be processes that compute for it: %s", async (method, name) => {
    const text = `
import multiprocessing
params = {"k": {"kind": "int", "default": 0}}

def square(n):
    return n * n

def signals(bars, params):
    with multiprocessing.get_context("${method}").Pool(2) as pool:
        print(pool.map(square, [3, 4]))
    return bars.close > 0
`;
    const project = pythonProject({ [`strategies/${name}`]: text, "dags/x.yaml": "" });
    const { failed, lines } = await sweep(await setupOf(path.join(project, "strategies", name)), [{ k: 1 }]);
    expect(failed).toEqual(new Map());
    expect(lines.map((line) => line.text)).toEqual(["[9, 16]"]);
  });

  it("does not flood the log", async () => {
    const { lines } = await sweep(await hostile("for n in range(20_000): print(n)"), [{ k: 1 }]);
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)?.text).toBe("… and 10000 further lines, which were dropped");
  });
});

describePython("a module that cannot be loaded", () => {
  const describe = async (text: string) => {
    const { strategy } = await pythonSetup(text);
    return runner.describe(strategy);
  };

  it.each([
    ["def signals(bars, params) pass", /cannot be loaded: SyntaxError: expected ':' \(mine\.py:1\)/],
    ["x = 1", /it needs `def signals\(bars, params\)`, or `def weights/],
    ["def signals(b, p): pass\ndef weights(b, p): pass", /it has both signals and weights or scores/],
    ["params = {'n': 20}\ndef signals(b, p): pass", /the parameter "n" is 20, and must be declared/],
    ["params = {'n': {'kind': 'int', 'default': 1, 'mni': 2}}\ndef signals(b, p): pass", /Did you mean "min"\?/],
    ["params = [1]\ndef signals(b, p): pass", /`params` must be an object/],
    ["params = {1: {'kind': 'int', 'default': 1}}\ndef signals(b, p): pass", /"1" is no name for a parameter/],
    ["symbols = {'min': 0}\ndef weights(b, p): pass", /symbols must be \{ min, max \}/],
    ["symbols = {'min': 2}\ndef signals(b, p): pass", /`symbols` is for strategies with weights or scores/],
    [
      "params = dict(n=object())\ndef signals(b, p): pass",
      /declares <object object.* only numbers, texts, lists and dicts/,
    ],
    ["params = dict(n=1 / 0)\ndef signals(b, p): pass", /ZeroDivisionError: division by zero \(mine\.py:1\)/],
    ["import nonesuch\nparams = dict()\ndef signals(b, p): pass", /No module named 'nonesuch' \(mine\.py:1\)/],
    ["import os; os._exit(3)\nparams = dict()\ndef signals(b, p): pass", /It ended its Python interpreter with code 3/],
    ["params = dict()\nwhile True: pass\ndef signals(b, p): pass", /It took longer than \d/],
    ["\0", /SyntaxError|null bytes/],
  ])("says so: %s", async (text, reason) => {
    await expect(describe(text)).rejects.toMatchObject({
      code: "STRATEGY_INVALID",
      message: expect.stringMatching(reason),
    });
  });

  it("names the command that installs a package", async () => {
    await expect(describe("import nonesuch\nparams = dict()\ndef signals(b, p): pass")).rejects.toMatchObject({
      hint: expect.stringMatching(/^Install it: \/.*\.venv\/bin\/python3 -m pip install nonesuch/),
    });
  });
});
