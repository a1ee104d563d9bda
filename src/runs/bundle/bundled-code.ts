import path from "node:path";
import { languageOf } from "../../core/spec/code-language.ts";
import type { CodeFile } from "../../core/values/code-file.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { pythonPlace } from "../inputs/restore-code.ts";
import type { BundledCode } from "./bundle-manifest.ts";

/** The files of a backtest's code, each with its place in the bundle. */
export interface CodeToBundle {
  readonly files: readonly (BundledCode & { readonly text: string })[];
  /** Paths in the bundle of those that hold secrets, and so are not in it. */
  readonly withSecrets: readonly string[];
}

/**
 * Lays the files of a strategy's code out as they lie around it, from the topmost folder that one of them is in, of Python from
 * that of its project, whose place is part of the hash: the names of folders above that are nobody's business.
 *
 * @param own absolute path of the strategy's file
 * @param files that of the strategy first
 */
export function bundledCode(
  own: string,
  files: readonly CodeFile[],
  { backtest, mask }: { readonly backtest: string; readonly mask: SecretMask },
): CodeToBundle {
  const folders = path.dirname(own).split(path.sep);
  const steps = Math.max(
    languageOf(own) === "python" ? pythonPlace(own).rootAbove : 0,
    ...files.map(({ path: file }) => file.split("/").filter((step) => step === "..").length),
  );
  const folder = folders.slice(folders.length - steps).join("/");
  const laid = files.map(({ path: file, text }) => ({
    path: file,
    file: path.posix.join("code", backtest, folder, file),
    text,
  }));
  const isSafe = ({ text, file }: (typeof laid)[number]): boolean =>
    mask.mask(text) === text && mask.mask(file) === file;
  return {
    files: laid.filter(isSafe),
    withSecrets: laid.filter((one) => !isSafe(one)).map(({ file }) => mask.mask(file)),
  };
}
