import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { lazyUserCode } from "../../../src/app/lazy-user-code.ts";
import { openDagFolder } from "../../../src/app/open-dag-folder.ts";
import type { DagSource } from "../../../src/worker/dag-source.ts";

/** A project with an empty `dags/`, and a look at it. */
export interface FolderProject {
  readonly home: string;
  readonly dags: DagSource;
  /** Absolute. */
  at(name: string): string;
  write(name: string, text: string): void;
  /** Per file `a` for a good one of that id, `a.yaml: CODE` for a bad one. */
  seen(): Promise<readonly string[]>;
  remove(): void;
}

export function folderProject(env: Readonly<Record<string, string>> = {}): FolderProject {
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
  mkdirSync(path.join(home, "dags"));
  const dags = openDagFolder({ home, env, userCode: lazyUserCode({ home, env }) });
  const at = (name: string) => path.join(home, name);
  return {
    home,
    dags,
    at,
    write(name, text) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    },
    async seen() {
      const loaded = await dags.read();
      return loaded.map(
        ({ file, spec, diagnostics }) => spec?.id ?? `${path.basename(file)}: ${diagnostics[0]?.code ?? ""}`,
      );
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

export function dagText(id: string, more = ""): string {
  return `id: ${id}\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }\n${more}`;
}

/** The module of a strategy whose parameter `n` is at least `min`. */
export function strategyText(min: number): string {
  return `export default { name: "mine", params: { n: { kind: "int", default: 5, min: ${min} } }, signals: () => ({ entries: new Uint8Array(0), exits: new Uint8Array(0) }) };\n`;
}
