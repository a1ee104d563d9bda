import { stat } from "node:fs/promises";
import { checkRegularFile } from "../../files/read-regular-file.ts";
import { languageOfStrategy } from "../../executors/modules/strategy-languages.ts";

/** A `module` is what it says and what it imports; a `file` is what stands at its path, be it nothing. */
export type SeenKind = "file" | "module";

/** One look at the disk: asks for each path once. */
export interface Look {
  /** Differs from the one of an earlier look when what is there does. */
  signatureOf(kind: SeenKind, path: string): Promise<string>;
}

const SIGNATURES: Record<SeenKind, (path: string) => Promise<string>> = {
  file: fileSignature,
  module: moduleSignature,
};

export function look(): Look {
  const known = new Map<string, Promise<string>>();
  return {
    signatureOf(kind, path) {
      const key = `${kind} ${path}`;
      const asked = known.get(key) ?? SIGNATURES[kind](path);
      known.set(key, asked);
      return asked;
    },
  };
}

/** Within this time of a change another one may leave the same size and times: the clocks of file systems are coarse. */
const SETTLED_MS = 2000;

let unsettled = 0;

/**
 * Of what the system says of a file, all that cannot stay the same when its content changes. A file that has only just
 * changed has another signature at each look, so that it is read again.
 */
async function fileSignature(path: string): Promise<string> {
  try {
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    const isSettled = Date.now() - Number(ctimeNs / 1_000_000n) > SETTLED_MS;
    return [dev, ino, size, mode, mtimeNs, ctimeNs, isSettled ? "" : ++unsettled].join(":");
  } catch (error) {
    return reasonOf(error);
  }
}

/** By content: of what a module imports no list is kept. */
async function moduleSignature(path: string): Promise<string> {
  try {
    await checkRegularFile(path);
    return await languageOfStrategy({ path }).sourceHash(path);
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
