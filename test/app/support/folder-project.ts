import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openDagFolder } from "../../../src/app/dags/open-dag-folder.ts";
import type { ProjectContext } from "../../../src/app/project-context.ts";
import { createUserCode } from "../../../src/app/user-code.ts";
import type { DagSource } from "../../../src/worker/dag-source.ts";

/** A project with an empty `dags/`, and a look at it. */
export interface FolderProject {
  readonly context: ProjectContext;
  readonly dags: DagSource;
  /** Absolute. */
  at(name: string): string;
  write(name: string, text: string): void;
  /** Per file `a` for a good one of that id, `a.yaml: CODE` for a bad one. */
  seen(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** @param patienceMs of a look for modules; by default longer than any module takes on a busy machine */
export function folderProject(env: Readonly<Record<string, string>> = {}, patienceMs = 60_000): FolderProject {
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
  mkdirSync(path.join(home, "dags"));
  const userCode = createUserCode({ home, env });
  const context = { home, env, userCode: () => Promise.resolve(userCode) };
  const dags = openDagFolder(context, { patienceMs });
  const at = (name: string) => path.join(home, name);
  return {
    context,
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
    async remove() {
      await userCode.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function dagText(id: string, more = ""): string {
  return `id: ${id}\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }\n${more}`;
}

/** The module of a strategy whose parameter `n` is at least `min`. */
export function strategyText(min: number): string {
  return `export default { name: "mine", params: { n: { kind: "int", default: 5, min: ${min} } }, signals: () => ({ entries: new Uint8Array(0), exits: new Uint8Array(0) }) };\n`;
}
