import { AppError } from "../core/errors/app-error.ts";
import { BUILT_IN_CALLBACKS, builtInCallback } from "./built-in-callbacks.ts";
import type { CallbackCatalogue } from "../core/spec/callback-spec.ts";
import { parseOptions } from "./parse-options.ts";
import type { UserCallbacks } from "./user/user-callbacks.ts";

export function callbackCatalogue({ users }: { readonly users: UserCallbacks }): CallbackCatalogue {
  return {
    names: Object.keys(BUILT_IN_CALLBACKS),
    async check(ref, options) {
      try {
        if (ref.kind === "module") return await users.check(ref, options);
        const { options: specs } = builtInCallback(ref.name);
        return specs === null ? [] : parseOptions(specs, options).problems;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return [{ option: null, message: [error.message, error.hint].filter((text) => text !== undefined).join(" ") }];
      }
    },
  };
}
