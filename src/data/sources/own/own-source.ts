import { AppError } from "../../../core/errors/app-error.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { SecretMask } from "../../../core/text/secret-mask.ts";
import type { UserProcess } from "../../../sandbox/parent/user-process.ts";
import { UserProcessDied } from "../../../sandbox/parent/user-process-died.ts";
import type { Question } from "../../../sandbox/question.ts";
import { classifyStatus } from "../answers/classify-status.ts";
import type { AnswerVerdict, Source, SourceContext, SourceRequest } from "../source.ts";
import { MAX_ANSWER_BYTES } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import {
  checkedInstrument,
  checkedInstruments,
  checkedOwnActions,
  checkedPage,
  checkedSupply,
} from "./checked-answer.ts";
import { handOver } from "./hand-over.ts";
import type { OwnFacts } from "./own-facts.ts";
import type { AskedOfSource, OwnCode, OwnQuestions } from "./own-questions.ts";
import { workClock } from "./work-clock.ts";

export interface OwnSourceDeps {
  /** Works with a process in which this code alone runs. */
  use<T>(work: (process: UserProcess) => Promise<T>): Promise<T>;
}

/** What is asked of a user's source in one question. */
interface Asking<Name extends keyof OwnQuestions> {
  readonly name: Name;
  readonly input: Omit<OwnQuestions[Name]["ask"], keyof AskedOfSource>;
  readonly context: SourceContext;
  /** Takes a page; resolves when it is kept. */
  readonly onPage?: (page: unknown) => Promise<void>;
  readonly signal?: AbortSignal;
}

const MOST_NOTES = 50;
const LONGEST_NOTE = 300;

/**
 * A source whose code somebody else wrote, as one like any other: each question runs in a process of its own kind, within time and memory,
 * and its answers are taken apart here. Limits, retries and resuming are as for all.
 */
export function ownSource(
  { name, code, facts }: { readonly name: string; readonly code: OwnCode; readonly facts: OwnFacts },
  deps: OwnSourceDeps,
): Source {
  const { keyNames, settings, methods, timeoutMs } = facts;
  const has = (method: OwnFacts["methods"][number]): boolean => methods.includes(method);
  const ask = async <Name extends keyof OwnQuestions>({
    name: question,
    input,
    context,
    onPage,
    signal,
  }: Asking<Name>): Promise<unknown> => {
    const env = Object.fromEntries([...keyNames, ...settings].flatMap((variable) => entryOf(variable, context)));
    const asked = { code, name, now: context.now.getTime(), env, ...input };
    const ending = new AbortController();
    const overdue = tooLong(name, timeoutMs);
    const clock = workClock(timeoutMs, () => ending.abort(overdue));
    let notes = 0;
    const note = (text: string): void => {
      notes++;
      if (notes <= MOST_NOTES) context.note(`${name}: ${printableLine(text).slice(0, LONGEST_NOTE).toWellFormed()}`);
    };
    const services: Question["services"] = {
      get: (request: unknown) => clock.without(() => context.get(checkedRequest(name, request))),
      pause: (ms: unknown) => clock.without(() => context.pause(typeof ms === "number" && ms > 0 ? ms : 0)),
      note: (text: unknown) => Promise.resolve(note(String(text))),
      page: (page: unknown) => clock.without(() => onPage?.(page) ?? Promise.resolve()),
    };
    const signals = [context.signal, ending.signal, ...(signal === undefined ? [] : [signal])];
    try {
      return await deps.use((process) =>
        process.ask(question, asked, { signal: AbortSignal.any(signals), services, onLine: ({ text }) => note(text) }),
      );
    } catch (error) {
      context.signal.throwIfAborted();
      throw failureOf(error, name, new SecretMask(keyNames.flatMap((variable) => context.env(variable) ?? [])));
    } finally {
      clock.stop();
    }
  };
  return {
    name,
    description: facts.description,
    capabilities: () => ({
      timeframes: facts.timeframes,
      callsPerMinute: facts.callsPerMinute,
      earliest: () => facts.earliest,
      maxSpanMs: facts.maxSpanMs,
      keyNames,
      needsKey: keyNames.length > 0,
      adjustments: facts.adjustments,
      revises: facts.revises,
    }),
    async *bars(request, context) {
      const ending = new AbortController();
      const pages = handOver<unknown>(
        (give) => ask({ name: "bars", input: { request }, context, onPage: give, signal: ending.signal }),
        () => ending.abort(new Error("Nobody reads its pages any more.")),
      );
      for await (const page of pages) yield checkedPage(name, request, page);
    },
    ...(has("search") && {
      search: async (text, context) =>
        checkedInstruments(name, await ask({ name: "search", input: { text }, context })),
    }),
    ...(has("symbolOf") && {
      symbolOf: async (text, context) => {
        const found = await ask({ name: "symbolOf", input: { text }, context });
        return found === null ? null : checkedInstrument(name, found);
      },
    }),
    ...(has("actions") && {
      actions: async (request, context) =>
        checkedOwnActions(name, request, await ask({ name: "actions", input: { request }, context })),
    }),
    ...(has("supply") && {
      supply: async (request, context) =>
        checkedSupply(name, await ask({ name: "supply", input: { request }, context })),
    }),
    // What its answers mean, its own code says where it runs.
    classify: has("classify") || code.kind === "ccxt" ? taken : classifyStatus,
  };
}

