import { describe, expect, it } from "vitest";
import { AppError } from "../../src/core/errors/app-error.ts";
import type { Callback, CallbackContext } from "../../src/callbacks/callback-context.ts";
import type { CallbackSpec } from "../../src/callbacks/callback-spec.ts";
import { defineCallback, type CallbackDefinition } from "../../src/callbacks/define-callback.ts";
import { runCallback } from "../../src/callbacks/run-callback.ts";
import { callbackContext, type RecordedContext } from "./support/callback-context.ts";

const NAME = "./callbacks/mine.ts#mine";

interface Running {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly timeoutMs?: number;
  readonly graceMs?: number;
  readonly context?: RecordedContext;
}

function run(callback: Callback | CallbackDefinition, running: Running = {}): Promise<unknown> {
  const { options = {}, timeoutMs = 60_000, graceMs = 1, context = callbackContext() } = running;
  const ref = { kind: "module", path: "/dags/callbacks/mine.ts", exportName: "mine" } as const;
  const spec: CallbackSpec = { name: NAME, ref, options, timeoutMs };
  return runCallback(spec, context, { importModule: () => Promise.resolve({ mine: callback }), graceMs });
}

async function errorOf(running: Promise<unknown>): Promise<unknown> {
  return await running.then(
    () => null,
    (error: unknown) => error,
  );
}

/** A promise that only an abort settles. */
function untilAborted({ signal }: Pick<CallbackContext, "signal">): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped tidily"))));
}

function forEver(): Promise<never> {
  return new Promise(() => undefined);
}

describe("runCallback", () => {
  it("hands a plain function its options as they are", async () => {
    let seen: unknown = null;
    await run(({ options }) => void (seen = options), { options: { anything: [1] } });
    expect(seen).toEqual({ anything: [1] });
  });

  it("hands a definition its options checked, with defaults", async () => {
    const seen: unknown[] = [];
    const callback = defineCallback({
      options: { top: { kind: "int", default: 3, min: 1 }, file: { kind: "text", default: "a.csv" } },
      run({ options }) {
        seen.push(options.top + 1, options.file.length);
      },
    });
    await run(callback, { options: { top: 7 } });
    expect(seen).toEqual([8, 5]);
  });

  it("refuses options that the definition does not have, before it runs", async () => {
    const callback = defineCallback({ options: { top: { kind: "int", default: 3 } }, run: () => forEver() });
    const error = await errorOf(run(callback, { options: { tpo: 1 } }));
    expect(error).toMatchObject({ code: "CALLBACK_INVALID" });
    expect(error).toHaveProperty("message", `${NAME}: There is no option "tpo". Did you mean "top"?`);
  });

  it("passes on what it returns, under its name", async () => {
    const context = callbackContext();
    const value = { rows: [1, null, "x"] };
    expect(await run(() => Promise.resolve(value), { context })).toBe(value);
    expect([...context.passed]).toEqual([[NAME, { rows: [1, null, "x"] }]]);
  });

  it.each([
    ["a function", () => 1, "a function has no JSON form"],
    ["NaN", Number.NaN, "NaN has no JSON form"],
    ["a Map inside", { seen: new Map() }, "a Map has no JSON form"],
    ["a date", [new Date(0)], "a Date has no JSON form"],
  ])("does not pass on %s, and says so in the log", async (_what, value, reason) => {
    const context = callbackContext();
    await run(() => value, { context });
    expect([...context.passed]).toEqual([]);
    expect(context.lines).toEqual([`info ${NAME}: what it returned is not passed on: ${reason}`]);
  });

  it("does not pass on what contains itself", async () => {
    const context = callbackContext();
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    await run(() => loop, { context });
    expect(context.lines).toEqual([expect.stringContaining("contains itself")]);
  });

  it("says nothing of a callback that returns nothing", async () => {
    const context = callbackContext();
    await run(() => undefined, { context });
    expect([...context.passed, ...context.lines]).toEqual([]);
  });

  it("fails with the callback's own message, and keeps its error as the cause", async () => {
    const cause = new Error("the feed is down");
    const error = await errorOf(run(() => Promise.reject(cause)));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "CALLBACK_FAILED", message: `${NAME}: the feed is down`, cause });
  });

  it("fails in the same way when the callback throws before it returns a promise", async () => {
    const error = await errorOf(
      run(() => {
        throw new Error("at once");
      }),
    );
    expect(error).toMatchObject({ code: "CALLBACK_FAILED", message: `${NAME}: at once` });
  });

  it("fires the signal on time-out, and reports the time-out whatever the callback does then", async () => {
    const heeds = await errorOf(run(untilAborted, { timeoutMs: 5, graceMs: 60_000 }));
    const ignores = await errorOf(run(forEver, { timeoutMs: 5 }));
    expect(heeds).toMatchObject({ code: "CALLBACK_TIMEOUT", message: `${NAME} ran longer than 5ms.` });
    expect(ignores).toMatchObject({ code: "CALLBACK_TIMEOUT" });
  });

  it("fires the signal before it gives the callback up", async () => {
    let fired = false;
    const context = callbackContext();
    const callback: Callback = ({ signal }) => {
      signal.addEventListener("abort", () => (fired = true));
      return forEver();
    };
    await errorOf(run(callback, { timeoutMs: 5, context }));
    expect(fired).toBe(true);
  });

  it("counts the loading of a module that never ends", async () => {
    const ref = { kind: "module", path: "/x.ts", exportName: "x" } as const;
    const spec = { name: "./x.ts#x", ref, options: {}, timeoutMs: 5 };
    const error = await errorOf(runCallback(spec, callbackContext(), { importModule: forEver, graceMs: 1 }));
    expect(error).toMatchObject({ code: "CALLBACK_TIMEOUT" });
  });

  it("ends with the reason of a cancel", async () => {
    const cancel = new AbortController();
    const context = callbackContext({ signal: cancel.signal });
    const running = errorOf(run(untilAborted, { context }));
    const reason = new Error("the run was cancelled");
    cancel.abort(reason);
    expect(await running).toBe(reason);
    expect(await errorOf(run(() => undefined, { context }))).toBe(reason);
  });

  it("I7: lets a callback that was given up write nothing any more", async () => {
    const context = callbackContext();
    const late = Promise.withResolvers<readonly PromiseSettledResult<unknown>[]>();
    const callback: Callback = async ({ signal, artifacts, values, services }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      const writes = [artifacts.write("a", "b"), values.set("a", 1), services.notify({ title: "a", text: "b" })];
      late.resolve(await Promise.allSettled(writes));
    };
    expect(await errorOf(run(callback, { timeoutMs: 5, context }))).toMatchObject({ code: "CALLBACK_TIMEOUT" });
    expect((await late.promise).map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect([...context.files, ...context.passed, ...context.notices]).toEqual([]);
  });
});
