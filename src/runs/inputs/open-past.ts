import { AppError } from "../../core/errors/app-error.ts";
import { languageOf } from "../../core/spec/code-language.ts";
import type { CodeFile } from "../../core/values/code-file.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { readCodeTexts, readResultInputs, type ResultInputs } from "../../store/inputs/result-inputs.ts";
import type { TaskId } from "../../core/names/ids.ts";
import { type OpenDeps, type OpenTask, openPinned, pinnedTask } from "../sweep/open-task.ts";
import type { RunDeps } from "../run-deps.ts";
import { partOf } from "./changed-inputs.ts";
import { pythonPlace, restoreCode } from "./restore-code.ts";

export type PastDeps = OpenDeps & Pick<RunDeps, "codeFolder">;

/**
 * As `openTask`, also where the code is another one by now, or gone: it is put below `.nightgrid/code` as it was. What cannot
 * be had so is what scripts are computed from, which may be anything.
 *
 * @throws AppError as `openTask` does, when that does not give the sweep that the task was pinned to
 */
export async function openPastTask(taskId: TaskId, deps: PastDeps): Promise<OpenTask> {
  const pinned = await pinnedTask(taskId, deps);
  try {
    return await openPinned(pinned, deps);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const inputs = pinned.task.base === null ? null : await readResultInputs(deps.database, pinned.task.base);
    if (inputs === null) throw error;
    for (const backtest of await pastBacktests(pinned.backtest, inputs, deps)) {
      const opened = await openPinned({ ...pinned, backtest }, deps).catch(() => null);
      if (opened !== null) return opened;
    }
    throw error;
  }
}

/** Folders above a Python file that are tried as the root of its project, today's first: which one it was is not kept. */
const MOST_ABOVE = 6;

/** The backtest with its strategy where the code of then has been put; none when it is not kept. */
export async function pastBacktests(
  backtest: BacktestSpec,
  inputs: ResultInputs,
  { database, codeFolder }: Pick<PastDeps, "database" | "codeFolder">,
): Promise<readonly BacktestSpec[]> {
  const { strategy } = backtest;
  const code = partOf(inputs, "code");
  if (codeFolder === undefined || strategy.kind !== "module" || typeof code !== "string") return [];
  const files = await filesOf(inputs, database);
  if (files === null) return [];
  const isPython = languageOf(files[0]?.path ?? "") === "python";
  const today = pythonPlace(strategy.path);
  const levels = Array.from({ length: MOST_ABOVE }, (_, above) => above).filter((above) => above !== today.rootAbove);
  const places = isPython ? [today, ...levels.map((rootAbove) => ({ ...today, rootAbove }))] : [null];
  const found: BacktestSpec[] = [];
  for (const python of places) {
    const file = await restoreCode(codeFolder, { name: code, files, python });
    if (file !== null) found.push({ ...backtest, strategy: { ...strategy, path: file } });
  }
  return found;
}

/** Null when the text of one is not kept. */
export async function filesOf(
  { files }: ResultInputs,
  database: RunDeps["database"],
): Promise<readonly CodeFile[] | null> {
  if (files === null) return null;
  const texts = await readCodeTexts(
    database,
    files.map(({ hash }) => hash),
  );
  const whole = files.flatMap(({ path, hash }) => {
    const text = texts.get(hash);
    return text === undefined ? [] : [{ path, hash, text }];
  });
  return whole.length === files.length ? whole : null;
}
