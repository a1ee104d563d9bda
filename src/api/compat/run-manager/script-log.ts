import { createReadStream } from "node:fs";
import { printable } from "../../../core/text/printable.ts";
import { currentLog, lastLines } from "../../../executors/script/follow-file.ts";
import { tailLog } from "../../../store/logs.ts";
import type { ApiService } from "../../api-service.ts";
import type { ScriptRun } from "./former-run.ts";

interface ScriptLog {
  readonly lines: readonly string[];
  readonly total: number;
}

/** What the script has printed; before it has begun, and where its files are elsewhere, what the run says of itself. */
export async function scriptLog({ run, folder }: ScriptRun, count: number, service: ApiService): Promise<ScriptLog> {
  const { deps, secrets } = service.project;
  const shown = (line: string): string => printable(secrets.mask(line));
  const file = await currentLog(folder);
  if (file !== null) {
    const lines = await lastLines(file, count);
    return { lines: lines.map(shown), total: await countLines(file) };
  }
  const rows = await tailLog(deps.database, run.id, count);
  return { lines: rows.map(({ message }) => shown(message)), total: rows.length };
}

const LINE_FEED = 10;

/** Those without an end too. Reads the file once. */
async function countLines(file: string): Promise<number> {
  let lines = 0;
  let last = LINE_FEED;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
    last = chunk.at(-1) ?? last;
  }
  return last === LINE_FEED ? lines : lines + 1;
}
