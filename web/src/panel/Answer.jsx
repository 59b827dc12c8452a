import { useId } from 'react';

function distinct(texts) {
  return [...new Set(texts)].filter(Boolean);
}

function Source({ source }) {
  if (source.url === null) return source.text;
  return <a href={source.url} target="_blank" rel="noreferrer">{source.text}</a>;
}

function Item({ item }) {
  const marks = distinct(item.marks);
  const lines = distinct(item.lines);
  return (
    <li>
      <span className="answer-name">{item.name}</span>
      {marks.map((mark) => (
        <span key={mark} className="answer-mark">{mark}</span>
      ))}
      {lines.map((line) => (
        <p key={line} className="answer-line">{line}</p>
      ))}
      {item.sources.length > 0 && (
        <details>
          <summary>Where it is written</summary>
          <ul className="answer-sources">
            {item.sources.map((source) => (
              <li key={source.text}><Source source={source} /></li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Group({ group }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        {group.title} <span className="answer-count">{group.items.length}</span>
      </h3>
      {group.items.length === 0 ? (
        <p className="answer-none">{group.none}</p>
      ) : (
        <ul className="answer-items">
          {/* Two facts may read alike: their place in the answer tells them apart. */}
          {group.items.map((item, index) => (
            <Item key={index} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** The answer to a question: a sentence, then its groups, the empty ones with what their emptiness means. */
export function Answer({ answer }) {
  if (answer.problems) {
    return (
      <div className="answer-problem" role="alert">
        {answer.problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    );
  }
  return (
    <div className="answer" data-question={answer.id}>
      <p className="answer-sentence">{answer.sentence}</p>
      {answer.groups.map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </div>
  );
}
