import { execFile } from "node:child_process";
import { contentHash } from "./content-hashes.ts";

const PATIENCE_MS = 10_000;
const LONGEST = 500;

const asked = new Map<string, Promise<string>>();

/**
 * What an interpreter says of its version, asked once for each content of its file; empty when it says nothing of the kind.
 *
 * @param program absolute
 */
export async function programVersion(program: string, env: Readonly<Record<string, string>>): Promise<string> {
  const key = `${program}\0${await contentHash(program)}`;
  const known = asked.get(key) ?? ask(program, env);
  asked.set(key, known);
  return known;
}

function ask(program: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(program, ["--version"], { env, timeout: PATIENCE_MS }, (error, stdout, stderr) => {
      // Python 2 says it on the other one.
      resolve(error === null ? `${stdout}${stderr}`.trim().slice(0, LONGEST) : "");
    });
    child.stdin?.end();
  });
}
