import { AppError } from "../core/errors/app-error.ts";
import type { SecretMask } from "../core/text/secret-mask.ts";
import type { EnvironmentVariables } from "./yaml/interpolate.ts";
import { fillSecrets } from "../core/templates/references.ts";
import { ownRecord, ownValue } from "../core/values/own-record.ts";

/**
 * A copy of a callback's options in which every `${secret:NAME}` is filled in. Done when the callback runs;
 * the result must never be stored.
 *
 * @param mask learns every secret
 * @throws AppError SECRET_MISSING when the environment lacks one
 */
export function resolveSecrets<T>(value: T, env: EnvironmentVariables, mask: SecretMask): T {
  return resolve(value, env, mask) as T;
}

function resolve(value: unknown, env: EnvironmentVariables, mask: SecretMask): unknown {
  if (typeof value === "string") {
    return fillSecrets(value, (name) => readSecret(name, env, mask));
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, env, mask));
  if (typeof value !== "object" || value === null) return value;
  return ownRecord(Object.entries(value).map(([key, member]) => [key, resolve(member, env, mask)] as const));
}

function readSecret(name: string, env: EnvironmentVariables, mask: SecretMask): string {
  const secret = ownValue(env, name) ?? "";
  if (secret === "") {
    throw new AppError("SECRET_MISSING", `There is no secret ${name}.`, {
      hint: `Set the environment variable ${name} where the workers run.`,
    });
  }
  mask.add(secret);
  return secret;
}
