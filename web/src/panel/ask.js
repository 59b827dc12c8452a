import { useEffect, useState } from 'react';
import { parse } from 'graphql';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** The answer as the panel shows it, or the problems that the server names. */
function read(question, { data, errors }) {
  const problems = (errors ?? []).map((error) => error.message);
  if (problems.length > 0 || !data) {
    return { problems: problems.length > 0 ? problems : ['The server sent no answer.'] };
  }
  return { id: question.id, ...question.answer(data) };
}

/** Scrolls the row of tabs to the open one, once React has drawn it. */
function showTab() {
  requestAnimationFrame(() => document.querySelector('.graphiql-tab-active')?.scrollIntoView({ inline: 'nearest' }));
}

/**
 * The way into GraphiQL's editors: place(text, variables) puts an operation into the open tab, and placeAnew puts it into
 * a new one unless the open one is empty.
 */
export function useEditors() {
  const { addTab, setOperationFacts, updateActiveTabValues } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function place(query, variables = '') {
    const documentAST = parse(query);
    const operationName = documentAST.definitions[0].name.value;
    queryEditor.setValue(query);
    variableEditor?.setValue(variables);
    // GraphiQL looks at the text a moment later only; what runs next must not send the name of the operation before.
    setOperationFacts({ documentAST, operationName, operations: documentAST.definitions });
    updateActiveTabValues({ query, variables, operationName });
    showTab();
  }

  function placeAnew(query, variables) {
    if (present() !== '') addTab();
    place(query, variables);
  }

  const present = () => queryEditor.getValue().trim();
  return { addTab, place, placeAnew, present, ready: Boolean(queryEditor) };
}

/**
 * Asks through GraphiQL itself: the operation is put into the editor and run there, and the panel watches what comes
 * back for it. So there is one request, and the result pane shows what the panel puts into words.
 */
export function useAsk(wire, memory) {
  const { run } = useGraphiQLActions();
  const editors = useEditors();
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const [answer, setAnswer] = useState(memory.answer);
  const [asking, setAsking] = useState(false);

  useEffect(() => {
    return wire.watch((query, result) => {
      if (query !== memory.asked?.text) return;
      memory.answer = read(memory.asked.question, result);
      setAnswer(memory.answer);
    });
  }, [wire, memory]);

  /** What somebody wrote is not written over: only an empty tab, or the panel's own last operation. */
  function chooseTab() {
    const present = editors.present();
    if (present !== '' && present !== memory.asked?.text.trim()) editors.addTab();
  }

  function show(next) {
    memory.answer = next;
    setAnswer(next);
  }

  async function ask(question, values) {
    const text = question.operation(values);
    chooseTab();
    memory.asked = { question, text };
    editors.place(text);
    show(null);
    setAsking(true);
    await run();
    setAsking(false);
    if (memory.answer === null) show({ problems: ['The question was not sent: the result pane says why.'] });
  }

  return { ask, answer, asking, ready: Boolean(editors.ready && responseEditor) };
}
