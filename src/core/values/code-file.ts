/** A file of a user's code, as it was when a run was planned. */
export interface CodeFile {
  /** From the folder of the strategy's own file, with `/`; `../` leads out of it. */
  readonly path: string;
  /** SHA-256 of its text. */
  readonly hash: string;
  readonly text: string;
}
