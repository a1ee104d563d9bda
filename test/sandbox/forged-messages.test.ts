import { describe, expect, it, vi } from "vitest";
import type { OutputLine } from "../../src/sandbox/question.ts";
import { call, deathOf, userFile, userProcess } from "./support/room-process.ts";

vi.setConfig({ testTimeout: 60_000 });

const HEAD = `import fs from "node:fs"; import v8 from "node:v8"; import { syncBuiltinESMExports } from "node:module";
const frame = (value) => { const body = v8.serialize(value); const head = Buffer.alloc(4); head.writeUInt32LE(body.length); return Buffer.concat([head, body]); };
const note = (value) => fs.writeSync(3, JSON.stringify(value) + "\\n");
const rest = () => new Promise((resolve) => setTimeout(resolve, 300));`;

/** What user code writes to the descriptors that Nightgrid reads, and then waits. */
const FORGED = [
  ["bytes that are no message", "fs.writeSync(4, Buffer.from([5, 0, 0, 0, 1, 2, 3, 4, 5]))"],
  ["a length without end", "fs.writeSync(4, Buffer.alloc(64, 255))"],
  ["null for a message", "fs.writeSync(4, frame(null))"],
  ["a list for a message", "fs.writeSync(4, frame([1]))"],
  ["an unknown kind", "fs.writeSync(4, frame({ kind: 'toString', id: 1 }))"],
  ["a failure without an error", "fs.writeSync(4, frame({ kind: 'failed', id: 1 }))"],
  ["a failure of numbers", "fs.writeSync(4, frame({ kind: 'failed', id: 1, failure: { message: 1 } }))"],
  ["a call without input", "fs.writeSync(4, frame({ kind: 'call', id: 1, call: 1, service: 'x' }))"],
  ["an answer to no question", "fs.writeSync(4, frame({ kind: 'answer', id: 77, value: 1 }))"],
  [
    "an answer that is no parcel",
    "fs.writeSync(4, frame({ kind: 'answer', id: 1, value: { body: 'x', columnBytes: 1 } }))",
  ],
  ["Node's own words", "fs.writeSync(4, frame({ cmd: 'NODE_HANDLE_ACK' }))"],
] as const;

const BOUNDLESS = [
  ["what doubles forty times", "Array.from({ length: 40 }).reduce((all) => [all, all], ['x'])"],
  ["four billion holes", "Object.assign([], { 4294967294: 1 })"],
  ["what contains itself", "(() => { const loop = {}; loop.loop = loop; return loop; })()"],
] as const;

const FORGED_NOTES = [
  ["a death without a failure", "note({ kind: 'death', cause: 'timeout', unit: 9 })"],
  ["a death of no known cause", "note({ kind: 'death', cause: 'constructor', unit: null, failure: { message: '' } })"],
  ["a level that every object has", "note({ kind: 'line', unit: null, level: 'constructor', text: 'x' })"],
  ["a text that is a number", "note({ kind: 'line', unit: null, level: 'info', text: 5 })"],
  ["a log without fields", "note({ kind: 'log', level: 'info', text: 'x' })"],
  ["null", "note(null)"],
  ["half a note", 'fs.writeSync(3, \'{"kind":"li\')'],
  ["an end of another question", "note({ kind: 'end', id: 99 })"],
] as const;

