import path from "node:path";
import { messageOf } from "../../core/errors/app-error.ts";
import { openRegularFile } from "../../files/read-regular-file.ts";
import type { ProgramEnd } from "../../sandbox/program/program-end.ts";
import type { ProgramRunner } from "../../sandbox/program/program-runner.ts";
import type { Program, ProgramWatch } from "../../sandbox/program/run-program.ts";
import type { OutputsReport } from "../outputs/outputs-report.ts";
import type { CellOutputs } from "../outputs/read-outputs.ts";
import { cellCommand, cellEnv, type CellFacts } from "./cell-command.ts";
import { beginFolder, publishFolder, publishInto } from "./cell-folder.ts";
import {
  type CellFiles,
  type CellRecord,
  listCellFiles,
  RECORD_FILE,
  recordedFiles,
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
  readonly programs: ProgramRunner;
  /** Of the files in a folder, in constant memory. */
  readonly readOutputs: (folder: string, names: readonly string[], signal: AbortSignal) => Promise<CellOutputs>;
}

export interface CellOutcome {
  /** Null when it failed. */
  readonly outputs: CellOutputs | null;
  /** What was found in its files; null when they were not looked at. */
  readonly report: OutputsReport | null;
  readonly failure: EndFailure | null;
  readonly end: ProgramEnd | null;
}

/** A cell with a folder to work in. */
export interface BegunCell {
  readonly cell: ScriptCell;
  readonly argv: readonly string[];
  readonly facts: CellFacts;
  /** Nobody takes it for a result. */
  readonly folder: string;
}

export async function beginCell(cell: ScriptCell, { script }: CellDeps): Promise<BegunCell> {
  const folder = await beginFolder(cell.folder);
  const facts = { ...cell, outputDir: folder };
  return { cell, argv: cellCommand(script.start, facts), facts, folder };
}

/** Runs the program of a cell. @throws the reason of `signal` */
export async function runCell(
  { argv, facts, folder }: BegunCell,
  { script, programs, cwd, limits, isLow, isStrict }: CellDeps,
  watch: ProgramWatch,
): Promise<ProgramEnd | EndFailure> {
  const logFile = path.join(folder, LOG_FILE);
  const env = { ...script.env, ...cellEnv(facts) };
  const end = await programs.run({ argv, cwd, env, logFile, limits, isLow, isStrict }, watch).catch(startFailure);
  watch.signal.throwIfAborted();
  return end;
}

/** A cell whose files were looked at. */
export interface JudgedCell {
  readonly begun: BegunCell;
  readonly outcome: CellOutcome;
  /** What happened, to be left beside its files, also when it failed: for people to look into. */
  readonly record: CellRecord;
}

/** Looks at what the program of a cell has left. @throws the reason of `signal`; Error when the disk cannot be read */
export async function judgeCell(
  begun: BegunCell,
  end: ProgramEnd | EndFailure,
  deps: CellDeps,
  signal: AbortSignal,
): Promise<JudgedCell> {
  const files = await listCellFiles(begun.folder);
  const outcome = await outcomeOf(begun.folder, { end, files }, deps, signal);
  return { begun, outcome, record: { ...recordOf(begun, outcome, deps), files: files.names } };
}

/** Makes what is in its folder the result of a cell, whole or not at all (I7): the record is on the disk before. */
export async function publishCell({ begun, record }: JudgedCell): Promise<void> {
  const { folder, isOwnFolder } = begun.cell;
  await writeRecord(begun.folder, record);
  if (isOwnFolder) return publishFolder(begun.folder, folder);
  await publishInto(begun.folder, folder, { earlier: await recordedFiles(folder), last: RECORD_FILE });
}

async function outcomeOf(
  folder: string,
  { end, files: { names, problem } }: { readonly end: ProgramEnd | EndFailure; readonly files: CellFiles },
  deps: CellDeps,
  signal: AbortSignal,
): Promise<CellOutcome> {
  if ("code" in end) return { outputs: null, report: null, failure: end, end: null };
  const isWell = end.stopped === null && end.exitCode === 0;
  const words = isWell ? "" : await lastWordsOf(path.join(folder, LOG_FILE));
  const ended = failureOfEnd(end, deps.limits, words);
  const failure = ended ?? (problem === null ? null : ({ code: "OUTPUTS_INVALID", message: problem } as const));
  if (failure !== null) return { outputs: null, report: null, failure, end };
  const outputs = await deps.readOutputs(folder, names, signal);
  const { report } = outputs;
  return report.valid
    ? { outputs, report, failure: null, end }
    : { outputs: null, report, failure: invalidOutputs(report), end };
}

/** Arguments that are too long, for one: others may be shorter. */
function startFailure(error: unknown): EndFailure {
  return { code: "PROCESS_REFUSED", message: `The script cannot be started: ${messageOf(error)}` };
}

function invalidOutputs({ errors }: OutputsReport): EndFailure {
  const more = errors.length > MOST_ERRORS ? ` … and ${errors.length - MOST_ERRORS} more` : "";
  return {
    code: "OUTPUTS_INVALID",
    message: `The script ended well, but its files are not right: ${errors.slice(0, MOST_ERRORS).join(" ")}${more}`,
  };
}

function recordOf(
  { cell: { runId, cell, params }, argv }: BegunCell,
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

/** Nothing where it has removed its log. */
async function lastWordsOf(logFile: string): Promise<string> {
  const file = await openRegularFile(logFile).catch(() => null);
  if (file === null) return "";
  await using opened = file;
  const { size } = opened.stats;
  const length = Math.min(size, LAST_WORDS_BYTES);
  const { buffer, bytesRead } = await opened.handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8", 0, bytesRead);
}
