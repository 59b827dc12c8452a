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
 * Asks through GraphiQL itself: the operation is put into the editor and run there, and the panel watches what comes
 * back for it. So there is one request, and the result pane shows what the panel puts into words.
 */
export function useAsk(wire, memory) {
  const { addTab, run, setOperationFacts, updateActiveTabValues } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
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
    const present = queryEditor.getValue().trim();
    if (present !== '' && present !== memory.asked?.text.trim()) addTab();
  }

  function show(next) {
    memory.answer = next;
    setAnswer(next);
  }

  async function ask(question, values) {
    const text = question.operation(values);
    const documentAST = parse(text);
    const operationName = documentAST.definitions[0].name.value;
    chooseTab();
    memory.asked = { question, text };
    queryEditor.setValue(text);
    variableEditor?.setValue('');
    // GraphiQL looks at the text a moment later only; the run below must not send the name of the operation before.
    setOperationFacts({ documentAST, operationName, operations: documentAST.definitions });
    updateActiveTabValues({ query: text, operationName });
    show(null);
    setAsking(true);
    showTab();
    await run();
    setAsking(false);
    if (memory.answer === null) show({ problems: ['The question was not sent: the result pane says why.'] });
  }

  return { ask, answer, asking, ready: Boolean(queryEditor && responseEditor) };
}