describe("what user code writes to the ways of Nightgrid", () => {
  it.each(FORGED)("ends its own process, and nothing else: %s", async (_, statement) => {
    const death = await deathOf(call(`async () => { ${statement}; await rest(); return 1 }`, null, {}, HEAD));
    expect(death.message).toMatch(/^It (wrote|answered)/);
  });

  it.each(FORGED_NOTES)("is passed over where it is no note: %s", async (_, statement) => {
    const lines: OutputLine[] = [];
    const onLine = (line: OutputLine): void => void lines.push(line);
    expect(await call(`async () => { ${statement}; await rest(); return 1 }`, null, { onLine }, HEAD)).toBe(1);
    expect(lines).toEqual([]);
  });

  it.each(BOUNDLESS)("ends it where the answer is small and stands for no end of values: %s", async (_, value) => {
    const death = await deathOf(call(`() => (${value})`));
    expect(death.message).toMatch(
      /^It wrote an answer that cannot be taken: it contains itself, or more than 5,000,000/,
    );
  });

  it.each(BOUNDLESS)("is refused where a service is given no end of values: %s", async (_, value) => {
    const services = { keep: () => Promise.reject(new Error("taken")) };
    const asked = call(`(_, { call }) => call("keep", ${value}).catch(({ message }) => message)`, null, { services });
    expect(await asked).toMatch(/^What was handed over cannot be taken: it contains itself, or more than/);
  });

  it("may be as large as anybody's answer: columns, texts and a million values", async () => {
    const body = "() => [Array.from({ length: 1e6 }, (_, i) => i), new Float64Array(6e6), new String('x'.repeat(6e6))]";
    const [list, column, text] = (await call(body)) as [number[], Float64Array, string];
    expect([list.length, column.length, text.length]).toEqual([1e6, 6e6, 6e6]);
  });

  it("is not kept beyond the length of a note", async () => {
    const statement = `for (let i = 0; i < 80; i++) fs.writeSync(3, "x".repeat(1e6)); fs.writeSync(3, "\\n"); console.log("after")`;
    const lines: OutputLine[] = [];
    const onLine = (line: OutputLine): void => void lines.push(line);
    await call(`() => { ${statement} }`, null, { onLine }, HEAD);
    expect(lines.map(({ text }) => text)).toEqual(["after"]);
  });

  it("ends the process when it is a flood", async () => {
    const statement = `for (;;) note({ kind: "log", level: "info", text: "x".repeat(9e5), fields: {} })`;
    const death = await deathOf(call(`() => { ${statement} }`, null, {}, HEAD));
    expect(death.message).toMatch(/wrote .* MiB to its log/);
  });

  it.each([
    ["all of them", "for (let fd = 0; fd < 64; fd++) try { fs.closeSync(fd) } catch {}"],
    ["those of the notes", "fs.closeSync(3)"],
    ["those of the answers", "fs.closeSync(4)"],
  ])("ends when it closes descriptors: %s", async (_, statement) => {
    const process = userProcess();
    const asked = process.ask("call", {
      file: userFile(`async () => { ${statement}; await new Promise(() => {}) }`, HEAD),
      argument: null,
    });
    await deathOf(asked);
    expect(process.isDead).toBe(true);
  });

  it("is heard though the functions that write have been replaced", async () => {
    const lines: OutputLine[] = [];
    const onLine = (line: OutputLine): void => void lines.push(line);
    const body = `() => { fs.writeSync = () => 0; v8.serialize = () => null; v8.deserialize = () => null; JSON.stringify = () => "{}"; syncBuiltinESMExports(); console.log("still"); return 1 }`;
    expect(await call(body, null, { onLine }, HEAD)).toBe(1);
    expect(lines.map(({ text }) => text)).toEqual(["still"]);
  });
});

describe("a callback that asks for very much", () => {
  it("has few of its calls answered at a time", async () => {
    let now = 0;
    let most = 0;
    const services = {
      slow: async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return 1;
      },
    };
    const body =
      "async (_, { call }) => (await Promise.all(Array.from({ length: 20_000 }, () => call('slow')))).length";
    expect(await call(body, null, { services })).toBe(20_000);
    expect(most).toBeLessThanOrEqual(64);
  });

  it("writes a bounded number of lines to the log, and says so", async () => {
    const lines: string[] = [];
    const process = userProcess();
    const file = userFile(`(_, { log }) => { for (let i = 0; i < 30_000; i++) log("info", "line " + i, {}) }`);
    const onLog = (_: string, text: string): void => void lines.push(text);
    const onLine = ({ text }: OutputLine): void => void lines.push(text);
    await process.ask("call", { file, argument: null }, { onLog, onLine });
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)).toContain("20000 further lines");
  });
});
