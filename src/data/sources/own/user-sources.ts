import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { canonicalJson } from "../../../core/values/canonical-json.ts";
import { sha256 } from "../../../core/values/hash.ts";
import { codeHash } from "../../../sandbox/modules/code-hash.ts";
import { learnedFacts } from "../../../sandbox/modules/learned-facts.ts";
import { createLoadQueue } from "../../../sandbox/modules/load-queue.ts";
import type { UserProcessPool } from "../../../sandbox/parent/user-process-pool.ts";
import { UserProcessDied } from "../../../sandbox/parent/user-process-died.ts";
import type { Source } from "../source.ts";
import { type OwnFacts, parseFacts } from "./own-facts.ts";
import { ownSource } from "./own-source.ts";
import type { OwnCode } from "./own-questions.ts";

/** Sources whose code somebody else wrote, each in processes of its own. */
export interface UserSources {
  /** @throws AppError SOURCE_INVALID when it cannot be loaded, or is none */
  open(name: string, code: OwnCode): Promise<Source>;
}

/** Longest time to load a module, in milliseconds. The package ccxt takes a second, and several on a busy machine. */
const LOAD_MS = 10_000;
const FIRST_TRY_MS = 1000;

export interface UserSourceDeps {
  /** In which they run. */
  readonly users: UserProcessPool;
  /** In which they are loaded to learn what they say of themselves. */
  readonly learners: UserProcessPool;
  readonly learnedFolder: string;
}

export function userSources({ users, learners, learnedFolder }: UserSourceDeps): UserSources {
  const queue = createLoadQueue(learners, { limitMs: LOAD_MS, firstMs: FIRST_TRY_MS });
  const learned = learnedFacts(learnedFolder, parseFacts);
  const describe = async (name: string, code: OwnCode, key: string): Promise<OwnFacts> => {
    const told = await queue.load(key, (process, timeoutMs) =>
      process.ask<unknown>("describe", { code }, { timeoutMs }),
    );
    const facts = parseFacts(told);
    if (facts !== null) return facts;
    throw new AppError("SOURCE_INVALID", `${name} says nothing of itself that can be used`, {
      hint: "docs/data-sources-own.md has an example.",
    });
  };
  return {
    async open(name, code) {
      const key = await keyOf(code);
      try {
        const facts = await learned.recall(sha256(`source ${key}`), () => describe(name, code, key));
        return ownSource(
          { name, code, facts },
          {
            use: (work) =>
              users.use(key, async (process) => {
                try {
                  return await work(process);
                } catch (error) {
                  // What has failed in it may hold anything.
                  await process.end();
                  throw error;
                }
              }),
          },
        );
      } catch (error) {
        if (!(error instanceof UserProcessDied) && error instanceof AppError) throw error;
        if (!(error instanceof Error)) throw error;
        throw new AppError("SOURCE_INVALID", `${name} cannot be loaded: ${error.message}`, {
          hint: "A file is loaded to learn what it has: keep work out of its top level.",
          cause: error,
        });
      }
    },
  };
}

/** Of its content: what has changed is loaded anew. */
async function keyOf(code: OwnCode): Promise<string> {
  if (code.kind === "ccxt") return canonicalJson(code);
  return `${await codeHash(code.path).catch(() => "missing")} ${path.resolve(code.path)}`;
}
