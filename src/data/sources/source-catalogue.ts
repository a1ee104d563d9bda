import { AppError } from "../../core/errors/app-error.ts";
import { askWhether, suggestName } from "../../core/text/suggest-name.ts";
import type { Source } from "./source.ts";

/** The sources that there are: those that Nightgrid brings, and those of a project. Nothing is looked at before it is asked for. */
export interface SourceCatalogue {
  /** In the order in which they are listed. One that cannot be used is there, too: its `capabilities` throw why. */
  list(): Promise<readonly Source[]>;
  /** @throws AppError SOURCE_UNKNOWN, listing what there is */
  find(name: string): Promise<Source>;
}

/** A source that is looked at when it is asked for, and not before: one that hangs must not hold up the others. */
export interface ListedSource {
  readonly name: string;
  /** Rejects with nothing: one that cannot be used says so when it is asked. */
  open(): Promise<Source>;
}

export function sourceCatalogue(
  listed: () => Promise<readonly ListedSource[]>,
  /** One of a family that is too large to be listed; null for a name of none. */
  member: (name: string) => Promise<Source | null> = () => Promise.resolve(null),
): SourceCatalogue {
  return {
    list: async () => Promise.all((await listed()).map((each) => each.open())),
    async find(name) {
      const sources = await listed();
      const found = sources.find((source) => source.name === name);
      return (await found?.open()) ?? (await member(name)) ?? throwUnknown(name, sources);
    },
  };
}

/** Of sources that are there from the beginning. */
export function fixedSources(sources: readonly Source[]): SourceCatalogue {
  return sourceCatalogue(() => Promise.resolve(sources.map(listedSource)));
}

export function listedSource(source: Source): ListedSource {
  return { name: source.name, open: () => Promise.resolve(source) };
}

function throwUnknown(name: string, sources: readonly ListedSource[]): never {
  const names = sources.map((source) => source.name);
  const namesake = names.find((each) => each.slice(each.indexOf(":") + 1) === name);
  const there = `There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`;
  throw new AppError("SOURCE_UNKNOWN", `There is no source "${name}"`, {
    hint: namesake === undefined ? suggestName(name, names, { always: there }) : `${askWhether(namesake)} ${there}`,
    details: { known: names },
  });
}

/** In the place of one that cannot be used: whoever asks it hears why, and the others do not notice. */
export function unusableSource(name: string, why: AppError): Source {
  const refuse = (): never => {
    throw why;
  };
  return { name, description: why.message, capabilities: refuse, bars: refuse, classify: refuse };
}
