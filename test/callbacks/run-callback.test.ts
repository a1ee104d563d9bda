import { describe, expect, it } from "vitest";
import { AppError } from "../../src/core/errors/app-error.ts";
import type { CallbackSpec } from "../../src/core/spec/callback-spec.ts";
import { runCallback } from "../../src/callbacks/run-callback.ts";
import { realCallbacks, userFile } from "../support/user-processes.ts";
import { dailyCloses } from "./support/bars.ts";
import { callbackContext, cell, type RecordedContext } from "./support/callback-context.ts";

const NAME = "./callbacks/mine.ts#mine";
const users = realCallbacks();

interface Running {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly timeoutMs?: number;
  readonly graceMs?: number;
  readonly context?: RecordedContext;
}

/** Runs the callback that a user's file exports under the name `mine`. */
function runFile(text: string, running: Running = {}): Promise<unknown> {
  const { options = {}, timeoutMs = 60_000, graceMs = 1, context = callbackContext() } = running;
  const ref = { kind: "module", path: userFile(text), exportName: "mine" } as const;
  const spec: CallbackSpec = { name: NAME, ref, options, timeoutMs };
  return runCallback(spec, context, { users, graceMs });
}

function run(callback: string, running: Running = {}): Promise<unknown> {
  return runFile(`export const mine = ${callback};`, running);
}

async function errorOf(running: Promise<unknown>): Promise<unknown> {
  return await running.then(
    () => null,
    (error: unknown) => error,
  );
}

const DEFINED = `
  import { defineCallback } from "nightgrid";
  export const mine = defineCallback({
    options: { top: { kind: "int", default: 3, min: 1 }, file: { kind: "text", default: "a.csv" } },
    run: ({ options }) => [options.top + 1, options.file.length],
  });`;

