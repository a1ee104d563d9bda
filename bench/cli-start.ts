/** How long `nightgrid --help` takes, beside a bare `node -e 0`. Aim: < 150 ms. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns } from "./support/measure.ts";

const RUNS = 15;
const bin = fileURLToPath(new URL("../bin/nightgrid.mjs", import.meta.url));

function start(args: readonly string[]): string {
  const result = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`node ${args.join(" ")} ended with ${result.status}: ${result.stderr}`);
  return result.stdout;
}

if (!start([bin, "--help"]).includes("Usage: nightgrid")) throw new Error("--help does not print the usage");

console.log(describeMachine());
const times = await measureInTurns(RUNS, { bare: () => start(["-e", "0"]), help: () => start([bin, "--help"]) });
reportFigure({ work: "Bare `node -e 0`", time: { ...times.bare, cpuMs: null } });
reportFigure({
  work: "`nightgrid --help`",
  time: { ...times.help, cpuMs: null },
  aim: { text: "< 150 ms", isReached: times.help.medianMs < 150 },
});
