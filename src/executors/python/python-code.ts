import { readFile } from "node:fs/promises";
import path from "node:path";
import type { CodeFile } from "../../core/values/code-file.ts";
import { sha256 } from "../../core/values/hash.ts";
import { projectRootOf } from "./find-interpreter.ts";
import type { PythonFacts } from "./python-facts.ts";

/** Files that pin the versions of packages; those of the project's folder count. */
export const PYTHON_LOCKS = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "requirements.txt"];

/** Folders whose modules are packages of others. */
const OF_PACKAGES = /[\\/](?:site-packages|\.venv|node_modules)[\\/]/;

/**
 * SHA-256 over `pythonSourceHash` and the versions of Python and numpy: equal hashes mean equal signals. Other packages are as
 * reproducible as the lock file makes them.
 *
 * @param file absolute
 * @throws as `readFile` does, when the module is missing
 */
export async function pythonCodeHash(file: string, { python, numpy }: PythonFacts): Promise<string> {
  return sha256([`python ${python}`, `numpy ${numpy}`, await pythonSourceHash(file)].join("\n"));
}

/**
 * SHA-256 over a module, all that it imports from its own project, and the project's lock files. Imports are found by their
 * statements; a file that is named while the code runs is not seen.
 *
 * @param file absolute
 * @throws as `readFile` does, when the module is missing
 */
export async function pythonSourceHash(file: string): Promise<string> {
  const root = projectRootOf(file);
  const files = await filesWith(file, root);
  const parts = [...files].map(([name, text]) => `${path.relative(root, name)}\0${sha256(text)}`).sort();
  return sha256([path.relative(root, file), ...parts].join("\n"));
}

/**
 * The files that `pythonSourceHash` is about, that of the module first.
 *
 * @throws as `readFile` does, when the module is missing
 */
export async function pythonSourceFiles(file: string): Promise<readonly CodeFile[]> {
  const own = path.dirname(file);
  return [...(await filesWith(file, projectRootOf(file)))].map(([name, text]) => ({
    path: path.relative(own, name).split(path.sep).join("/"),
    hash: sha256(text),
    text,
  }));
}

async function filesWith(file: string, root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  await collect(file, root, files);
  for (const lock of PYTHON_LOCKS) await add(path.join(root, lock), files);
  return files;
}

async function collect(file: string, root: string, files: Map<string, string>): Promise<void> {
  const text = await readFile(file, "utf8");
  files.set(file, text);
  for (const candidate of importedFiles(text, file, root)) {
    if (!files.has(candidate) && (await isText(candidate))) await collect(candidate, root, files);
  }
}

async function add(file: string, files: Map<string, string>): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) files.set(file, text);
}

async function isText(file: string): Promise<boolean> {
  if (OF_PACKAGES.test(file)) return false;
  return readFile(file).then(
    () => true,
    () => false,
  );
}

/** `import a.b, c as d`, also behind `;` or in a block. Text that only looks like one does no harm: few such files exist. */
const IMPORT =
  /(?:^|[;:])[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)/gm;
/** `from .a.b import c, d`, or with the names in brackets over several lines. */
const FROM = /(?:^|[;:])[ \t]*from[ \t]+(\.*[\w.]*)[ \t]*import[ \t]*(\([^)]*\)|[^\n;#]+)/gm;

/** Where the modules of the import statements of a file may lie, whether there is such a file or not. */
function importedFiles(text: string, importer: string, root: string): readonly string[] {
  const joined = text.replaceAll(/\\\r?\n/g, " ");
  const own = path.dirname(importer);
  const folders = own === root ? [root] : [own, root];
  const absolute = (name: string): readonly string[] => folders.flatMap((from) => filesOf(from, name.split(".")));
  const plain = [...joined.matchAll(IMPORT)].flatMap(([, names = ""]) =>
    names.split(",").flatMap((each) => absolute(each.trim().split(/\s/, 1)[0] ?? "")),
  );
  const from = [...joined.matchAll(FROM)].flatMap(([, source = "", names = ""]) => {
    const dots = /^\.*/.exec(source)?.[0].length ?? 0;
    const steps = source.slice(dots).split(".").filter(Boolean);
    const starts = dots === 0 ? folders : [path.resolve(own, ...Array.from({ length: dots - 1 }, () => ".."))];
    // What is imported may be a module itself.
    return starts.flatMap((start) => [
      ...filesOf(start, steps),
      ...namesIn(names).flatMap((name) => filesOf(start, [...steps, name])),
    ]);
  });
  return [...plain, ...from];
}

function namesIn(text: string): readonly string[] {
  const names = text.replaceAll(/#.*$/gm, "").replaceAll(/[()]/g, "").split(",");
  return names.map((each) => each.trim().split(/\s/, 1)[0] ?? "").filter((name) => /^\w+$/.test(name));
}

/** A module, and the packages that are imported on the way to it. */
function filesOf(folder: string, steps: readonly string[]): readonly string[] {
  const packages = steps.map((_, depth) => path.join(folder, ...steps.slice(0, depth + 1), "__init__.py"));
  const own = steps.length === 0 ? [path.join(folder, "__init__.py")] : [`${path.join(folder, ...steps)}.py`];
  return [...packages, ...own];
}
