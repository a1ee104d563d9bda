import { writeFileSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { isPrintable } from "../../../src/core/text/printable.ts";
import { storableText } from "../../../src/core/text/storable-text.ts";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { readOutputs } from "../../../src/executors/outputs/read-outputs.ts";
import { readSeries } from "../../../src/executors/outputs/read-series.ts";
import { GOOD, outputFolder } from "./support/output-folder.ts";

const LONGEST_SENTENCE = 700;

/** Cuts something out of a file, and puts something else there. */
const mutilation = fc.record({
  name: fc.constantFrom(...Object.keys(GOOD)),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.constantFrom(0, 0, 1, 3, 30),
  put: fc.oneof(
    fc.constantFrom(
      "",
      '"',
      '""',
      ",",
      ";",
      "\n",
      "\r",
      "\r\n",
      "\0",
      "\t",
      "NaN",
      "-inf",
      "1e308",
      "-1e308",
      "%",
      "\uFEFF",
      "🚀",
    ),
    fc.string({ maxLength: 20, unit: "binary" }),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
  ),
});

it("no mutilated file makes a check fail, nor its report long, unstorable or without numbers (I10)", async () => {
  const folder = outputFolder();
  await fc.assert(
    fc.asyncProperty(fc.array(mutilation, { minLength: 1, maxLength: 4 }), async (mutilations) => {
      const files = new Map(Object.entries(GOOD).map(([name, text]) => [name, Buffer.from(text)]));
      for (const { name, at, cut, put } of mutilations) {
        const bytes = files.get(name) ?? Buffer.alloc(0);
        const from = Math.floor(at * bytes.length);
        files.set(name, Buffer.concat([bytes.subarray(0, from), Buffer.from(put), bytes.subarray(from + cut)]));
      }
      for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
      const options = { calendar: "XNYS", initialCapital: 100_000, blocks: 2 } as const;
      const { report, metrics } = await readOutputs(folder, CONTRACT, options);
      const sentences = [...report.errors, ...report.warnings];
      expect(sentences.length).toBeLessThan(40);
      for (const sentence of sentences) {
        expect(sentence.length).toBeLessThan(LONGEST_SENTENCE);
        expect(isPrintable(sentence)).toBe(true);
      }
      for (const { columns } of Object.values(report.files)) {
        for (const column of columns ?? []) expect(column).toBe(storableText(column));
      }
      for (const [name, { value, reason }] of metrics) {
        expect(name).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
        expect(Number.isFinite(value)).toBe(reason === null);
      }
      for (const value of (await readSeries(folder, options))?.equity ?? []) expect(value).not.toBeNaN();
    }),
    { numRuns: 300 },
  );
}, 60_000);
