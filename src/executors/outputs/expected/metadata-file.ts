import { isMap } from "../../../core/values/document-shape.ts";
import { messageOf } from "../../../core/errors/app-error.ts";
import type { Findings } from "../file/findings.ts";
import type { OpenFile } from "../file/open-output.ts";

const LARGEST = 4 * 1024 * 1024;

/** Keys under which scripts write what they were run with, and when. */
const PARAMETERS = /^(run_?)?(param|config|argument|option|setting)/i;
const TIMESTAMP = /time|date|_at$|^started|^executed|^created/i;

/** That metadata.json is JSON, and tells of the parameters and the time of its run. */
export async function checkMetadata(file: OpenFile, findings: Findings, signal?: AbortSignal): Promise<void> {
  if (file.size > LARGEST) return findings.fault(`is larger than ${LARGEST / 1024 / 1024} MB, and was not read`);
  const parts: Buffer[] = [];
  for await (const chunk of file.chunks(signal)) parts.push(Buffer.from(chunk));
  const text = Buffer.concat(parts)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const hint = /\b(NaN|-?Infinity)\b/.test(text) ? " (NaN and Infinity are no JSON; write null)" : "";
    return findings.fault(`is no JSON: ${messageOf(error)}${hint}`);
  }
  if (!isMap(value)) return findings.fault("is JSON, but no object");
  const keys = Object.keys(value);
  if (!keys.some((key) => PARAMETERS.test(key))) findings.fault("does not tell the parameters of its run (parameters)");
  if (!keys.some((key) => TIMESTAMP.test(key))) findings.fault("does not tell when it was run (timestamp)");
}
