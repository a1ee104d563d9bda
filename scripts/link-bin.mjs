// Puts the project's own command beside those of its dependencies, so that
// `npx nightgrid` and npm scripts find it in a clone.
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../node_modules/.bin/", import.meta.url));
if (existsSync(folder) && process.platform !== "win32") {
  mkdirSync(folder, { recursive: true });
  rmSync(`${folder}nightgrid`, { force: true });
  symlinkSync("../../bin/nightgrid.mjs", `${folder}nightgrid`);
}
