import type { ChaosProject } from "./harness/chaos-project.ts";

/** Something that is done to a project at work. Whatever it was, the same must hold afterwards (`check-invariants.ts`). */
export interface Scenario {
  /** As on the command line. */
  readonly name: string;
  /** What is done, in a line. */
  readonly deed: string;
  /** Part of the short form, which runs with all tests. */
  readonly isShort?: boolean;
  /** Why it cannot run on this machine; null when it can. */
  readonly missing?: () => string | null;
  /**
   * Hurts the project, and waits until all that was asked for has ended.
   *
   * @returns what happened, such as `12 kills`
   * @throws Error saying what did not hold of the scenario's own promises
   */
  readonly run: (project: ChaosProject) => Promise<string>;
}
