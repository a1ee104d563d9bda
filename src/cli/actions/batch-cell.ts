import { batchCell } from "../../app/batch-cell.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { CommandContext } from "../command-context.ts";

/** Of BSD's sysexits.h: try again, and set it up otherwise. */
const [EX_TEMPFAIL, EX_CONFIG] = [75, 78];

/** Ends with 75 where the next try may do better, and with 78 where none will: what a job is judged by, if it left no manifest. */
export async function batchCellCommand({ env, home, userCode, output }: CommandContext): Promise<void> {
  // A program that ends well on SIGTERM would look done to AWS.
  process.once("SIGTERM", () => process.exit(EX_TEMPFAIL));
  const code = await userCode();
  const { secrets } = code;
  try {
    const { cells, isFirst } = await batchCell({
      env,
      home,
      userCode: code,
      onLine: ({ text }) => output.note(secrets.mask(text)),
    });
    output.note(
      `${cells === 1 ? "1 cell is" : `${cells} cells are`} done${isFirst ? "" : "; another try of the same job was first, and counts"}.`,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, hint = "" } = error;
    output.note(secrets.mask(`${code}: ${message}. ${hint}`));
    process.exitCode = code === "OUTSIDE_UNREACHABLE" ? EX_TEMPFAIL : EX_CONFIG;
  }
}
