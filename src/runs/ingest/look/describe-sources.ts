import { AppError } from "../../../core/errors/app-error.ts";
import type { Source } from "../../../data/sources/source.ts";

/** What a source can do with the settings that there are. Keys are JSON names, as documents have them. */
export interface DescribedSource {
  readonly name: string;
  readonly description: string;
  readonly timeframes: readonly string[];
  readonly adjustments: readonly string[];
  readonly calls_per_minute: number;
  /** First day of daily bars; null: no bound is known. */
  readonly earliest: string | null;
  readonly key: "set" | "none" | "missing";
  readonly key_names: readonly string[];
  /** Why it cannot be used, with the way out; null: it can, as far as is known without asking it. */
  readonly problem: string | null;
}

export function describeSources(
  sources: readonly Source[],
  { env, now }: { readonly env: Readonly<Record<string, string | undefined>>; readonly now: Date },
): readonly DescribedSource[] {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  return sources.map((source) => {
    try {
      return described(source, { read, now });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { name, description } = source;
      const nothing = {
        timeframes: [],
        adjustments: [],
        calls_per_minute: 0,
        earliest: null,
        key: "none",
        key_names: [],
      } as const;
      return {
        name,
        description,
        ...nothing,
        problem: [error.message.replace(/\.$/, ""), error.hint ?? []].flat().join(". "),
      };
    }
  });
}

function described(
  source: Source,
  { read, now }: { readonly read: (name: string) => string | undefined; readonly now: Date },
): DescribedSource {
  const capabilities = source.capabilities({ env: read });
  const { timeframes, adjustments, callsPerMinute, keyNames, needsKey } = capabilities;
  const hasKey = keyNames.some((name) => read(name) !== undefined);
  return {
    name: source.name,
    description: source.description,
    timeframes,
    adjustments,
    calls_per_minute: callsPerMinute,
    earliest: capabilities.earliest("1d", now),
    key: hasKey ? "set" : needsKey ? "missing" : "none",
    key_names: keyNames,
    problem: null,
  };
}
