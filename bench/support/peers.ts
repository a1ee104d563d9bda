import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hasOption } from "./arguments.ts";
import type { Sample } from "./measure.ts";

export const PEER_FOLDER = fileURLToPath(new URL("../../.nightgrid/peers", import.meta.url));
export const PEER_SCRIPTS = fileURLToPath(new URL("../peers/", import.meta.url));

/** What every script of bench/peers prints at least, as the last line on its standard output. */
export interface PeerReport {
  /** Name and version. */
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** Thrown where a peer cannot be asked: no Python, no package, or its script failed. */
export class PeerMissing extends Error {
  override readonly name = "PeerMissing";
}

/**
 * Asks a Python library the same question, in a virtual environment of its own under `.nightgrid/peers`
 * that is made at the first call.
 *
 * @throws PeerMissing with the reason
 */
export function askPeer(script: string, packages: readonly string[], args: readonly string[] = []): PeerReport {
  const python = environmentOf(packages);
  const run = spawnSync(python, [PEER_SCRIPTS + script, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new PeerMissing(`${script} failed: ${lastLine(run.stderr)}`);
  return JSON.parse(lastLine(run.stdout)) as PeerReport;
}

/** Does what needs a peer; says so and goes on where the peer is missing. */
export function withPeer(name: string, work: () => void): void {
  if (hasOption("--no-peers")) return;
  try {
    work();
  } catch (error) {
    if (!(error instanceof PeerMissing)) throw error;
    console.log(`${name}: skipped, ${error.message}`);
  }
}

/** The Python of an environment that holds these packages. */
export function environmentOf(packages: readonly string[]): string {
  const wanted = packages.join(" ");
  const folder = path.join(PEER_FOLDER, createHash("sha256").update(wanted).digest("hex").slice(0, 12));
  const python = path.join(folder, "bin", "python");
  const stamp = path.join(folder, "installed");
  if (existsSync(stamp)) return python;
  mkdirSync(PEER_FOLDER, { recursive: true });
  const made = spawnSync("python3", ["-m", "venv", "--clear", folder], { encoding: "utf8" });
  if (made.status !== 0) throw new PeerMissing("there is no Python 3 with venv on this machine");
  const installed = spawnSync(python, ["-m", "pip", "install", "--quiet", ...packages], { encoding: "utf8" });
  if (installed.status !== 0) throw new PeerMissing(`${wanted} could not be installed: ${lastLine(installed.stderr)}`);
  writeFileSync(stamp, wanted);
  return python;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
