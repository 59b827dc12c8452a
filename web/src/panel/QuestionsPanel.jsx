import { useEffect, useId, useState } from 'react';
import { useGraphiQL } from '@graphiql/react';
import { questions } from '../question/catalogue.js';
import { Answer } from './Answer.jsx';
import { Changes } from './Changes.jsx';
import { Combobox } from './Combobox.jsx';
import { PeriodField } from './PeriodField.jsx';
import { useAsk } from './ask.js';

const defaults = { period: 'P3Y' };

/** A piece of state that outlives the panel. */
function useKept(memory, name) {
  const [value, set] = useState(memory[name]);
  useEffect(() => {
    memory[name] = value;
  });
  return [value, set];
}

/** The request headers that the asker typed into GraphiQL, such as a token; none while they are not valid JSON. */
function typedHeaders(editor) {
  try {
    return JSON.parse(editor?.getValue() || '{}');
  } catch {
    return {};
  }
}

/** The list to choose from for a field of this kind. */
function useChoices(choices, kind) {
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const [state, setState] = useState({ kind: null, list: [], problem: null });
  const [round, setRound] = useState(0);

  useEffect(() => {
    let current = true;
    const settle = (list, problem) => current && setState({ kind, list, problem });
    choices.read(kind, typedHeaders(headerEditor)).then(
      (list) => settle(list, null),
      (problem) => settle([], problem.message),
    );
    return () => {
      current = false;
    };
  }, [choices, kind, headerEditor, round]);

  const loaded = state.kind === kind;
  return {
    list: loaded ? state.list : [],
    loading: !loaded,
    problem: loaded ? state.problem : null,
    again: () => setRound(round + 1),
  };
}

function ListField({ field, value, choices, onChange }) {
  const { list, loading, problem, again } = useChoices(choices, field.kind);
  return (
    <>
      <Combobox label={field.label} value={value} choices={list} loading={loading} onChange={onChange} />
      {problem && (
        <p className="answer-problem" role="alert">
          The list could not be read: {problem} <button type="button" onClick={again}>Try again</button>
        </p>
      )}
    </>
  );
}

/** One control of the form, by the kind of its field. */
function Field(props) {
  const { field, value, onChange } = props;
  if (field.kind === 'period') return <PeriodField label={field.label} value={value} onChange={onChange} />;
  return <ListField key={field.kind} {...props} />;
}

/** Questions in plain words: the panel for people who do not know GraphQL, and its way to learn it. */
export function QuestionsPanel({ wire, choices, memory }) {
  const selectId = useId();
  const [form, setForm] = useKept(memory, 'form');
  const { ask, answer, asking, ready } = useAsk(wire, memory);
  const question = questions.find(({ id }) => id === form.id);
  const values = Object.fromEntries(
    question.fields.map(({ name, kind }) => [name, form.values[name] ?? defaults[kind] ?? '']),
  );

  function setValue(name, value) {
    setForm({ ...form, values: { ...form.values, [name]: value } });
  }

  function onSubmit(event) {
    event.preventDefault();
    ask(question, trimmed(values));
  }

  return (
    <div className="questions">
      <h2 className="questions-title">Questions</h2>
      <p className="questions-lead">Choose a question and press Ask. The operation is written for you on the right, so that you can change it and learn from it.</p>
      <form onSubmit={onSubmit}>
        <div className="question-field">
          <label htmlFor={selectId}>Question</label>
          <select id={selectId} value={form.id} onChange={(event) => setForm({ ...form, id: event.currentTarget.value })}>
            {questions.map(({ id, text }) => (
              <option key={id} value={id}>{text}</option>
            ))}
          </select>
        </div>
        {question.fields.map((field) => (
          <Field
            key={`${question.id}-${field.name}`}
            field={field}
            value={values[field.name]}
            choices={choices}
            onChange={(value) => setValue(field.name, value)}
          />
        ))}
        <button type="submit" className="question-ask" disabled={!ready || asking}>{asking ? 'Asking …' : 'Ask'}</button>
      </form>
      <div className="question-answer" role="region" aria-label="Answer" aria-live="polite">
        {answer && <Answer answer={answer} />}
      </div>
      <Changes wire={wire} headersOf={typedHeaders} />
    </div>
  );
}

function trimmed(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
}
