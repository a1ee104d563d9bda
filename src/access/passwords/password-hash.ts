import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "../../core/errors/app-error.ts";

/** OWASP's least for argon2id: 19 MiB, two passes, one lane; about 170 ms of one core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

const derive = promisify(argon2);

/** argon2id with a salt of its own, as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await inTurn(() => tagOf(password, salt, COST));
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Of nobody: what an unknown name is compared with, so that it takes as long as a known one. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** @param hash null: of an account that is not there; takes as long, and is never right */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const { salt, tag, cost } = parsePhc(hash ?? NOBODY);
  const found = await inTurn(() => tagOf(password, salt, cost));
  return timingSafeEqual(found, tag) && hash !== null;
}

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

async function tagOf(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  return derive("argon2id", { message: Buffer.from(password, "utf8"), nonce, tagLength: TAG_BYTES, ...cost });
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

function parsePhc(text: string): { readonly salt: Buffer; readonly tag: Buffer; readonly cost: Cost } {
  const [, memory, passes, parallelism, salt = "", tag = ""] = PHC.exec(text) ?? [];
  // Never the text itself: it is a hash of somebody's password.
  if (tag === "") throw new Error("A stored password hash is none of argon2id");
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { salt: Buffer.from(salt, "base64"), tag: Buffer.from(tag, "base64"), cost };
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

const MOST_WAITING = 32;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One at a time: each takes 19 MiB and a core. @throws AppError RATE_LIMITED when too many wait */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING) {
    throw new AppError("RATE_LIMITED", "Too many sign in at the same time.", {
      hint: "Try again in some seconds.",
      details: { retryAfterS: 5 },
    });
  }
  waiting++;
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    waiting--;
  }
}
