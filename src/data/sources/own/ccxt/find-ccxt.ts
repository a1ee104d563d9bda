import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { AppError } from "../../../../core/errors/app-error.ts";
import { isMap } from "../../../../core/values/document-shape.ts";
import type { OwnCode } from "../own-questions.ts";

const FAMILY = "ccxt:";

/** `kraken` of `ccxt:kraken`; null for a source that is none of ccxt's. */
export function exchangeOf(name: string): string | null {
  return name.startsWith(FAMILY) ? name.slice(FAMILY.length) : null;
}

/**
 * The package ccxt as a project has it installed, near it or above it.
 *
 * @throws AppError SOURCE_INVALID when it is not, or the name is none of an exchange
 */
export function findCcxt(exchange: string, home: string): OwnCode {
  if (!/^[a-z][a-z0-9]{1,40}$/.test(exchange)) {
    throw new AppError("SOURCE_INVALID", "ccxt: names an exchange in lower case, such as ccxt:kraken");
  }
  try {
    const entry = createRequire(path.join(home, "package.json")).resolve("ccxt");
    return { kind: "ccxt", exchange, entry, version: versionOf(entry) };
  } catch (cause) {
    throw new AppError("SOURCE_INVALID", `ccxt:${exchange} needs the package ccxt, which is not installed in ${home}`, {
      hint: "Install it there: npm install ccxt",
      cause,
    });
  }
}

/** Its package.json cannot be asked for by name: it lies above the main file. */
function versionOf(entry: string): string {
  for (let folder = path.dirname(entry); path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    if (path.basename(folder) !== "ccxt") continue;
    const written: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const version = isMap(written) ? written["version"] : undefined;
    return typeof version === "string" && version.length < 40 ? version : "";
  }
  return "";
}
