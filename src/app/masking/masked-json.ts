import type { SecretMask } from "../../core/text/secret-mask.ts";

/** A value without the secrets in it. What has no JSON form stays as it is: whoever takes the value refuses it. */
export function maskedJson(value: unknown, secrets: SecretMask): unknown {
  return isJson(value) ? secrets.maskValue(value) : value;
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
