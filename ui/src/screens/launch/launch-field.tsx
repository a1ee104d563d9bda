import { useId } from "react";
import { useUrlState } from "../../state/use-url-state.ts";

interface LaunchFieldProps {
  /** Of the address's value: what is typed survives a reload, and a server that starts again. */
  readonly name: string;
  readonly label: string;
  /** What counts when it is left empty. */
  readonly usual: string;
  readonly choices?: readonly string[];
}

export function LaunchField({ name, label, usual, choices }: LaunchFieldProps) {
  const [value, setValue] = useUrlState(name);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {choices === undefined ? (
        <input id={id} value={value} placeholder={usual} onChange={({ target }) => setValue(target.value)} />
      ) : (
        <select id={id} value={value} onChange={({ target }) => setValue(target.value)}>
          <option value="">{usual}</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
    </div>
  );
}
