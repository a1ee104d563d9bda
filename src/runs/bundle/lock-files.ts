import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { PYTHON_LOCKS } from "../../executors/python/python-code.ts";

/** Of the ways in which packages are pinned, those that people use. */
const NAMES = [
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "pyproject.toml",
  ...PYTHON_LOCKS,
  "renv.lock",
];

/** Who reaches a registry with a login has it in each address. */
const LOGIN = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi;

/** What pins the packages of a project: files of its folder, without logins. */
export async function lockFiles(
  home: string,
  mask: SecretMask,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const found = await Promise.all(
    NAMES.map(async (name) => ({ name, text: await readFile(path.join(home, name), "utf8").catch(() => null) })),
  );
  return found.flatMap(({ name, text }) =>
    text === null ? [] : [{ name, text: mask.mask(text.replaceAll(LOGIN, "$1***@")) }],
  );
}
