import { Readable } from "node:stream";
import { Type } from "typebox";
import { logLineJson } from "../../contract/json/log-line-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { LOG_LEVELS, type LogLevel } from "../../core/log.ts";
import { printable, printableLine } from "../../core/text/printable.ts";
import { currentLog, lastLines } from "../../executors/script/follow-file.ts";
import { cellFiles } from "../../runs/files/cell-files.ts";
import { showRun } from "../../runs/query/show-run.ts";
import { type LogRow, readLogWindow } from "../../store/logs.ts";
import { ok, streamed } from "../routing/answer.ts";
import { acceptedType } from "../requests/accepted-type.ts";
import { type Route, route } from "../routing/route.ts";
import { cellParam, limitKey, requireRun, runParam } from "./parts.ts";

const tag = "logs";
const PAGE = 1000;
const TYPES = ["application/json", "application/x-ndjson", "text/plain"] as const;

const lineId = Type.Optional(Type.String({ pattern: "^\\d{1,18}$", maxLength: 18, description: "id of a line" }));

export const LOG_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/runs/:run/logs",
    id: "readLog",
    summary: "The log of a run: its last lines, or those before or after one. As NDJSON or text: all of it.",
    tag,
    role: "viewer",
    params: runParam,
    query: {
      limit: limitKey(2000, 500),
      after: lineId,
      before: lineId,
      level: Type.Optional(
        Type.Unsafe<LogLevel>({ type: "string", enum: LOG_LEVELS, description: "lines of this level and above" }),
      ),
      task: Type.Optional(Type.String({ maxLength: 300, description: "lines of this task" })),
      q: Type.Optional(
        Type.String({ minLength: 1, maxLength: 200, description: "lines that hold this text, in any case" }),
      ),
    },
    answers: { 200: { description: "the oldest line first", document: "logs" } },
    handle: async ({ params, query, principal, raw }, service) => {
      const { database } = service.project.deps;
      const run = await requireRun(params.run, principal, service);
      const type = acceptedType(raw.headers.accept, TYPES);
      const { after = null, before = null, level = "debug", task = null, q = null, limit } = query;
      const wanted = { levels: LOG_LEVELS.slice(LOG_LEVELS.indexOf(level)), task, search: q };
      if (type !== "application/json") {
        const pages = allLines(after ?? "0", (from) =>
          readLogWindow(database, run.id, { ...wanted, after: from, before, limit: PAGE }),
        );
        const write = type === "text/plain" ? textLine : (line: LogRow) => JSON.stringify(logLineJson(line));
        return streamed(`${type}; charset=utf-8`, Readable.from(texts(pages, write)), {
          "content-disposition": `attachment; filename="${run.id}.${type === "text/plain" ? "log" : "ndjson"}"`,
        });
      }
      const lines = await readLogWindow(database, run.id, { ...wanted, after, before, limit });
      return ok({ run_id: run.id, lines: lines.map(logLineJson) });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/sweeps/:backtest/cells/:cell/log",
    id: "readCellLog",
    summary: "The last lines that the program of a cell has written.",
    tag,
    role: "viewer",
    params: cellParam,
    query: { limit: limitKey(10_000, 500) },
    answers: { 200: { description: "the oldest line first", document: "cell_log" } },
    handle: async ({ params, query, principal }, service) => {
      const { deps, secrets } = service.project;
      const run = await requireRun(params.run, principal, service);
      const { spec } = await showRun(deps.database, run.id);
      const files = await cellFiles({ id: run.id, spec }, params, deps);
      const log = await currentLog(files.folder);
      if (log === null) {
        throw new AppError("ARTIFACT_NOT_FOUND", `Cell ${params.cell} has no log on this host`, {
          hint: "It was not begun yet, its folder was removed, or another host computed it.",
        });
      }
      const lines = (await lastLines(log, query.limit)).map((line) => printable(secrets.mask(line)));
      return ok({ run_id: files.runId, cell: params.cell, file: log, lines });
    },
  }),
];

async function* allLines(first: string, read: (after: string) => Promise<readonly LogRow[]>) {
  for (let after = first; ; ) {
    const page = await read(after);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

async function* texts(pages: AsyncIterable<readonly LogRow[]>, write: (line: LogRow) => string) {
  for await (const page of pages) yield page.map((line) => `${write(line)}\n`).join("");
}

function textLine({ at, level, task, message }: LogRow): string {
  return `${at.toISOString()} ${level.padEnd(5)} ${task === null ? "" : `${printableLine(task)}: `}${printableLine(message)}`;
}
