import { readFileSync } from "node:fs";

export interface PackageExport {
  readonly name: string;
  readonly isType: boolean;
  /** Where it is declared, in `src/`. */
  readonly file: string;
}

/** What an entry of the package exports, by name. */
export function packageExports(entry: "index" | "service" | "api" = "index"): readonly PackageExport[] {
  const text = readFileSync(new URL(`../../../src/${entry}.ts`, import.meta.url), "utf8");
  return [...text.matchAll(/^export (type )?\{([^}]*)\} from "\.\/([^"]+)"/gm)].flatMap(
    ([, all, names = "", file = ""]) =>
      names
        .split(",")
        .map((each) => each.trim())
        .filter((each) => each !== "")
        .map((each) => ({
          name: each.replace(/^type /, ""),
          isType: all !== undefined || each.startsWith("type "),
          file,
        })),
  );
}
