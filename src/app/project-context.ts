import type { UserCode } from "./user/user-code.ts";

/** Where a project lies and what it may read of its surroundings. */
export interface ProjectContext {
  /** The project's folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Made when it is first asked for. */
  readonly userCode: () => Promise<UserCode>;
}
