import { copyFile, mkdir, readdir } from "node:fs/promises";
import { constants } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../..", import.meta.url));
/** npm leaves files named `.gitignore` out of a package, so ours has another name in it. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };

/** By the language of its strategy. */
export type Starter = "init" | "init-python";

/** Copies a starter project to `folder`; a file that exists is kept. Both lists are relative to `folder`. */
export async function scaffold(
  folder: string,
  { cwd, starter: name }: { readonly cwd: string; readonly starter: Starter },
): Promise<{ readonly created: readonly string[]; readonly kept: readonly string[] }> {
  const target = path.resolve(cwd, folder);
  const starter = path.join(PACKAGE, "templates", name);
  const names = (await readdir(starter, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(starter, path.join(entry.parentPath, entry.name)))
    .sort();
  const files = [
    ...names.map((name) => ({ from: path.join(starter, name), name: RENAMED[name] ?? name })),
    { from: path.join(PACKAGE, "schema/dag.schema.json"), name: "schema/dag.schema.json" },
    { from: path.join(PACKAGE, "templates/vscode-settings.json"), name: ".vscode/settings.json" },
  ];
  const created: string[] = [];
  const kept: string[] = [];
  for (const { from, name } of files) {
    const isNew = await copyNew(from, path.join(target, name));
    (isNew ? created : kept).push(name);
  }
  return { created, kept };
}

async function copyNew(from: string, to: string): Promise<boolean> {
  await mkdir(path.dirname(to), { recursive: true });
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
