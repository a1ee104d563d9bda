import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CellColumns } from "../../../src/executors/executor.ts";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { processesWith } from "../../sandbox/program/programs.ts";
import { GOOD_FILES, scriptProject } from "./support/script-project.ts";

const project = scriptProject();
afterAll(() => project.executor.close());
const run = (name: string): string => path.join(project.home, "results", name);

function failure({ failures }: CellColumns): string {
  expect(failures).toHaveLength(1);
  return `${failures[0]?.code}: ${failures[0]?.message}`;
}

describe("a script whose files are right", () => {
  const file = project.write("good.sh", `${GOOD_FILES}\necho hello from "$@"\n`);
  const cells = [{ strike: "atm" }, { strike: "otm 1" }];

  it("has a folder per cell, its output beside its files, and a record that is written last", async () => {
    const columns = await project.run(file, { cells, outputs: CONTRACT });
    expect(columns.failures).toEqual([]);
    const names = ["execution.log", "nightgrid.json", "pnl.csv", "summary.csv", "trades.csv"];
    for (const cell of ["cell_0", "cell_1"]) {
      expect(readdirSync(run(`run_20260210_143022_a3f8b2c1/${cell}`)).sort()).toEqual(names);
    }
    expect(project.read("cell_1/execution.log")).toContain("hello from --strike otm 1 --output_dir /");
    expect(JSON.parse(project.read("cell_1/nightgrid.json"))).toMatchObject({
      cell: 1,
      params: { strike: "otm 1" },
      exit_code: 0,
      error: null,
      validation: { valid: true, files: { "trades.csv": { row_count: 12 } } },
    });
  });

  it("has our metrics, its own beside them, the sums for the statistics of overfitting, and what it took", async () => {
    const { metrics, blockSums, usage } = await project.run(file, { cells, outputs: CONTRACT });
    const of = (name: string) => metrics.get(name)?.values[0];
    expect(of("total_trades")).toBe(12);
    expect(of("edge")).toBe(1.25);
    expect(of("total_return")).toBeCloseTo((of("total_pnl") ?? 0) / 1000, 12);
    expect(of("sharpe")).toBeTypeOf("number");
    expect(blockSums?.cells).toBe(2);
    expect(blockSums?.sum.subarray(0, 16).reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0);
    expect(usage).toMatchObject([
      { index: 0, exitCode: 0 },
      { index: 1, exitCode: 0 },
    ]);
  });

  it("of a single cell are beside the other files of the run, which stay", async () => {
    const runId = "20260211_000000_00000000";
    mkdirSync(run(`run_${runId}`), { recursive: true });
    writeFileSync(run(`run_${runId}/report.html`), "artifact");
    await project.run(file, { runId });
    const again = project.write("less.sh", 'echo once more; : > "$BACKTEST_OUTPUT_DIR/extra.txt"');
    await project.run(again, { runId });
    expect(readdirSync(run(`run_${runId}`)).sort()).toEqual([
      "execution.log",
      "extra.txt",
      "nightgrid.json",
      "report.html",
    ]);
  });

  it("may also say all by a command of its own", async () => {
    const script = { command: ["sh", "-c", 'echo "$0 $1"', "{run_id}", "{start_date}"] };
    await project.run(null, { script, runId: "20260212_000000_00000000" });
    expect(project.read("execution.log", "20260212_000000_00000000")).toBe("20260212_000000_00000000 2020-01-01\n");
  });
});

describe("a result of a script is named by", () => {
  const file = project.write("named.sh", "echo 1\n");

  it("the script, its inputs, its command and what is asked of its files; not by where it lies", async () => {
    mkdirSync(path.join(project.home, "data"));
    const input = path.join(project.home, "data", "prices.csv");
    writeFileSync(input, "1");
    const asked = { script: { inputs: [{ folder: project.home, glob: "data/*.csv" }] } };
    const first = await project.base(file, asked);
    expect(await project.base(file, asked)).toBe(first);
    writeFileSync(input, "12");
    const second = await project.base(file, asked);
    project.write("named.sh", "echo 22\n");
    const third = await project.base(file, asked);
    const fourth = await project.base(file, { ...asked, outputs: CONTRACT });
    const fifth = await project.base(null, { script: { command: ["sh", "-c", "exit 0"] } });
    const sixth = await project.base(null, { script: { command: ["sh", "-c", "exit 1"] } });
    expect(new Set([first, second, third, fourth, fifth, sixth]).size).toBe(6);
  });

  it("what a Python script imports from its project, whatever runs it", async () => {
    project.write("helper.py", "A = 1\n");
    const file = project.write("imports.py", "import helper\n");
    const script = { command: ["sh", "{script}"] };
    const first = await project.base(file, { script });
    project.write("helper.py", "A = 2\n");
    expect(await project.base(file, { script })).not.toBe(first);
  });

  it("inputs that there are: a glob that names nothing is a slip", async () => {
    await expect(
      project.base(file, { script: { inputs: [{ folder: project.home, glob: "data/*.parquet" }] } }),
    ).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringContaining('"data/*.parquet"'),
    });
  });
});

