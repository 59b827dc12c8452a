import { QuestionsPanel } from './QuestionsPanel.jsx';
import { createChoices } from './choices.js';

function QuestionIcon(props) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" {...props}>
      <path d="M20.5 11.6a8.1 8.1 0 0 1-11.9 7.1L3.8 20l1.4-4.5A8.1 8.1 0 1 1 20.5 11.6Z" />
      <path d="M9.9 9.4a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.5" />
      <path d="M12.4 15.8h.01" />
    </svg>
  );
}

/**
 * The GraphiQL plugin with the questions. What the asker filled in and the last answer are kept here, not in the
 * panel: GraphiQL unmounts a panel whenever another one is opened.
 */
export function questionsPlugin(wire) {
  const memory = { form: { id: 'whoReceives', values: { data: 'IP address' } }, asked: null, answer: null };
  const choices = createChoices(wire.send);
  return {
    title: 'Questions',
    icon: QuestionIcon,
    content: () => <QuestionsPanel wire={wire} choices={choices} memory={memory} />,
  };
}
