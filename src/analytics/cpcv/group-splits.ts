/** Which groups are tested in each split, and which split each path takes a group from. */
export interface GroupSplits {
  /** Ascending groups, in lexicographic order. */
  readonly tested: readonly (readonly number[])[];
  /** φ = C(groups − 1, test − 1). Per path, per group: the split that the group is taken from. */
  readonly paths: readonly (readonly number[])[];
}

/**
 * Every choice of `test` groups out of `groups`, and the paths that they make (López de Prado 2018, chapter 12): a group is tested
 * in C(groups − 1, test − 1) splits; path j takes each group from the j-th of those that test it.
 */
export function groupSplits(groups: number, test: number): GroupSplits {
  const tested = choices(groups, test);
  const splitsOf = Array.from({ length: groups }, (_, group) =>
    tested.flatMap((split, number) => (split.includes(group) ? [number] : [])),
  );
  const count = splitsOf[0]?.length ?? 0;
  const paths = Array.from({ length: count }, (_, path) => splitsOf.map((splits) => splits[path] ?? -1));
  return { tested, paths };
}

function choices(of: number, count: number): readonly (readonly number[])[] {
  const found: number[][] = [];
  const chosen = Array.from({ length: count }, (_, place) => place);
  for (;;) {
    found.push([...chosen]);
    let place = count - 1;
    while (place >= 0 && chosen[place] === of - count + place) place--;
    if (place < 0) return found;
    chosen[place] = (chosen[place] ?? 0) + 1;
    for (let next = place + 1; next < count; next++) chosen[next] = (chosen[next - 1] ?? 0) + 1;
  }
}

/** Segments of each group: its first returns, which go when the group before it is tested; its last ones, when that after it is. */
export const SEGMENTS_OF_GROUP = 3;

/**
 * Where the segments of all groups begin, and the number of returns at the end: of each group the first `purge + embargo`
 * returns, the middle, and the last `purge`. Null when a group has no middle.
 *
 * @param starts of the groups, with the number of returns at the end
 */
export function segmentStarts(
  starts: ArrayLike<number>,
  { purge, embargo }: { readonly purge: number; readonly embargo: number },
): readonly number[] | null {
  const found: number[] = [];
  for (let group = 0; group + 1 < starts.length; group++) {
    const [from = 0, to = 0] = [starts[group], starts[group + 1]];
    if (from + purge + embargo >= to - purge) return null;
    found.push(from, from + purge + embargo, to - purge);
  }
  return [...found, starts[starts.length - 1] ?? 0];
}

/**
 * The segments of a split that a cell is chosen by: those of the groups that are not tested, without what lies next to a tested
 * one.
 */
export function trainedSegments(tested: readonly number[], groups: number): readonly number[] {
  const isTested = (group: number): boolean => tested.includes(group);
  return Array.from({ length: groups }, (_, group) => group).flatMap((group) => {
    if (isTested(group)) return [];
    const first = group * SEGMENTS_OF_GROUP;
    return [...(isTested(group - 1) ? [] : [first]), first + 1, ...(isTested(group + 1) ? [] : [first + 2])];
  });
}
