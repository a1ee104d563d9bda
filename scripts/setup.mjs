// Makes a bare clone runnable: installs what package-lock.json names, once.
// Plain JavaScript for whatever Node is at hand; the project brings its own Node 24.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Packages of a lock file, by their folder. */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

let libcName;

/** Asking is slow: once, and without the network part. */
function ownLibc() {
  if (libcName === undefined) {
    process.report.excludeNetwork = true;
    libcName = process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
  }
  return libcName;
}

function isWanted({ optional, os, cpu, libc }) {
  if (!optional) return true;
  // Builds for one platform; what only they need names no platform of its own.
  if (os === undefined) return false;
  return os.includes(process.platform) && (cpu?.includes(process.arch) ?? true) && (libc?.includes(ownLibc()) ?? true);
}

function isInstalled() {
  const locked = packagesOf(`${root}package-lock.json`);
  const present = packagesOf(`${root}node_modules/.package-lock.json`);
  return Object.entries(locked).every(
    ([folder, info]) => folder === "" || !isWanted(info) || info.version === present[folder]?.version,
  );
}

if (!isInstalled()) {
  process.stderr.write("Installing dependencies (once) …\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.status !== 0) {
    process.stderr.write("The installation failed; npm's message is above.\n");
    process.exit(result.status ?? 1);
  }
}
