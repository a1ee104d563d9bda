#!/usr/bin/env node
// Starts the CLI on a Node that runs TypeScript: this one when it is new enough, else the one the project brought.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 24 || (major === 24 && minor >= 12);
const compiled = new URL("../dist/cli/main.js", import.meta.url);
const main = existsSync(compiled) ? compiled : new URL("../src/cli/main.ts", import.meta.url);

if (isNewEnough) {
  // Keeps compiled code between calls: the commands start in two thirds of the time. Imported here, since an older Node has none.
  const { enableCompileCache } = await import("node:module");
  enableCompileCache();
  await import(main.href);
} else {
  const bundled = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
  if (!existsSync(bundled)) {
    process.stderr.write(
      `nightgrid needs Node 24.12 or later (this is ${process.versions.node}); run "npm ci" in its folder to install its own.\n`,
    );
    process.exit(78);
  }
  const child = spawn(bundled, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
