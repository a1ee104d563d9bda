import { Dialog } from "../components/dialog.tsx";
import { usePreference, writePreference } from "../state/preferences.ts";

/** Every key and what it does; the list that `?` shows and docs/ui.md has. */
export const KEYS = [
  ["/", "go to the filter"],
  ["j  k", "next, previous row"],
  ["Enter", "open the row"],
  ["Esc", "close; leave a filter"],
  ["g d", "go to the DAGs"],
  ["g r", "go to the runs"],
  ["g c", "go to the comparison"],
  ["g a", "go to administration"],
  ["r", "run this DAG"],
  ["t", "change the time zone of what is shown"],
  ["?", "this list"],
] as const;

export function HelpDialog({ close }: { readonly close: () => void }) {
  const keys = usePreference("keys");
  return (
    <Dialog title="Keys" close={close}>
      <div className="keys">
        {KEYS.map(([key, meaning]) => (
          <div key={key} className="row" style={{ display: "contents" }}>
            <span>
              {key.split(/ +/).map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </span>
            <span>{meaning}</span>
          </div>
        ))}
      </div>
      <label>
        <input
          type="checkbox"
          checked={keys === "on"}
          onChange={({ target }) => writePreference("keys", target.checked ? "on" : "off")}
        />
        Single keys do something
      </label>
    </Dialog>
  );
}
