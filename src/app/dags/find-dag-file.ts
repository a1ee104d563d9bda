import { statSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { AppError } from "../../core/errors/app-error.ts";
import { askWhether } from "../../core/text/suggest-name.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { listDagFiles, type LoadContext } from "./dag-folder.ts";

const MAX_BYTES = 5 * 1024 ** 2;

/**
 * The file that the name of a DAG means: a path, or the id of a DAG in `dags/`. A path that exists comes first.
 *
 * @returns as a path, from the working folder or absolute; what is no id comes back as it is
 * @throws AppError DAG_NOT_FOUND when it is neither; USAGE when two files have that id
 */
export async function findDagFile(text: string, { home, cwd }: Pick<LoadContext, "home" | "cwd">): Promise<string> {
  const kind = kindOf(path.resolve(cwd, text));
  if (kind === "file" || (kind === null && !isId(text))) return text;
  const dags = await dagsOf(home);
  const files = dags.filter(({ id }) => id === text).map(({ file }) => file);
  const [first, second] = files;
  if (first === undefined) throw kind === "folder" ? isFolder(text) : notFound(text, dags, cwd);
  if (second === undefined) return first;
  throw new AppError(
    "USAGE",
    `Two files have the id ${text}: ${files.map((file) => path.relative(cwd, file)).join(", ")}.`,
    {
      hint: "Name the file.",
    },
  );
}

interface NamedFile {
  readonly file: string;
  readonly id: string;
}

/** Looks at the id alone: to check all files would load the strategies of all. */
async function dagsOf(home: string): Promise<readonly NamedFile[]> {
  const files = await listDagFiles(home);
  return Promise.all(files.map(async (file) => ({ file, id: (await writtenId(file)) ?? path.parse(file).name })));
}

/** Null when there is none, or the file cannot be read: whoever runs it is told why. Its file name stands for it then. */
async function writtenId(file: string): Promise<string | null> {
  try {
    const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES });
    const id: unknown = parseDocument(bytes.toString("utf8"), { logLevel: "silent" }).get("id");
    return typeof id === "string" ? id : null;
  } catch {
    return null;
  }
}

function notFound(text: string, dags: readonly NamedFile[], cwd: string): AppError {
  const near = nearestName(
    text,
    dags.map(({ id }) => id),
  );
  const beside = dags.find(({ file }) => path.basename(file) === text);
  const guess = beside === undefined ? near : path.relative(cwd, beside.file);
  const list =
    dags.length === 0
      ? "There are no DAGs in dags/ yet; `nightgrid init` makes one."
      : "`nightgrid dags` lists the DAGs of this project.";
  return new AppError("DAG_NOT_FOUND", `There is no file and no DAG named ${text}.`, {
    hint: guess === null ? list : `${askWhether(guess)} ${list}`,
  });
}

function isId(text: string): boolean {
  return /^[^/\\\s]+$/.test(text);
}

/** Null when there is nothing. What is neither a file nor a folder is refused when it is read. */
function kindOf(file: string): "file" | "folder" | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : stats.isDirectory() ? "folder" : "file";
}

function isFolder(text: string): AppError {
  return new AppError("DAG_NOT_FOUND", `${text} is a folder, not a DAG file.`, {
    hint: "Name one of its files; `nightgrid dags` lists those of this project.",
  });
}
