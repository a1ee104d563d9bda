import { AppError } from "../../core/errors/app-error.ts";
import { writeNote } from "./output.ts";

const LONGEST_INPUT = 4096;
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const BACKSPACES: ReadonlySet<string> = new Set(["\u007f", "\b"]);

/**
 * A password from whoever types it, twice and unseen, or from stdin: never from the arguments, which other users of the
 * machine can see, and which the shell keeps.
 *
 * @throws AppError USAGE when both tries differ, or nothing comes
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return readPiped();
  // Before the question is there, and until both are answered: who types ahead would show it.
  process.stdin.setRawMode(true);
  process.stdin.setEncoding("utf8");
  try {
    const password = await ask("New password: ");
    if (password !== (await ask("Once more:    "))) throw new AppError("USAGE", "These were two different passwords.");
    return password;
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }
}

async function readPiped(): Promise<string> {
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > LONGEST_INPUT) break;
  }
  const password = text.replace(/\r?\n$/, "");
  if (password !== "" && !/[\r\n]/.test(password)) return password;
  throw new AppError("USAGE", password === "" ? "No password came from stdin." : "A password is one line.", {
    hint: `Type it in a terminal, or pipe it: printf %s "$PASSWORD" | nightgrid users add ada`,
  });
}

/** What is typed until the line ends, none of it shown. */
async function ask(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  let typed: readonly string[] = [];
  try {
    for await (const chunk of stdin.iterator({ destroyOnReturn: false })) {
      for (const sign of String(chunk)) {
        if (sign === CTRL_C || (sign === CTRL_D && typed.length === 0))
          throw new AppError("USAGE", "Nothing was changed.");
        if (sign === "\r" || sign === "\n" || sign === CTRL_D) return typed.join("");
        typed = BACKSPACES.has(sign) ? typed.slice(0, -1) : [...typed, sign];
      }
    }
    return typed.join("");
  } finally {
    writeNote("");
  }
}
