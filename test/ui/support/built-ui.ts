import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** The pages, built as they are shipped, in a folder of their own. */
export async function buildUi(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "nightgrid-ui-"));
  const vite = path.join(ROOT, "node_modules/vite/bin/vite.js");
  const options = [
    "build",
    path.join(ROOT, "ui"),
    "--outDir",
    folder,
    "--emptyOutDir",
    "--mode",
    "test",
    "--logLevel",
    "error",
  ];
  // The tests' own NODE_ENV would make it a build for developers.
  const built = spawn(process.execPath, [vite, ...options], {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [code] = await once(built, "exit");
  if (code !== 0) throw new Error(`The pages could not be built: vite ended with ${String(code)}`);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
