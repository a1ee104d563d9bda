import path from "node:path";
import { registerModuleHooks } from "../sandbox/modules/module-hooks.ts";

/** What `import … from "nightgrid"` means in the files of users. */
export const PACKAGE_URL = new URL(`../index${path.extname(import.meta.filename)}`, import.meta.url).href;

/** Must be called before a user's module is loaded in this thread. */
export function prepareUserModules(): void {
  registerModuleHooks(PACKAGE_URL);
}
