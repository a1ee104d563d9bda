import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A result without a fault, of four days and three trades, as pandas writes it. */
export const GOOD: Readonly<Record<string, string>> = {
  "trades.csv": [
    "entry_time,exit_time,pnl,strike,option_type",
    "2020-01-02 09:20:00,2020-01-02 15:15:00,1200.5,10000,CE",
    "2020-01-03 09:20:00,2020-01-03 15:15:00,-300.0,10100,PE",
    "2020-01-06 09:20:00,2020-01-06 15:15:00,450.0,10100,PE",
    "",
  ].join("\n"),
  "summary.csv": "metric,value\ntotal_pnl,1350.5\nwin_rate,66.67\nmax_drawdown,-300.0\nsharpe_ratio,8.2271\n",
  "pnl.csv": [
    "date,pnl,cumulative_pnl",
    "2020-01-02,1200.5,1200.5",
    "2020-01-03,-300.0,900.5",
    "2020-01-06,450.0,1350.5",
    "2020-01-07,0.0,1350.5",
    "",
  ].join("\n"),
  "metadata.json": JSON.stringify({ parameters: { strategy: "short_straddle" }, timestamp: "2026-02-10T14:30:22Z" }),
  "execution.log": "done\n",
};

type Content = string | Uint8Array | null;

/** A folder with the good files and those that are given instead of them; null leaves a file out. Removed after the test. */
export function outputFolder(changes: Readonly<Record<string, Content>> = {}): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "outputs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries<Content>({ ...GOOD, ...changes })) {
    if (content !== null) writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** What a report says of a file, as its list of everything has it. */
export function said(name: string, found: string): string {
  return `${name} ${found}${found.endsWith("?") ? "" : "."}`;
}
