import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Type } from "typebox";
import { AppError } from "../../core/errors/app-error.ts";
import { type ArtifactRow, listArtifacts } from "../../store/artifacts.ts";
import { ok, streamed, type Answer } from "../routing/answer.ts";
import { matchesEtag } from "../routing/etag.ts";
import { rangeIn } from "../routing/byte-range.ts";
import { type Route, route } from "../routing/route.ts";
import { requireRun, runParam } from "./parts.ts";

const tag = "artifacts";

/** By the end of the name; whatever else there is, is bytes. */
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  log: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  png: "image/png",
};

/** A page that a run wrote may hold anything: it is shown without our origin, and reaches nothing. */
const SANDBOX =
  "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

export const ARTIFACT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/runs/:run/artifacts",
    id: "listArtifacts",
    summary: "The files that a run wrote.",
    tag,
    role: "viewer",
    params: runParam,
    answers: {
      200: {
        description: "by name",
        schema: Type.Object({
          artifacts: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Number(), type: Type.String() })),
        }),
      },
    },
    handle: async ({ params, principal }, service) => {
      const run = await requireRun(params.run, principal, service);
      const found = await listArtifacts(service.project.deps.database, run.id);
      return ok({ artifacts: found.map(({ name, bytes }) => ({ name, bytes, type: typeOf(name) })) });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/artifacts/:name",
    id: "readArtifact",
    summary: "A file that a run wrote, whole or a range of its bytes.",
    tag,
    role: "viewer",
    params: { ...runParam, name: Type.String({ maxLength: 255, description: "as the list has it" }) },
    query: { download: Type.Optional(Type.Boolean({ description: "save it rather than show it" })) },
    answers: {
      200: { description: "the file", media: ["application/octet-stream"] },
      206: { description: "the range that the header Range asks for", media: ["application/octet-stream"] },
    },
    handle: async ({ params, query, principal, raw }, service) => {
      const run = await requireRun(params.run, principal, service);
      // By the table and never by the name: what is no artifact of this run has no path.
      const artifact = (await listArtifacts(service.project.deps.database, run.id)).find(
        ({ name }) => name === params.name,
      );
      if (artifact === undefined) throw notThere(params.name);
      return fileAnswer(artifact, { isDownload: query.download ?? false, headers: raw.headers });
    },
  }),
];

async function fileAnswer(
  { name, path }: ArtifactRow,
  { isDownload, headers }: { readonly isDownload: boolean; readonly headers: Readonly<Record<string, unknown>> },
): Promise<Answer> {
  const file = await open(path, "r").catch(() => {
    throw notThere(name);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw notThere(name);
    const etag = `"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"`;
    const about = {
      etag,
      "accept-ranges": "bytes",
      "cache-control": "private, no-cache",
      "x-content-type-options": "nosniff",
      "content-disposition": `${isDownload ? "attachment" : "inline"}; filename*=UTF-8''${encodeURIComponent(name)}`,
      ...(name.endsWith(".html") && { "content-security-policy": SANDBOX }),
    };
    if (matchesEtag(header(headers, "if-none-match"), etag)) {
      await file.close();
      return { status: 304, headers: about, body: { kind: "none" } };
    }
    const isCurrent = [undefined, etag].includes(header(headers, "if-range"));
    const range = isCurrent ? rangeIn(header(headers, "range"), stats.size) : null;
    const { first, last } = range ?? { first: 0, last: stats.size - 1 };
    const stream = createReadStream("", { fd: file, start: first, end: Math.max(first, last) });
    const answer = streamed(typeOf(name), stream, { ...about, "content-length": String(last - first + 1) });
    if (range === null) return answer;
    return {
      ...answer,
      status: 206,
      headers: { ...answer.headers, "content-range": `bytes ${first}-${last}/${stats.size}` },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function header(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

function typeOf(name: string): string {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return (Object.hasOwn(TYPES, end) ? TYPES[end] : undefined) ?? "application/octet-stream";
}

function notThere(name: string): AppError {
  return new AppError("ARTIFACT_NOT_FOUND", `There is no file "${name}" of this run on this host`, {
    hint: "GET …/artifacts lists them; one that was removed is made anew by clearing its task.",
  });
}
