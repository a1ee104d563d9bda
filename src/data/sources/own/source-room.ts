import { loadProblem } from "../../../core/errors/load-problem.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { isMap } from "../../../core/values/document-shape.ts";
import { importModule } from "../../../sandbox/modules/import-module.ts";
import type { Room, RoomContext } from "../../../sandbox/room.ts";
import { patientGet } from "../calls/patient-get.ts";
import type { SourceContext } from "../source.ts";
import { type Refusal, sourceError } from "../source-error.ts";
import { ccxtSource } from "./ccxt/ccxt-source.ts";
import { REFUSAL, type SourceDefinition } from "./define-source.ts";
import { factsOf } from "./own-facts.ts";
import type { AskedOfSource, OwnCode, OwnQuestions, OwnServices } from "./own-questions.ts";

type Ask<Name extends keyof OwnQuestions> = OwnQuestions[Name]["ask"];

/** What runs where users' sources run. What they give is looked at by the asker: here nothing can be trusted. */
export const room: Room = {
  async describe({ code }: Ask<"describe">) {
    const exported = await exportOf(code);
    const facts = factsOf(exported);
    if (!Array.isArray(facts)) return facts;
    throw new AppError("SOURCE_INVALID", facts.map((problem: string) => `${nameOf(code)} ${problem}`).join("\n"), {
      hint: "docs/data-sources-own.md has an example.",
    });
  },

  bars: (asked: Ask<"bars">, context) =>
    answering(asked, context, async (source, given) => {
      const page = serviceOf(context, "page");
      for await (const each of source.bars(asked.request, given)) await page(each);
    }),

  search: (asked: Ask<"search">, context) =>
    answering(asked, context, async (source, given) => (await source.search?.(asked.text, given)) ?? []),

  symbolOf: (asked: Ask<"symbolOf">, context) =>
    answering(asked, context, async (source, given) => (await source.symbolOf?.(asked.text, given)) ?? null),

  actions: (asked: Ask<"actions">, context) =>
    answering(asked, context, async (source, given) => (await source.actions?.(asked.request, given)) ?? []),

  supply: (asked: Ask<"supply">, context) =>
    answering(asked, context, async (source, given) => (await source.supply?.(asked.request, given)) ?? []),
};

async function answering<T>(
  asked: AskedOfSource,
  context: RoomContext,
  work: (source: SourceDefinition, given: SourceContext) => Promise<T>,
): Promise<T> {
  const source = (await exportOf(asked.code)) as SourceDefinition;
  try {
    return await work(source, contextOf(source, asked, context));
  } catch (error) {
    throw refusalOf(error, asked.name) ?? error;
  }
}

/** The limits are kept by the asker; what an answer means may be the source's own to say. */
function contextOf(source: SourceDefinition, { name, now, env }: AskedOfSource, context: RoomContext): SourceContext {
  const [get, pause, note] = [serviceOf(context, "get"), serviceOf(context, "pause"), serviceOf(context, "note")];
  const judged =
    source.classify === undefined
      ? get
      : patientGet(
          { name, classify: (answer) => source.classify?.(answer) ?? { kind: "ok" } },
          {
            send: async (request) => ({ kind: "answer", answer: await get(request) }),
            turns: { take: () => Promise.resolve(0), hold: pause },
            wait: async (ms) => (ms > 0 ? pause(ms) : undefined),
            random: Math.random,
            now: () => new Date(),
            secrets: { mask: (text) => text },
          },
        );
  return {
    get: judged,
    pause,
    note: (text) => void note(text).catch(() => undefined),
    env: (variable) => (Object.hasOwn(env, variable) ? env[variable] : undefined),
    now: new Date(now),
    signal: context.signal,
  };
}

function serviceOf<Name extends keyof OwnServices>(context: RoomContext, name: Name): OwnServices[Name] {
  const call = (input: unknown): Promise<unknown> => context.call(name, input);
  return call as OwnServices[Name];
}

/** What an error says that the source has made for it. */
function refusalOf(error: unknown, name: string): AppError | null {
  const refusal: unknown =
    error instanceof Error && Object.hasOwn(error, REFUSAL) ? Reflect.get(error, REFUSAL) : undefined;
  if (!isMap(refusal) || typeof refusal["reason"] !== "string") return null;
  return KINDS.some((kind) => kind === refusal["kind"]) ? sourceError(name, refusal as unknown as Refusal) : null;
}

const KINDS = [
  "retry",
  "quota",
  "not_found",
  "not_on_plan",
  "unauthorized",
  "refused",
] as const satisfies readonly Refusal["kind"][];

async function exportOf(code: OwnCode): Promise<unknown> {
  if (code.kind === "ccxt") return ccxtSource(code);
  try {
    return (await importModule(code.path))["default"];
  } catch (error) {
    throw new AppError("SOURCE_INVALID", `${nameOf(code)} cannot be loaded: ${loadProblem(error)}`, {
      hint: "Run the file with node to see the error in full.",
      cause: error,
    });
  }
}

function nameOf(code: OwnCode): string {
  return code.kind === "ccxt" ? `ccxt:${code.exchange}` : code.path;
}
