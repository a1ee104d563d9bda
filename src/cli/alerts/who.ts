import { userInfo } from "node:os";
import { AppError } from "../../core/errors/app-error.ts";
import { printableLine } from "../../core/text/printable.ts";

const LONGEST = 500;

/** Who does it: `--by`, else the name of this account. */
export function whoDoes(by: string | undefined): string {
  const name = oneLine(by ?? accountName());
  if (name !== "") return name;
  throw new AppError("USAGE", "Nobody knows who you are.", { hint: "Write --by <name>." });
}

/** Why. @throws AppError USAGE when nothing is said */
export function whyDone(why: string | undefined): string {
  const note = oneLine(why ?? "");
  if (note !== "") return note;
  throw new AppError("USAGE", "A reason is needed: others will read it.", {
    hint: `Write --why "the vendor is down".`,
  });
}

function oneLine(text: string): string {
  return printableLine(text.trim()).slice(0, LONGEST).toWellFormed();
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
