/** How long `nightgrid --help` takes, beside a bare `node -e 0`. Aim: < 150 ms. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describeMachine, formatMeasurement, measure } from "./support/measure.ts";

const RUNS = 15;
const bin = fileURLToPath(new URL("../bin/nightgrid.mjs", import.meta.url));

function start(args: readonly string[]): string {
  const result = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`node ${args.join(" ")} ended with ${result.status}: ${result.stderr}`);
  return result.stdout;
}

if (!start([bin, "--help"]).includes("Usage: nightgrid")) throw new Error("--help does not print the usage");

console.log(describeMachine());
console.log(formatMeasurement("node -e 0", await measure(RUNS, () => start(["-e", "0"]))));
console.log(formatMeasurement("nightgrid --help", await measure(RUNS, () => start([bin, "--help"]))));
