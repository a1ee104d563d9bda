import { Component, type ReactNode } from "react";
import { BASE_PATH } from "../api/address.ts";
import { ErrorBox } from "../components/answers/error-box.tsx";

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
}

/** Catches what a screen throws. A chunk that is gone means that the server was updated under an open page: loading it again helps. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main id="main">
        <h1 tabIndex={-1}>Something broke</h1>
        <ErrorBox error={this.state.error} />
        <div className="row">
          <button type="button" className="primary" onClick={() => location.reload()}>
            Reload the page
          </button>
          <a href={BASE_PATH}>Go home</a>
        </div>
      </main>
    );
  }
}
