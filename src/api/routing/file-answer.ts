import { constants, createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type Answer, streamed } from "./answer.ts";
import { rangeIn } from "../requests/byte-range.ts";
import { contentDisposition } from "./content-disposition.ts";
import { matchesEtag } from "./etag.ts";

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

export interface AnsweredFile {
  readonly name: string;
  readonly path: string;
  /** Of its bytes, where it is known: the same on every host, and however often the file was fetched. */
  readonly sha256?: string | undefined;
}

/** A file, or the range of it that is asked for; null when there is no such file, or a link in its place. */
export async function fileAnswer(
  { name, path, sha256 }: AnsweredFile,
  { isDownload, headers }: { readonly isDownload: boolean; readonly headers: Readonly<Record<string, unknown>> },
): Promise<Answer | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      await file.close();
      return null;
    }
    const etag = `"${sha256 ?? `${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}`}"`;
    const about = {
      etag,
      "accept-ranges": "bytes",
      "cache-control": "private, no-cache",
      "x-content-type-options": "nosniff",
      "content-disposition": contentDisposition(isDownload ? "attachment" : "inline", name),
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
    const answer = streamed(mediaTypeOf(name), stream, { ...about, "content-length": String(last - first + 1) });
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

/** Of a file, by its name. */
export function mediaTypeOf(name: string): string {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return (Object.hasOwn(TYPES, end) ? TYPES[end] : undefined) ?? "application/octet-stream";
}
