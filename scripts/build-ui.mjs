// Builds the web pages of a clone, unless they are newer than what they are made of: `nightgrid up` serves them.
// The package has them built.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findNode } from "../bin/find-node.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

function changedAt(file) {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestIn(folder) {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
  return Math.max(...names.map((name) => changedAt(path.join(folder, name))));
}

const made = Math.max(newestIn("ui"), newestIn("src/analytics/sweep-views"), changedAt("package-lock.json"));
if (changedAt("dist/ui/index.html") < made) {
  process.stderr.write("Building the web pages (once) …\n");
  // On the Node that the clone brings: the one that started it may be too old.
  const node = findNode(root) ?? process.execPath;
  const vite = path.join(root, "node_modules/vite/bin/vite.js");
  const { status, stdout, stderr } = spawnSync(node, [vite, "build", "ui", "--logLevel", "error"], {
    cwd: root,
    encoding: "utf8",
  });
  // The runs and the API work without them.
  if (status !== 0) process.stderr.write(`The web pages could not be built:\n${stdout}${stderr}`);
}
