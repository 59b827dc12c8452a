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

createRoot(document.getElementById('explorer')).render(
  <GraphiQL
    fetcher={wire.fetcher}
    plugins={plugins}
    visiblePlugin={isFirstVisit() ? questions : undefined}
    defaultTabs={firstTabs()}
    defaultEditorToolsVisibility={false}
    shouldPersistHeaders={false}
  >
    <GraphiQL.Logo>Recital</GraphiQL.Logo>
  </GraphiQL>,
);
