import { AppError } from "../../../core/errors/app-error.ts";
import type { SourceContext } from "../source.ts";

/**
 * The key of a source: that of the first variable that is set.
 *
 * @param names new ones first
 * @throws AppError SOURCE_KEY_MISSING
 */
export function sourceKey(source: string, names: readonly string[], context: Pick<SourceContext, "env">): string {
  for (const name of names) {
    const key = context.env(name)?.trim() ?? "";
    // A header ends at the end of its line.
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    if (key !== "") throw keyMissing(source, `${name} holds what is no key`, names);
  }
  throw keyMissing(source, "it needs a key", names);
}

function keyMissing(source: string, problem: string, names: readonly string[]): AppError {
  return new AppError("SOURCE_KEY_MISSING", `${source}: ${problem}`, {
    hint: `Set ${names.join(" or ")} in the environment.`,
    details: { source, variables: names },
  });
}
