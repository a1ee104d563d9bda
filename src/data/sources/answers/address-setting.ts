import { AppError } from "../../../core/errors/app-error.ts";
import type { SourceContext } from "../source.ts";

/**
 * The address of a service, without a slash at its end: that of an environment variable, else the usual one.
 *
 * @throws AppError SETTING_INVALID when the variable holds none; its value is not shown, for it may hold a login
 */
export function addressSetting(variable: string, usual: string, context: Pick<SourceContext, "env">): string {
  const set = context.env(variable);
  if (set === undefined) return usual;
  const url = URL.canParse(set) ? new URL(set) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  if (isPlain) return url.href.replace(/\/+$/, "");
  throw new AppError("SETTING_INVALID", `${variable} holds no address of a service`, {
    hint: `Write it as ${usual}, without a query.`,
  });
}
