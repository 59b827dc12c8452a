import { useId, useState } from 'react';
import { useGraphiQL } from '@graphiql/react';
import { examples } from '../examples/index.js';
import { useEditors } from './ask.js';

/** Opens the pane with the variables: GraphiQL keeps whether it is open to itself, so its own button is pressed. */
function showVariables() {
  requestAnimationFrame(() => document.querySelector('.graphiql-editor-tools [data-name=variables]')?.click());
}

/**
 * Worked examples of changes: each opens in a tab, on the newest revision, and checks without recording. `headersOf` reads
 * the headers that the asker typed.
 */
export function Changes({ wire, headersOf }) {
  const titleId = useId();
  const editors = useEditors();
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const [note, setNote] = useState('');

  async function open(example) {
    setNote('');
    const { data, errors } = await wire.send({ query: '{ head { number } }' }, headersOf(headerEditor));
    if (!data) {
      setNote(`The newest revision could not be read: ${errors?.[0]?.message ?? 'the server sent no answer.'}`);
      return;
    }
    const base = data.head.number;
    editors.placeAnew(example.query, example.variables(base));
    showVariables();
    setNote(`“${example.title}” is open, on revision ${base}. ▶ checks it and records nothing. To record it, set dryRun to false in the variables.`);
  }

  return (
    <section className="changes" aria-labelledby={titleId}>
      <h3 id={titleId}>Change facts</h3>
      <p className="changes-lead">
        Worked examples, to be adapted. Each opens as a check that records nothing. They need the role of editor: sign in
        first.
      </p>
      <ul>
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" disabled={!editors.ready} onClick={() => open(example)}>{example.title}</button>
          </li>
        ))}
      </ul>
      <p className="changes-note" role="status">{note}</p>
    </section>
  );
}
