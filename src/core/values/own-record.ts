/**
 * A record of what users name. It has no prototype, so that `constructor`, `toString` and their kin are names like any
 * other: absent unless given, and given only to this record.
 */
export function ownRecord<T>(entries: Iterable<readonly [key: string, value: T]> = []): Record<string, T> {
  const record: Record<string, T> = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}

/** What a table of ours has under a name that a user wrote; its prototype is not asked. */
export function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
