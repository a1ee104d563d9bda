#!/usr/bin/env node
// Starts the CLI on a Node that runs it: this one when it is new enough, else one that was installed beside it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 24 || (major === 24 && minor >= 12);
// A clone has the source, and what was built from it may be old; the package has the build alone.
const source = new URL("../src/main.ts", import.meta.url);
const main = existsSync(source) ? source : new URL("../dist/main.js", import.meta.url);

if (isNewEnough) {
  // Keeps compiled code between calls: the commands start in two thirds of the time. Imported here, since an older Node has none.
  const { enableCompileCache } = await import("node:module");
  enableCompileCache();
  await import(main.href);
} else {
  const { adviceFor, findNode } = await import("./find-node.mjs");
  const root = fileURLToPath(new URL("..", import.meta.url));
  const node = findNode(root);
  if (node === null) {
    const { platform, arch, versions } = process;
    process.stderr.write(adviceFor({ root, version: versions.node, platform, arch }));
    process.exit(78);
  }
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
