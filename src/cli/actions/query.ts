import { createReadStream } from "node:fs";
import path from "node:path";
import { sinceMoment } from "../../contract/asked/since.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { parseMemoryMb } from "../../core/values/memory-size.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { type OpenQuery, openQuery } from "../../runs/query/sql/open-query.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { stopOnInterrupt } from "../interrupts/stop-on-interrupt.ts";
import type { QueryFormat, QueryOptions } from "../options/query-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { writeOut } from "../terminal/output.ts";
import { answerCsv, answerJson, answerTable } from "../views/query/query-answer.ts";
import { gapsText, loadedText } from "../views/query/query-notes.ts";

const ROWS_SHOWN = 50;
const DEFAULT_MEMORY_MB = 1024;
const LEAST_MEMORY_MB = 64;
const DEFAULT_TIMEOUT_MS = 60_000;

/** `nightgrid query` */
export async function query(text: string, options: QueryOptions, context: CommandContext): Promise<void> {
  const format = formatOf(options);
  const limits = limitsOf(options);
  const sql = text === "-" ? await readInput() : text;
  await stopOnInterrupt(async (signal) => {
    await using project = await openCommandProject(context, "look");
    const { database } = project.deps;
    const runId =
      options.run === undefined
        ? null
        : await retryUntilConnected(() => findRun(database, options.run ?? ""), project.patience);
    const since = options.since === undefined ? null : sinceMoment(options.since, new Date());
    const scope = { runId, dagId: options.dag ?? null, since };
    await using open = await openQuery(project.deps, { sql, scope, limits: { ...limits, signal } });
    const { output } = context;
    for (const note of gapsText(open.gaps)) output.note(output.noteColors.yellow(`warning: ${note}`));
    if (open.loaded.length > 0) output.note(output.noteColors.dim(loadedText(open.loaded)));
    await write(open, { format, options }, context);
  });
}

async function write(
  { room, select, loaded, gaps }: OpenQuery,
  { format, options }: { readonly format: QueryFormat; readonly options: QueryOptions },
  { cwd, output }: CommandContext,
): Promise<void> {
  const file = options.output === undefined ? null : path.resolve(cwd, options.output);
  if (format === "parquet") {
    if (file !== null) await writeWhole(file, createReadStream(await room.askForParquet(select)));
    return;
  }
  const answer = await room.ask(select);
  const chunks = {
    table: () => answerTable(answer, { limit: options.limit ?? ROWS_SHOWN, colors: output.colors }),
    csv: () => answerCsv(answer),
    json: () => answerJson(answer, { loaded, gaps }),
  }[format]();
  if (file !== null) await writeWhole(file, chunks);
  else for await (const chunk of chunks) await writeOut(chunk);
}

/** @throws AppError USAGE */
function formatOf({ format, csv, json, output }: QueryOptions): QueryFormat {
  const chosen = json === true ? "json" : csv === true ? "csv" : (format ?? "table");
  if (chosen === "parquet" && output === undefined) {
    throw new AppError("USAGE", "Parquet goes to a file.", { hint: "Name it: -o answer.parquet" });
  }
  return chosen;
}

/** @throws AppError USAGE */
function limitsOf({ memory, timeout }: QueryOptions) {
  const memoryMb = memory === undefined ? DEFAULT_MEMORY_MB : parseMemoryMb(memory);
  if (memoryMb === null || memoryMb < LEAST_MEMORY_MB) {
    throw new AppError("USAGE", `--memory takes no "${memory ?? ""}".`, {
      hint: `Write a size from ${LEAST_MEMORY_MB}MB on, such as 512MB or 4GB.`,
    });
  }
  const timeoutMs = timeout === undefined ? DEFAULT_TIMEOUT_MS : parseDurationMs(timeout);
  // Timers take 24 days at most.
  if (timeoutMs === null || timeoutMs <= 0 || timeoutMs > 2 ** 31 - 1) {
    throw new AppError("USAGE", `--timeout takes no "${timeout ?? ""}".`, {
      hint: "Write a duration, such as 30s or 10m.",
    });
  }
  return { memoryMb, timeoutMs };
}

const LONGEST_INPUT = 1_000_000;

/** Stdin as text, up to what no query is as long as. */
async function readInput(): Promise<string> {
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const piece of process.stdin) {
    text += String(piece);
    if (text.length > LONGEST_INPUT) break;
  }
  return text;
}
