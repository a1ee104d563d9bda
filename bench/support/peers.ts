import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../.nightgrid/peers", import.meta.url));
const SCRIPTS = fileURLToPath(new URL("../peers/", import.meta.url));

/**
 * Runs a script of bench/peers with the Python libraries that engines are compared with; they are installed into
 * `.nightgrid/peers` at the first call.
 *
 * @returns what the script printed as JSON, or the reason why it could not run
 */
export function runPeer(script: string, packages: readonly string[]): unknown {
  const python = `${FOLDER}/bin/python`;
  if (!existsSync(python)) {
    const made = spawnSync("python3", ["-m", "venv", FOLDER], { encoding: "utf8" });
    if (made.status !== 0) return "skipped: there is no Python 3 with venv on this machine";
  }
  const installed = spawnSync(python, ["-m", "pip", "install", "--quiet", ...packages], { encoding: "utf8" });
  if (installed.status !== 0) return `skipped: ${packages.join(", ")} could not be installed`;
  const run = spawnSync(python, [SCRIPTS + script], { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status !== 0) return `skipped: ${script} failed: ${run.stderr.trim().split("\n").at(-1) ?? ""}`;
  return JSON.parse(run.stdout);
}