describe("runCallback", () => {
  it("hands a plain function its options as they are", async () => {
    expect(await run("({ options }) => options", { options: { anything: [1] } })).toEqual({ anything: [1] });
  });

  it("hands a definition its options checked, with defaults", async () => {
    expect(await runFile(DEFINED, { options: { top: 7 } })).toEqual([8, 5]);
  });

  it("refuses options that the definition does not have, before it runs", async () => {
    const error = await errorOf(runFile(DEFINED, { options: { tpo: 1 } }));
    expect(error).toMatchObject({ code: "CALLBACK_INVALID" });
    expect(error).toHaveProperty("message", `${NAME}: There is no option "tpo". Did you mean "top"?`);
  });

  it("passes on what it returns, under its name", async () => {
    const context = callbackContext();
    expect(await run(`() => ({ rows: [1, null, "x"] })`, { context })).toEqual({ rows: [1, null, "x"] });
    expect([...context.passed]).toEqual([[NAME, { rows: [1, null, "x"] }]]);
  });

  it.each([
    ["a function", "() => 1", "a function has no JSON form"],
    ["NaN", "NaN", "NaN has no JSON form"],
    ["a Map inside", "{ seen: new Map() }", "a Map has no JSON form"],
    ["a date", "[new Date(0)]", "a Date has no JSON form"],
    ["what doubles forty times", "Array(40).fill().reduce((all) => [all, all], ['x'])", "more than 5,000,000 values"],
    ["what contains itself", "(() => { const loop = {}; loop.self = loop; return loop; })()", "contains itself"],
  ])("does not pass on %s, and says so in the log", async (_what, value, reason) => {
    const context = callbackContext();
    await run(`() => (${value})`, { context });
    expect([...context.passed]).toEqual([]);
    expect(context.lines).toEqual([expect.stringMatching(/^info .*: what it returned is not passed on: /)]);
    expect(context.lines[0]).toContain(reason);
  });

  it("says nothing of a callback that returns nothing", async () => {
    const context = callbackContext();
    await run("() => undefined", { context });
    expect([...context.passed, ...context.lines]).toEqual([]);
  });

  it("fails with the callback's own message and place, whose stack is in the log", async () => {
    const context = callbackContext();
    const text = `const fetchIt = () => { throw new Error("the feed is down"); };\nexport const mine = async () => fetchIt();`;
    const error = await errorOf(runFile(text, { context }));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "CALLBACK_FAILED" });
    expect(String(error)).toMatch(/mine\.ts#mine: the feed is down \(mine-\d+\.ts:1:\d+\)$/);
    expect(context.lines.at(-1)).toMatch(/at fetchIt \(.*\.ts:1:\d+\)\n.*at .*mine.*\.ts:2:\d+/);
  });

  it("FAULTS 1.4: fires the signal on time-out, and reports the time-out whatever the callback does then", async () => {
    const context = callbackContext();
    const heed = `({ signal, log }) => new Promise((resolve) => signal.addEventListener("abort", () => { log.info("fired"); resolve(1); }))`;
    const limits = { timeoutMs: 400, context };
    expect(await errorOf(run(heed, { ...limits, graceMs: 60_000 }))).toMatchObject({
      code: "CALLBACK_TIMEOUT",
      message: `${NAME} ran longer than 400ms.`,
    });
    expect(context.lines).toEqual(["info fired"]);
    expect(await errorOf(run("() => new Promise(() => {})", limits))).toMatchObject({ code: "CALLBACK_TIMEOUT" });
    expect(await errorOf(run("() => { for (;;); }", limits))).toMatchObject({ code: "CALLBACK_TIMEOUT" });
    expect(await errorOf(runFile("for (;;); export const mine = 1;", limits))).toMatchObject({
      code: "CALLBACK_TIMEOUT",
    });
  });

  it("ends with the reason of a cancel", async () => {
    const cancel = new AbortController();
    const context = callbackContext({ signal: cancel.signal });
    const running = errorOf(run("() => { for (;;); }", { context }));
    const reason = new Error("the run was cancelled");
    cancel.abort(reason);
    expect(await running).toBe(reason);
    expect(await errorOf(run("() => undefined", { context }))).toBe(reason);
  });

  it.each([
    ["process.exit(9)", /process\.exit\(9\) \(mine-\d+\.ts/],
    [`Promise.reject(new Error("nobody waits"))`, /nobody waits \(mine-\d+\.ts/],
    [`setImmediate(() => { throw new Error("late") })`, /late \(mine-\d+\.ts/],
    ["process.abort()", /SIGABRT/],
    ["process.kill(process.pid, 'SIGKILL')", /SIGKILL/],
    ["for (const all = []; ; ) all.push(String(all.length).repeat(9))", /heap memory/],
  ])("fails alone, with its true error, after `%s`", async (statement, message) => {
    const error = await errorOf(run(`() => { ${statement}; return 1; }`));
    expect(error).toMatchObject({ code: "CALLBACK_FAILED", message: expect.stringMatching(message) });
  });

  it("I7: lets a callback that was given up write nothing any more", async () => {
    const context = callbackContext();
    const late = `async ({ signal, artifacts, values, services }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      await Promise.allSettled([artifacts.write("a", "b"), values.set("a", 1), services.notify({ title: "a", text: "b" })]);
    }`;
    const given = { timeoutMs: 300, graceMs: 5000, context };
    expect(await errorOf(run(late, given))).toMatchObject({ code: "CALLBACK_TIMEOUT" });
    expect([...context.files, ...context.passed, ...context.notices]).toEqual([]);
  });
});

describe("the context of a callback in its own process", () => {
  const cells = Array.from({ length: 1200 }, (_, index) => cell(index, index / 1000));

  it("reads results in pages, and stops reading when the callback does", async () => {
    const context = callbackContext({ cells });
    expect(
      await run(
        `async ({ results }) => {
          const [best] = await results.best(1);
          let all = 0;
          for await (const each of results.all()) all += each.cell;
          let few = 0;
          for await (const each of results.all()) { few += 1; if (each.cell === 700) break; }
          return { best: best.cell, all, few, statistics: await results.statistics() };
        }`,
        { context },
      ),
    ).toEqual({ best: 1199, all: (1199 * 1200) / 2, few: 701, statistics: null });
  });

  it("writes artifacts whole, from text, bytes and what comes piece by piece, or not at all", async () => {
    const context = callbackContext();
    const paths = await run(
      `async ({ artifacts }) => {
        async function* pieces() { for (let i = 0; i < 50; i++) yield i + "\\n"; }
        async function* broken() { yield "half"; throw new Error("no more"); }
        const failed = await artifacts.write("broken.txt", broken()).catch((error) => error.message);
        return [await artifacts.write("a.txt", "text"), await artifacts.write("b.txt", Buffer.from("bytes")),
          await artifacts.write("c.txt", pieces()), failed];
      }`,
      { context },
    );
    expect(paths).toEqual(["/results/a.txt", "/results/b.txt", "/results/c.txt", "no more"]);
    expect([context.files.get("a.txt"), context.files.get("b.txt")]).toEqual(["text", "bytes"]);
    expect(context.files.get("c.txt")?.split("\n")).toHaveLength(51);
    expect(context.files.has("broken.txt")).toBe(false);
  });

  it("passes values, data, notices and the tearsheet", async () => {
    const context = callbackContext({ bars: [dailyCloses([1, 2, 4])], problems: ["a gap"] });
    const value = await run(
      `async ({ run, dag, values, data, services, log }) => {
        await values.set("seen", { a: 1 });
        const [first] = await data.bars();
        await services.notify({ title: "t", text: "x" });
        log.warn("told", { n: 1 });
        console.log("printed");
        return [await values.get("seen"), first.close[2], await data.problems(), run.logicalDate.getUTCFullYear(), dag.id];
      }`,
      { context },
    );
    expect(value).toEqual([{ a: 1 }, 4, ["a gap"], 2026, "sample_dag"]);
    expect(context.notices).toHaveLength(1);
    expect(context.lines).toEqual(["warn told", "info printed"]);
  });
});
