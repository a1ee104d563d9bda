import { expect, it } from "vitest";
import { stringify } from "yaml";
import { sniffFile } from "../../src/data/files/sniff/sniff-file.ts";
import { SAMPLES } from "../data/files/samples.ts";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();

it("files in the shape of twenty exports run by the data block that is written for each", {
  timeout: 120_000,
}, async () => {
  const backtests: Record<string, object> = {};
  for (const [index, { name, text, asked }] of SAMPLES.entries()) {
    const { symbol = "ABC", session, ...written } = asked;
    const csv = `./files/${index}.txt`;
    project.write(`files/${index}.txt`, text);
    const { symbols } = await sniffFile(Buffer.from(text), name);
    const timezone = session === undefined ? {} : { timezone: session.timezone };
    backtests[`f${index}`] = { data: { csv, symbols: [symbols[0] ?? symbol], ...timezone, ...written } };
  }
  const dag = { id: "files", backtest: { strategy: "buy_and_hold" }, backtests, alerts: [] };
  const { code, document } = await project.json("run", ["run", project.write("files.yaml", stringify(dag))]);
  expect(SAMPLES.length).toBeGreaterThanOrEqual(20);
  expect(code).toBe(0);
  expect(document.cells).toMatchObject({ total: SAMPLES.length, succeeded: SAMPLES.length, failed: 0 });
});
