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

/** Sources that have one file each do not hide each other: names are unique. */
export function sourceCatalogue(list: () => Promise<readonly Source[]>): SourceCatalogue {
  return {
    list,
    async find(name) {
      const sources = await list();
      return sources.find((source) => source.name === name) ?? throwUnknown(name, sources);
    },
  };
}

/** Of sources that are there from the beginning. */
export function fixedSources(sources: readonly Source[]): SourceCatalogue {
  return sourceCatalogue(() => Promise.resolve(sources));
}

function throwUnknown(name: string, sources: readonly Source[]): never {
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
