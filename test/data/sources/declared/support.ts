import { httpSource } from "../../../../src/data/sources/declared/http-source.ts";
import { readDeclaredSource } from "../../../../src/data/sources/declared/read-declared-source.ts";
import type { Source } from "../../../../src/data/sources/source.ts";

/** The source that a text of `sources/vendor.yaml` declares. */
export function declaredHttp(text: string): Source {
  const declared = readDeclaredSource(text, { file: "sources/vendor.yaml", name: "vendor" });
  if (declared.kind !== "http") throw new Error("It declares no address");
  return httpSource(declared);
}
