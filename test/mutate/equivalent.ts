/** Mutants that survive and change nothing that anybody could see, by what `npm run mutate` says of them, with the reason. */
export const EQUIVALENT: Readonly<Record<string, string>> = {};
