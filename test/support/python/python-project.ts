import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const CACHE = path.resolve(import.meta.dirname, "../../../node_modules/.cache");
const VENV = path.join(CACHE, "nightgrid-python");

/**
 * Folder of a virtual environment with numpy, made by the first test run that needs it. Null on a machine that cannot have one (no
 * Python, no network), which is said aloud: strategies in Python are then not tested.
 */
export const PYTHON_VENV: string | null = existingVenv() ?? makeVenv();

function existingVenv(): string | null {
  return existsSync(path.join(VENV, "bin", "python")) ? VENV : null;
}

function makeVenv(): string | null {
  mkdirSync(CACHE, { recursive: true });
  const partial = mkdtempSync(`${VENV}-`);
  try {
    execFileSync("python3", ["-m", "venv", partial], { stdio: "pipe" });
    const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy"];
    execFileSync(path.join(partial, "bin", "python"), install, { stdio: "pipe" });
    renameSync(partial, VENV);
    return VENV;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another test file was quicker.
    if (existingVenv() !== null) return VENV;
    console.error(
      `STRATEGIES IN PYTHON ARE NOT TESTED: no virtual environment with numpy can be made here.\n${String(error)}`,
    );
    return null;
  }
}

let projects = 0;

/** A project folder with these files, whose `.venv` has numpy. */
export function pythonProject(files: Readonly<Record<string, string>>): string {
  projects++;
  const folder = mkdtempSync(path.join(os.tmpdir(), `nightgrid-python-${projects}-`));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (PYTHON_VENV !== null) symlinkSync(PYTHON_VENV, path.join(folder, ".venv"));
  return folder;
}
