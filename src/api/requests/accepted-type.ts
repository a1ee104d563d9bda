import { AppError } from "../../core/errors/app-error.ts";

/**
 * The first of `types` that an `Accept` header likes best (RFC 9110 section 12.5.1, without parameters but `q`).
 *
 * @throws AppError NOT_ACCEPTABLE when it takes none of them
 */
export function acceptedType<const T extends string>(header: string | undefined, types: readonly T[]): T {
  const ranges = (header ?? "*/*").split(",").map(rangeOf);
  const rated = types.map((type) => ({
    type,
    q: Math.max(0, ...ranges.filter(({ name }) => covers(name, type)).map(({ q }) => q)),
  }));
  const best = rated.reduce((one, other) => (other.q > one.q ? other : one), { type: types[0], q: 0 });
  if (best.q > 0 && best.type !== undefined) return best.type;
  throw new AppError("NOT_ACCEPTABLE", "This address has no answer of a kind that the header Accept allows.", {
    hint: `It has ${types.join(", ")}.`,
  });
}

function rangeOf(text: string): { readonly name: string; readonly q: number } {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const given = parameters.find((part) => part.startsWith("q="))?.slice(2);
  const q = given === undefined ? 1 : Number(given);
  return { name, q: Number.isFinite(q) ? q : 0 };
}

function covers(range: string, type: string): boolean {
  return range === "*/*" || range === type || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}
