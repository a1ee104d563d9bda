import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the web UI, as it was built. */
export interface UiFile {
  /** Such as `/assets/index-Bx3.js`. */
  readonly address: string;
  readonly type: string;
  readonly content: Buffer;
  /** The same, smaller, by content encoding; the best one first. */
  readonly encoded: readonly { readonly encoding: "br" | "gzip"; readonly content: Buffer }[];
  /** Its name changes when its content does. */
  readonly isImmutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

/** In a clone as in the package. */
const BUILT = fileURLToPath(new URL("../../../dist/ui", import.meta.url));

/** All files of the web UI, which are few and small enough to be kept; none where it was not built. */
export function readUiFiles(folder = BUILT): readonly UiFile[] {
  const names = listed(folder);
  const read = (name: string): Buffer => readFileSync(path.join(folder, name));
  return names.flatMap((name) => {
    const type = TYPES[path.extname(name)];
    if (type === undefined) return [];
    const encoded = ENCODINGS.flatMap(([encoding, end]) =>
      names.includes(name + end) ? [{ encoding, content: read(name + end) }] : [],
    );
    const address = `/${name.split(path.sep).join("/")}`;
    return [{ address, type, content: read(name), encoded, isImmutable: address.startsWith("/assets/") }];
  });
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch {
    return [];
  }
}
