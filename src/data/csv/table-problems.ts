import { AppError } from "../../core/errors/app-error.ts";

const SHOWN = 5;
/** A cell may be as long as the file. */
const LONGEST_PROBLEM = 200;

/** Collects what is wrong with a file, so that one reading names several problems. */
export class TableProblems {
  readonly #file: string;
  readonly #hints = new Set<string>();
  readonly #lines: string[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(line: number, problem: string, hint?: string): void {
    this.#count++;
    if (this.#lines.length === SHOWN) return;
    const told = problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)} …` : problem;
    this.#lines.push(`${this.#file}:${line}: ${told}`);
    if (hint !== undefined) this.#hints.add(hint);
  }

  /** @throws AppError DATASET_INVALID with the first five problems and the number of the others */
  throwIfAny(): void {
    if (this.#count === 0) return;
    const more = this.#count - this.#lines.length;
    const message = [...this.#lines, ...(more > 0 ? [`… and ${more.toLocaleString("en")} more`] : [])].join("\n");
    throw new AppError("DATASET_INVALID", message, {
      hint: [...this.#hints].join(" ") || "Correct these lines of the file, or leave them out.",
      details: { file: this.#file, problems: this.#count },
    });
  }
}
