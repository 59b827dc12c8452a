import 'graphiql/setup-workers/vite';
import { createRoot } from 'react-dom/client';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import './panel/panel.css';
import { connect } from './wire.js';
import { questionsPlugin } from './panel/plugin.jsx';
import { firstTabs } from './tabs.js';
import { Identity } from './session/Identity.jsx';
import { arrive, sessionAt, takeFragment } from './session/session.js';

// The page lies at …/explorer/ and the server answers at …/graphql, also behind a proxy that adds a prefix.
const wire = connect(new URL('../graphql', document.baseURI));
const questions = questionsPlugin(wire);
const plugins = [questions, explorerPlugin(), HISTORY_PLUGIN];

/** True until GraphiQL has stored its tabs: only then the page decides which panel is open. */
function isFirstVisit() {
  try {
    return localStorage.getItem('graphiql:tabState') === null;
  } catch {
    return true;
  }
}

// Who asks is settled before anything is asked, so that the first answer is that of the one who signed in.
const brought = takeFragment();
const session = sessionAt(new URL('../session', document.baseURI));
const arrival = await arrive(session, brought.code);
const opened = brought.query && { query: brought.query, variables: brought.variables ?? undefined };

createRoot(document.getElementById('explorer')).render(
  <GraphiQL
    fetcher={wire.fetcher}
    plugins={plugins}
    visiblePlugin={isFirstVisit() ? questions : undefined}
    initialQuery={opened?.query}
    initialVariables={opened?.variables}
    defaultTabs={opened ? [opened, ...firstTabs()] : firstTabs()}
    defaultEditorToolsVisibility={false}
    shouldPersistHeaders={false}
  >
    <GraphiQL.Logo>
      Recital
      <Identity session={session} arrival={arrival} wire={wire} />
    </GraphiQL.Logo>
  </GraphiQL>,
);