describe("a script that is not right ends in one sentence, with nothing left running", () => {
  const child = `sleep ${200_000 + (process.pid % 10_000)}`;
  const left = (): readonly number[] => processesWith(child.replace(" ", "\0"));

  it.each([
    ["exits 0 without files", "echo done", CONTRACT, /^OUTPUTS_INVALID: .*trades\.csv is missing/],
    ["exits 1 with good ones", `${GOOD_FILES}\nexit 1`, CONTRACT, /^PROCESS_ENDED: The script ended with exit code 1/],
    ["says that it was started wrong", "echo usage: x >&2; exit 64", undefined, /^PROCESS_REFUSED: .*usage: x/],
    ["reads its input", "cat > /dev/null; read x || exit 9", undefined, /exit code 9/],
    ["has a child in its group", `${child} & exit 3`, undefined, /exit code 3/],
    ["becomes a daemon", `setsid -f ${child}; exit 4`, undefined, /exit code 4/],
    ["ends itself", "kill -9 $$", undefined, /^PROCESS_SIGNALLED: The script was ended by SIGKILL/],
    ["ends whoever waits for it", `${child} & kill -9 $PPID; sleep 1`, undefined, /SIGKILL/],
    ["leads out of its folder", 'ln -s /etc/passwd "$BACKTEST_OUTPUT_DIR/trades.csv"', CONTRACT, /trades\.csv .*link/],
    [
      "writes bytes that are no text",
      `${GOOD_FILES}\nprintf '\\377\\376x,y\\n' > "$out/trades.csv"`,
      CONTRACT,
      /trades\.csv/,
    ],
    [
      "writes half a line",
      `${GOOD_FILES}\nprintf '2020-01-02T09:20:00,2020-0' >> "$out/trades.csv"`,
      CONTRACT,
      /trades\.csv/,
    ],
    ["writes numbers that are none", `${GOOD_FILES}\necho 2020-02-12,nan,nan >> "$out/pnl.csv"`, CONTRACT, /pnl\.csv/],
    ["separates by another sign", `${GOOD_FILES}\nsed -i 's/,/~/g' "$out/trades.csv"`, CONTRACT, /trades\.csv/],
    [
      "leaves a pipe",
      'rm -f "$BACKTEST_OUTPUT_DIR/pnl.csv"; mkfifo "$BACKTEST_OUTPUT_DIR/pnl.csv"',
      CONTRACT,
      /pnl\.csv/,
    ],
  ] as const)("it %s", async (name, text, outputs, expected) => {
    const file = project.write(`${name.replaceAll(" ", "-")}.sh`, text);
    const columns = await project.run(file, { cells: [{}], ...(outputs && { outputs }) });
    expect(failure(columns)).toMatch(expected);
    expect(left()).toEqual([]);
    expect(existsSync(run("run_20260210_143022_a3f8b2c1/cell_0/execution.log"))).toBe(true);
  });

  it("it writes more files than anybody looks at", async () => {
    const text = 'cd "$BACKTEST_OUTPUT_DIR"; i=0; while [ $i -lt 10500 ]; do : > f$i; i=$((i+1)); done';
    expect(failure(await project.run(project.write("many.sh", text)))).toMatch(/wrote 10,50\d files/);
  });

  it("it takes too long, or too much memory", async () => {
    const slow = project.write("slow.sh", `trap '' TERM; ${child}; sleep 100`);
    expect(failure(await project.run(slow, { timeoutMs: 400 }))).toMatch(/^CELL_TIMEOUT: .*longer than 400ms/);
    const hungry = `"${process.execPath}" -e "const a=[]; setInterval(() => a.push(Buffer.alloc(3e7, 1)), 20)"`;
    const resources = { memoryBytes: 300 * 2 ** 20 };
    const hungrily = await project.run(project.write("hungry.sh", hungry), { resources });
    expect(failure(hungrily)).toMatch(/^OUT_OF_MEMORY: .*300 MiB are allowed/);
    expect(left()).toEqual([]);
  });

  it("it is not there, cannot be run, or needs what this host has not", async () => {
    await expect(project.run("/nowhere/x.py")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    const unknown = project.write("unknown", "no shebang");
    await expect(project.run(unknown)).rejects.toMatchObject({ code: "INTERPRETER_NOT_FOUND" });
    const command = { command: ["no-such-program", "{script}"] };
    await expect(project.run(unknown, { script: command })).rejects.toMatchObject({ code: "INTERPRETER_NOT_FOUND" });
  });

  it("its words are too long for the system", async () => {
    const file = project.write("fine.sh", "exit 0");
    expect(failure(await project.run(file, { cells: [{ key: "x".repeat(3_000_000) }] }))).toMatch(/^PROCESS_/);
  });
});

describe("the parameters of a script are words, whatever they hold", () => {
  it.each([
    "two words",
    "'\"",
    "a\nb",
    "--verbose",
    "-x",
    "$(touch hacked)",
    "`touch hacked`",
    "; rm -rf /",
    "naïve 🚀",
    "*",
  ])("%j", async (value) => {
    const file = project.write("echo.sh", 'shift 0; for word in "$@"; do printf "[%s]" "$word"; done');
    await project.run(file, { cells: [{ key: value }] });
    const log = project.read("cell_0/execution.log");
    expect(log.startsWith(value.startsWith("-") ? `[--key=${value}][` : `[--key][${value}][`)).toBe(true);
    expect(existsSync(path.join(project.home, "hacked"))).toBe(false);
  });
});