function taken(): AnswerVerdict {
  return { kind: "ok" };
}

function entryOf(variable: string, context: SourceContext): readonly (readonly [string, string])[] {
  const value = context.env(variable);
  return value === undefined ? [] : [[variable, value]];
}

/** @throws AppError SOURCE_ANSWER_INVALID for what is no request; only HTTP is spoken */
function checkedRequest(source: string, given: unknown): SourceRequest {
  const { url, headers = {}, maxBytes = MAX_ANSWER_BYTES } = given as Readonly<Record<string, unknown>>;
  const isUrl = typeof url === "string" && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isUrl)
    throw invalidAnswer(
      source,
      "context.get takes { url } with an address of http or https",
      "See docs/data-sources-own.md.",
    );
  const texts = Object.entries(headers as object).map(([name, value]) => [name, String(value)] as const);
  const most =
    typeof maxBytes === "number" && maxBytes > 0 ? Math.min(maxBytes, 16 * MAX_ANSWER_BYTES) : MAX_ANSWER_BYTES;
  return { url, headers: Object.fromEntries(texts), maxBytes: most };
}

function tooLong(name: string, timeoutMs: number): AppError {
  return new AppError(
    "SOURCE_FAILED",
    `${name}: its code worked for more than ${timeoutMs / 1000} seconds by itself and was ended`,
    {
      hint: "Give pages as they come, or raise its timeoutSeconds. What was fetched before is kept.",
      details: { source: name },
    },
  );
}

/** What its code has thrown, with file and line; what a source may say (no such symbol, a limit) stays that. */
function failureOf(error: unknown, name: string, secrets: SecretMask): AppError {
  if (error instanceof AppError && error.code.startsWith("SOURCE_")) {
    return new AppError(error.code, secrets.mask(error.message), {
      ...(error.hint !== undefined && { hint: error.hint }),
      details: { source: name },
      cause: error,
    });
  }
  const message = secrets
    .mask(error instanceof Error ? error.message : String(error))
    .slice(0, 2000)
    .toWellFormed();
  const frames = error instanceof UserProcessDied ? error.userStack : "";
  return new AppError("SOURCE_FAILED", `${name}: ${message}`, {
    hint: ["Its code is at fault, not the service. What was fetched before is kept.", secrets.mask(frames)]
      .join("\n")
      .trim(),
    details: { source: name },
    cause: error,
  });
}
