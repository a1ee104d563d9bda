import { createHash, randomBytes } from "node:crypto";

/** 256 bits, as 43 characters that stand in an address, a header and a cookie as they are. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret. It is random and long, so that a slow hash would add nothing. */
export function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
