import { open } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "../../core/errors/app-error.ts";
import type { ProgramEnd } from "../../sandbox/program/program-end.ts";
import { type Program, type ProgramWatch, runProgram } from "../../sandbox/program/run-program.ts";
import type { OutputsReport } from "../outputs/outputs-report.ts";
import type { CellOutputs } from "../outputs/read-outputs.ts";
import { cellCommand, cellEnv, type CellFacts } from "./cell-command.ts";
import { beginFolder, publishFolder, publishInto, removeAbandoned, removeFolder } from "./cell-folder.ts";
import {
  type CellRecord,
  filesIn,
  RECORD_FILE,
  recordedFiles,
  tooManyFiles,
  usageRecord,
  writeRecord,
} from "./cell-record.ts";
import { type EndFailure, failureOfEnd } from "./end-failure.ts";
import type { OpenScript } from "./open-script.ts";

/** The file that what a script prints goes to. */
export const LOG_FILE = "execution.log";
const LAST_WORDS_BYTES = 8192;
const MOST_ERRORS = 3;

export interface ScriptCell extends Omit<CellFacts, "outputDir"> {
  /** Where its files are to be in the end. */
  readonly folder: string;
  /** Whether only its files are there; else the run has others in it. */
  readonly isOwnFolder: boolean;
}

export interface CellDeps extends Pick<Program, "cwd" | "limits" | "isLow" | "isStrict"> {
  readonly script: OpenScript;
  /** Of the files in a folder, in constant memory. */
  readonly readOutputs: (folder: string, signal: AbortSignal) => Promise<CellOutputs>;
  /** Whether this process still answers for the cell; another one may have taken it over. */
  readonly isHeld: () => Promise<boolean>;
}

export interface CellOutcome {
  /** Null when it failed. */
  readonly outputs: CellOutputs | null;
  /** What was found in its files; null when they were not looked at. */
  readonly report: OutputsReport | null;
  readonly failure: EndFailure | null;
  readonly end: ProgramEnd | null;
}

/**
 * Runs one cell of a script in a folder of its own, and makes that its result, also when it failed: for people to look into.
 * Nothing of it is left when `signal` fires, or when somebody else has taken the cell over.
 *
 * @throws the reason of `signal`; Error when the cell was taken over, or the disk cannot be written
 */
export async function runScriptCell(cell: ScriptCell, deps: CellDeps, watch: ProgramWatch): Promise<CellOutcome> {
  await removeAbandoned(cell.folder);
  const working = await beginFolder(cell.folder);
  try {
    const facts = { ...cell, outputDir: working };
    const argv = cellCommand(deps.script.start, facts);
    const outcome = await outcomeIn(working, { argv, facts }, deps, watch);
    watch.signal.throwIfAborted();
    await writeRecord(working, { ...recordOf(cell, argv, outcome, deps), files: await filesIn(working) });
    if (!(await deps.isHeld())) throw new Error("The cell was taken over by another worker");
    await publish(working, cell);
    return outcome;
  } catch (error) {
    await removeFolder(working);
    throw error;
  }
}

async function publish(working: string, { folder, isOwnFolder }: ScriptCell): Promise<void> {
  if (isOwnFolder) return publishFolder(working, folder);
  await publishInto(working, folder, { earlier: await recordedFiles(folder), last: RECORD_FILE });
}

async function outcomeIn(
  folder: string,
  { argv, facts }: { readonly argv: readonly string[]; readonly facts: CellFacts },
  deps: CellDeps,
  watch: ProgramWatch,
): Promise<CellOutcome> {
  const { script, cwd, limits, isLow, isStrict } = deps;
  const logFile = path.join(folder, LOG_FILE);
  const env = { ...script.env, ...cellEnv(facts) };
  const end = await runProgram({ argv, cwd, env, logFile, limits, isLow, isStrict }, watch).catch(startFailure);
  if ("code" in end) return { outputs: null, report: null, failure: end, end: null };
  watch.signal.throwIfAborted();
  const failure = failureOfEnd(end, limits, await lastWordsOf(logFile)) ?? (await fileFailure(folder));
  if (failure !== null) return { outputs: null, report: null, failure, end };
  const outputs = await deps.readOutputs(folder, watch.signal);
  const { report } = outputs;
  return report.valid
    ? { outputs, report, failure: null, end }
    : { outputs: null, report, failure: invalidOutputs(report), end };
}

/** Arguments that are too long, for one: others may be shorter. */
function startFailure(error: unknown): EndFailure {
  return { code: "PROCESS_REFUSED", message: `The script cannot be started: ${messageOf(error)}` };
}

async function fileFailure(folder: string): Promise<EndFailure | null> {
  const message = await tooManyFiles(folder);
  return message === null ? null : { code: "OUTPUTS_INVALID", message };
}

function invalidOutputs({ errors }: OutputsReport): EndFailure {
  const more = errors.length > MOST_ERRORS ? ` … and ${errors.length - MOST_ERRORS} more` : "";
  return {
    code: "OUTPUTS_INVALID",
    message: `The script ended well, but its files are not right: ${errors.slice(0, MOST_ERRORS).join(" ")}${more}`,
  };
}

function recordOf(
  { runId, cell, params }: ScriptCell,
  argv: readonly string[],
  { report, failure, end }: CellOutcome,
  { script }: CellDeps,
): Omit<CellRecord, "files"> {
  const nothing = { exit_code: null, signal: null, duration_ms: 0, cpu_ms: null, peak_memory_bytes: null };
  return {
    run_id: runId,
    cell,
    params,
    argv,
    code_hash: script.codeHash,
    ...(end === null ? nothing : usageRecord(end)),
    error: failure?.message ?? null,
    validation: report,
  };
}

async function lastWordsOf(logFile: string): Promise<string> {
  await using file = await open(logFile, "r");
  const { size } = await file.stat();
  const length = Math.min(size, LAST_WORDS_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8", 0, bytesRead);
}
