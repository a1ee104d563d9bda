import { readFile } from "node:fs/promises";
import { AppError } from "../../core/errors/app-error.ts";

const SHORTEST = 12;
const LONGEST = 128;
const COMMON = new URL("../../../passwords/common.txt", import.meta.url);

/**
 * Any characters, 12 to 128 of them, compared exactly as they were written; none of those that everybody tries first.
 *
 * @throws AppError PASSWORD_REFUSED; the message never holds the password
 */
export async function checkNewPassword(password: string, name: string): Promise<void> {
  const length = Array.from(password).length;
  if (length < SHORTEST || length > LONGEST) {
    throw refused(`A password has ${SHORTEST} to ${LONGEST} characters, not ${length}.`);
  }
  const lower = password.toLowerCase();
  const common = await readFile(COMMON, "utf8");
  if (common.split("\n").includes(lower)) throw refused("This password is one of those that are tried first.");
  if (lower.replaceAll(name.toLowerCase(), "").length < SHORTEST / 2) {
    throw refused("The password is little more than the name of the account.");
  }
}

function refused(message: string): AppError {
  return new AppError("PASSWORD_REFUSED", message, {
    hint: "Use a password manager, or four or more words that do not belong together.",
  });
}
