import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import { BASE_PATH } from "./api/address.ts";
import { App } from "./app/app.tsx";
import { createQueryClient } from "./app/query-client.ts";
import { ErrorBoundary } from "./app/error-boundary.tsx";
import { followEvents } from "./state/live-events.ts";
import { applyTheme } from "./state/preferences.ts";
import { listenForKeys } from "./state/use-keys.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";
import "./styles/screens.css";

applyTheme();
listenForKeys();
const client = createQueryClient();
followEvents(client);

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <QueryClientProvider client={client}>
        <Router base={BASE_PATH.replace(/\/$/, "")}>
          <App />
        </Router>
      </QueryClientProvider>
    </ErrorBoundary>
  </StrictMode>,
);
