import type { ProjectContext } from "../project-context.ts";
import type { UserCode } from "./user-code.ts";

/** Loads what runs users' code when it is first needed, and once. */
export function lazyUserCode(place: Pick<ProjectContext, "home" | "env">): () => Promise<UserCode> {
  let made: Promise<UserCode> | undefined;
  return () => (made ??= import("./user-code.ts").then(({ createUserCode }) => createUserCode(place)));
}
