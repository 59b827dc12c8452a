// Questions about where data comes from and where it goes.

import { comment, literal, operationName } from './graphql.js';
import { cited, conditions, inWords, names, sources, ways } from './words.js';

function receipt(item) {
  return {
    name: item.recipient.name,
    marks: [inWords(item.match), inWords(item.assertion), ...item.forms.map(inWords)],
    lines: [
      ways(item.paths),
      item.purposes.length > 0 ? `for ${names(item.purposes)}` : 'purpose not declared',
      ...conditions(item.disclosures),
    ],
    sources: sources(item.citations),
  };
}

function nonDisclosure(item) {
  return {
    name: item.recipient.name,
    marks: ['stated not to receive', item.form ? `${inWords(item.form)} form` : ''],
    lines: [`${item.data.name}, by ${item.service.name}`, item.scope, ...conditions([item])],
    sources: sources(item.citations),
  };
}

function collection(item) {
  return {
    name: item.service.name,
    marks: [inWords(item.assertion), inWords(item.form)],
    lines: [`${item.data.name}, for ${item.activity.name}`, ...conditions([item])],
    sources: sources(item.citations),
  };
}

function silent(service) {
  return { name: service.name, marks: ['says nothing'], lines: [], sources: [] };
}

export const whoReceives = {
  id: 'whoReceives',
  text: 'Who receives …?',
  fields: [{ name: 'data', label: 'Which data?', kind: 'data' }],
  operation: ({ data }) => `${comment(`Who receives ${data}?`)}
query ${operationName('WhoReceives', data)} {
  whoReceives(data: ${literal(data)}) {
    inWords
    receipts {
      recipient { name }
      match
      assertion
      forms
      paths { services { name } }
      purposes { name }
      lawfulBases { basis summary }
      retention { inWords }
      disclosures { data { name } condition because }
      ${cited}
    }
    statedNonRecipients {
      recipient { name }
      service { name }
      data { name }
      form
      scope
      condition
      because
      ${cited}
    }
    aggregatedOnly {
      recipient { name }
      match
      assertion
      forms
      paths { services { name } }
      purposes { name }
      disclosures { data { name } condition because }
      ${cited}
    }
    collectedWithoutStatedRecipient { name }
  }
}
`,
  answer: ({ whoReceives: found }) => ({
    sentence: found.inWords,
    groups: [
      { title: 'Receive it', items: found.receipts.map(receipt), none: 'No recipient is stated.' },
      { title: 'Receive statistics only', items: found.aggregatedOnly.map(receipt), none: 'None is stated.' },
      { title: 'Are stated not to receive it', items: found.statedNonRecipients.map(nonDisclosure), none: 'No such statement.' },
      { title: 'Collect it and name no recipient', items: found.collectedWithoutStatedRecipient.map(silent), none: 'None.' },
    ],
  }),
};

export const whoCollects = {
  id: 'whoCollects',
  text: 'Who collects …?',
  fields: [{ name: 'data', label: 'Which data?', kind: 'data' }],
  operation: ({ data }) => `${comment(`Who collects ${data}? Three states: collected, stated not to be, and nothing said.`)}
query ${operationName('WhoCollects', data)} {
  whoCollects(data: ${literal(data)}) {
    inWords
    collected {
      service { name }
      activity { name }
      data { name }
      form
      assertion
      because
      condition
      retention { inWords }
      ${cited}
    }
    statedNot {
      service { name }
      data { name }
      scope
      condition
      because
      ${cited}
    }
    notStated { name }
    mayInclude {
      service { name }
      activity { name }
      data { name }
      form
      assertion
      because
      condition
      ${cited}
    }
  }
}
`,
  answer: ({ whoCollects: found }) => ({
    sentence: found.inWords,
    groups: [
      { title: 'Collect it', items: found.collected.map(collection), none: 'No service is stated to collect it.' },
      { title: 'Are stated not to collect it', items: found.statedNot.map(nonCollection), none: 'No such statement.' },
      { title: 'Collect wider data that may include it', items: found.mayInclude.map(collection), none: 'None.' },
      { title: 'Say nothing about it', items: found.notStated.map(silent), none: 'None: every service says one or the other.' },
    ],
  }),
};

function nonCollection(item) {
  return {
    name: item.service.name,
    marks: ['stated not to collect'],
    lines: [item.data.name, item.scope, ...conditions([item])],
    sources: sources(item.citations),
  };
}

export const whatGoesTo = {
  id: 'whatGoesTo',
  text: 'What goes to …?',
  fields: [{ name: 'recipient', label: 'Which recipient?', kind: 'recipient' }],
  operation: ({ recipient }) => `${comment(`What does ${recipient} receive, and how does it get there?`)}
query ${operationName('WhatGoesTo', recipient)} {
  whatGoesTo(recipient: ${literal(recipient)}) {
    inWords
    reachedBy {
      service { name }
      direct
      onlyThrough { name }
      paths { services { name } }
      data { name }
      forms
      assertion
    }
    disclosures {
      recipient { name }
      service { name }
      data { name }
      purposes { name }
      role
      form
      assertion
      because
      condition
      transfers { country safeguard }
      ${cited}
    }
    nonDisclosures {
      recipient { name }
      service { name }
      data { name }
      form
      scope
      condition
      because
      ${cited}
    }
    cookies { name category }
  }
}
`,
  answer: ({ whatGoesTo: found }) => ({
    sentence: found.inWords,
    groups: [
      { title: 'What it receives', items: found.disclosures.map(arrival), none: 'Nothing is stated.' },
      { title: 'Services that reach it', items: found.reachedBy.map(reach), none: 'None is stated.' },
      { title: 'What is stated not to go there', items: found.nonDisclosures.map(nonDisclosure), none: 'No such statement.' },
      { title: 'Cookies that it sets', items: found.cookies.map(setCookie), none: 'None is listed.' },
    ],
  }),
};

function arrival(item) {
  return {
    name: item.data.name,
    marks: [inWords(item.assertion), inWords(item.form)],
    lines: [
      `from ${item.service.name} to ${item.recipient.name}`,
      item.purposes.length > 0 ? `for ${names(item.purposes)}` : 'purpose not declared',
      ...conditions([item]),
    ],
    sources: sources(item.citations),
  };
}

function reach(item) {
  const only = item.onlyThrough ? `only through ${item.onlyThrough.name}` : 'through other services';
  return {
    name: item.service.name,
    marks: [item.direct ? 'directly' : only, inWords(item.assertion)],
    lines: [names(item.data), item.direct ? '' : ways(item.paths)],
    sources: [],
  };
}

function setCookie(item) {
  return { name: item.name, marks: [inWords(item.category)], lines: [], sources: [] };
}
