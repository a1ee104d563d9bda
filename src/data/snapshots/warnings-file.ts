import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UNFINISHED } from "../chunks/file-store.ts";
import { asDiskFull } from "./disk-full.ts";

const WARNINGS_FILE = "warnings.json";

/**
 * Keeps what was found in the data beside their manifest: it is no part of their name. Those that were written first stay;
 * that they are lost with the power is no harm.
 *
 * @throws AppError DISK_FULL
 */
export async function writeWarnings(folder: string, warnings: readonly string[]): Promise<void> {
  const file = path.join(folder, WARNINGS_FILE);
  if (warnings.length === 0 || existsSync(file)) return;
  const unfinished = path.join(folder, `${UNFINISHED}${randomBytes(8).toString("hex")}`);
  try {
    await writeFile(unfinished, `${JSON.stringify(warnings, null, 2)}\n`, { flag: "wx" });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw asDiskFull(error, file);
  }
}

/** Nothing where there are none, and where they cannot be read. */
export function readWarnings(folder: string): readonly string[] {
  try {
    const warnings: unknown = JSON.parse(readFileSync(path.join(folder, WARNINGS_FILE), "utf8"));
    return Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === "string") : [];
  } catch {
    return [];
  }
}
