import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { headersTold, plainHeader } from "../csv/csv-columns.ts";
import type { RowSource } from "../files/row-source.ts";

/** Of each field, the headers that usually stand for it, in the form of `plainHeader`. */
export type UsualHeaders<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/**
 * Where the fields of a table stand that is no table of prices: by the headers that were given, else by the usual ones.
 *
 * @param key of `data` that names the file, for the error
 * @throws AppError DATASET_INVALID when a header that was given is not there
 */
export function namedColumns<Field extends string>(
  rows: Pick<RowSource, "names" | "line">,
  usual: UsualHeaders<Field>,
  { given, file, key }: NamedIn<Field>,
): Readonly<Record<Field, number | null>> {
  const plain = rows.names.map(plainHeader);
  const entries = Object.entries<readonly string[]>(usual).map(([field, headers]): [string, number | null] => {
    const header = given?.[field as Field];
    if (header !== undefined) return [field, positionOf(header, rows, { file, key })];
    return [field, headers.map((name) => plain.indexOf(name)).find((position) => position >= 0) ?? null];
  });
  return Object.fromEntries(entries) as Record<Field, number | null>;
}

export interface NamedIn<Field extends string> {
  readonly given?: Readonly<Partial<Record<Field, string>>>;
  readonly file: string;
  readonly key: string;
}

/** @throws AppError DATASET_INVALID */
export function positionOf(
  header: string,
  { names, line }: Pick<RowSource, "names" | "line">,
  { file, key }: { readonly file: string; readonly key: string },
): number {
  const position = names.indexOf(header);
  if (position >= 0) return position;
  throw new AppError("DATASET_INVALID", `${file}:${line}: there is no column "${header}"`, {
    hint: suggestName(header, names, { always: headersTold(names) }),
    details: { key },
  });
}

/** @throws AppError DATASET_INVALID always, saying which headers there are */
export function refuseLack(
  field: string,
  { names, line }: Pick<RowSource, "names" | "line">,
  { file, key, hint }: { readonly file: string; readonly key: string; readonly hint: string },
): never {
  throw new AppError("DATASET_INVALID", `${file}:${line}: no column for ${field}`, {
    hint: `${headersTold(names)} ${hint}`,
    details: { key },
  });
}
