import {
  CONTRACT_FILES,
  type ContractFile,
  isContractFile,
  type OutputFileSpec,
  type OutputRules,
  type OutputsSpec,
} from "../../../core/spec/outputs-spec.ts";

interface ContractTerms {
  readonly isRequired: boolean;
  readonly minBytes: number;
  readonly minRows: number;
}

/** What each file is held to where nobody says otherwise. */
const TERMS: Readonly<Record<ContractFile, ContractTerms>> = {
  "trades.csv": { isRequired: true, minBytes: 101, minRows: 1 },
  "summary.csv": { isRequired: true, minBytes: 51, minRows: 1 },
  "pnl.csv": { isRequired: true, minBytes: 101, minRows: 1 },
  "metadata.json": { isRequired: false, minBytes: 0, minRows: 0 },
  "execution.log": { isRequired: false, minBytes: 0, minRows: 0 },
};
const OTHERS: ContractTerms = { isRequired: true, minBytes: 0, minRows: 0 };

/** A file with all that it is held to. */
export interface ExpectedFile {
  readonly name: string;
  readonly isRequired: boolean;
  /** Somebody has said that it need not be there, so that nobody wonders when it is not. */
  readonly mayBeAbsent: boolean;
  readonly minBytes: number;
  readonly minRows: number;
  readonly rules: OutputRules;
}

/** Those of the contract, then the others that are named, in their order. */
export function expectedFiles({ files }: OutputsSpec): readonly ExpectedFile[] {
  const named = new Map(files.map((file) => [file.name, file]));
  const names = [...CONTRACT_FILES, ...[...named.keys()].filter((name) => !isContractFile(name))];
  return names.map((name) => expected(name, named.get(name)));
}

function expected(name: string, { required, rules }: Partial<OutputFileSpec> = {}): ExpectedFile {
  const terms = isContractFile(name) ? TERMS[name] : OTHERS;
  const { min_trades: trades, min_rows: rows = trades ?? terms.minRows, min_bytes: bytes } = rules ?? {};
  return {
    name,
    isRequired: required ?? terms.isRequired,
    mayBeAbsent: required === false,
    // A file that may have no rows may be as short as its header.
    minBytes: bytes ?? (rows === 0 ? 0 : terms.minBytes),
    minRows: rows,
    rules: rules ?? {},
  };
}
