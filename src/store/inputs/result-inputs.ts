import type { CodeFile } from "../../core/values/code-file.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";

/** What the name of results is a hash of. */
export interface ResultInputs {
  readonly parts: Readonly<Record<string, unknown>>;
  /** Null where they are not known. */
  readonly files: readonly NamedFile[] | null;
}

export type NamedFile = Pick<CodeFile, "path" | "hash">;

export interface NewResultInputs {
  readonly base: Uint8Array;
  readonly parts: Readonly<Record<string, unknown>>;
  readonly files: readonly CodeFile[] | null;
}

/** Keeps them; what is there already stays, since equal names are made of equal parts. */
export async function keepResultInputs(connection: Connection, inputs: NewResultInputs): Promise<void> {
  const { base, parts, files } = inputs;
  const { rowCount } = await connection.query({
    name: "keep-result-inputs",
    text: `
      insert into result_base (base, parts, file_paths, file_hashes) values ($1, $2, $3, $4)
      on conflict (base) do nothing`,
    values: [base, jsonText(parts), files?.map(({ path }) => path) ?? null, files?.map(({ hash }) => hash) ?? null],
  });
  if (rowCount === 0 || files === null) return;
  await connection.query({
    name: "keep-code-texts",
    text: `
      insert into code_text (hash, content) select distinct on (hash) * from unnest($1::text[], $2::bytea[]) as new (hash, content)
      order by hash on conflict (hash) do nothing`,
    values: [files.map(({ hash }) => hash), files.map(({ text }) => Buffer.from(text, "utf8"))],
  });
}

/** Null for results from before they were kept. */
export async function readResultInputs(connection: Connection, base: Uint8Array): Promise<ResultInputs | null> {
  const { rows } = await connection.query<InputsRow>({
    name: "read-result-inputs",
    text: `select parts, file_paths as paths, file_hashes as hashes from result_base where base = $1`,
    values: [base],
  });
  return rows[0] === undefined ? null : inputsOf(rows[0]);
}

interface InputsRow {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly paths: readonly string[] | null;
  readonly hashes: readonly string[] | null;
}

function inputsOf({ parts, paths, hashes }: InputsRow): ResultInputs {
  return { parts, files: paths?.map((path, index) => ({ path, hash: hashes?.[index] ?? "" })) ?? null };
}

/** By hash; those that are not kept are missing. */
export async function readCodeTexts(
  connection: Connection,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query<{ hash: string; content: Buffer }>({
    name: "read-code-texts",
    text: `select hash, content from code_text where hash = any ($1)`,
    values: [hashes],
  });
  return new Map(rows.map(({ hash, content }) => [hash, content.toString("utf8")]));
}

/** An earlier sweep of the same backtest, with what its results are made of. */
export interface EarlierInputs extends ResultInputs {
  readonly runId: string;
  readonly base: Buffer;
  readonly createdAt: Date;
  /** Of the data that were read; null where they have none. */
  readonly datasetVersionId: string | null;
}

/** Of a DAG's sweeps of a name that were planned before a run, the latest of each base, the latest first. */
export async function listEarlierInputs(
  connection: Connection,
  {
    dagId,
    key,
    before,
    limit,
  }: { readonly dagId: string; readonly key: string; readonly before: string; readonly limit: number },
): Promise<readonly EarlierInputs[]> {
  const { rows } = await connection.query<InputsRow & Omit<EarlierInputs, keyof ResultInputs>>({
    name: "list-earlier-inputs",
    text: `
      select distinct on (latest, base) run_id as "runId", base, latest as "createdAt", version_id as "datasetVersionId", parts, file_paths as paths, file_hashes as hashes
      from (
        select task.base, max(run.created_at) as latest, (array_agg(run.id order by run.created_at desc, run.id desc))[1] as run_id,
          (array_agg(task.dataset_version_id::text order by run.created_at desc, run.id desc))[1] as version_id
        from task join run on run.id = task.run_id
        where run.dag_id = $1 and task.key = $2 and task.base is not null
          and (run.created_at, run.id) < (select created_at, id from run where id = $3)
        group by task.base
      ) as earlier join result_base using (base)
      order by latest desc, base limit $4`,
    values: [dagId, key, before, limit],
  });
  return rows.map(({ paths, hashes, parts, ...of }) => ({ ...inputsOf({ paths, hashes, parts }), ...of }));
}

/** Removes what no sweep and no result has any more. */
export async function removeOrphanedInputs(connection: Connection): Promise<void> {
  await connection.query(`
    delete from result_base where not exists (select from task where task.base = result_base.base)
      and not exists (select from batch where batch.base = result_base.base)`);
  await connection.query(`
    delete from code_text where not exists (select from result_base where code_text.hash = any (file_hashes))`);
}
