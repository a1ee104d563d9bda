import { readFileSync } from "node:fs";

/** Of Nightgrid, as its package.json has it. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version }: { readonly version?: unknown } = JSON.parse(text);
  return typeof version === "string" ? version : "";
}
