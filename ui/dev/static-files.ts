import { readFile } from "node:fs/promises";
import path from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The policy that the service sends with each page; what needs more of the browser does not run here either. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'";

export const SANDBOXED_POLICY =
  "sandbox allow-scripts allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

export interface StaticFile {
  readonly type: string;
  readonly content: Buffer;
}

/** A file of the built pages; the page itself for every address that is no file. */
export async function readStatic(folder: string, address: string): Promise<StaticFile> {
  const name = path.extname(address) === "" ? "index.html" : address.slice(1);
  const file = path.join(folder, path.normalize(`/${name}`));
  return { type: TYPES[path.extname(file)] ?? "application/octet-stream", content: await readFile(file) };
}
