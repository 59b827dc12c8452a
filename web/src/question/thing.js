// Questions about one thing: the cookies of a party, a service with everything.

import { comment, literal, operationName } from './graphql.js';
import { cited, conditions, count, inWords, names, sources, ways } from './words.js';

export const cookies = {
  id: 'cookies',
  text: 'Which cookies are set by …?',
  fields: [{ name: 'setter', label: 'Set by whom?', kind: 'recipient' }],
  operation: ({ setter }) => `${comment(`Which cookies does ${setter} set, and can a visitor refuse them?`)}
query ${operationName('CookiesOf', setter)} {
  cookies(setter: ${literal(setter)}, first: 200) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      name
      setter { name }
      category
      refusable
      consentNeeded
      lifetime { kind period }
      description
      purposes { name }
      ${cited}
    }
  }
}
`,
  answer: ({ cookies: found }) => ({
    sentence: `${count(found.totalCount, 'cookie')} ${found.totalCount === 1 ? 'is' : 'are'} listed.${rest(found)}`,
    groups: [{ title: 'Cookies', items: found.nodes.map(cookie), none: 'None is listed.' }],
  }),
};

function rest(found) {
  return found.pageInfo.hasNextPage ? ` The first ${found.nodes.length} are shown.` : '';
}

function cookie(item) {
  return {
    name: item.name,
    marks: [inWords(item.category), item.refusable ? 'can be refused' : 'cannot be refused'],
    lines: [item.description, `set by ${item.setter.name}, ${stays(item.lifetime)}`],
    sources: sources(item.citations),
  };
}

function stays(lifetime) {
  switch (lifetime?.kind) {
    case 'PERIOD':
      return `stays for ${lifetime.period ?? 'a period not declared'}`;
    case 'SESSION':
      return 'stays until the browser is closed';
    case 'PERSISTENT':
      return 'stays until it is deleted';
    default:
      return 'lifetime not declared';
  }
}

export const service = {
  id: 'service',
  text: 'Tell me about the service …',
  fields: [{ name: 'service', label: 'Which service?', kind: 'service' }],
  operation: ({ service: name }) => `${comment(`Everything about one service: ${name}`)}
query ${operationName('Service', name)} {
  service(id: ${literal(name)}) {
    name
    description
    partOf { name }
    parts { name }
    requires { requires { name } }
    dependsOn { dependsOn { name } data { name } }
    controllerships { role party { name } regions ${cited} }
    collections {
      data { name }
      activity { name }
      form
      assertion
      condition
      ${cited}
    }
    nonCollections { data { name } scope condition ${cited} }
    uses { purpose { name } data { name } lawfulBases { basis } ${cited} }
    nonUses { purpose { name } scope condition ${cited} }
    recipients {
      recipient { name }
      direct
      onlyThrough { name }
      paths { services { name } }
      data { name }
      forms
      assertion
    }
    nonDisclosures { recipient { name } data { name } scope ${cited} }
    retention { data { name } activity { name } inWords condition ${cited} }
    lawfulBases { basis interest statute regions ${cited} }
    choices { kind where ${cited} }
    securityMeasures { name kind ${cited} }
    cookies { name category }
  }
}
`,
  answer: ({ service: found }) => ({
    sentence: [`${found.name}.`, found.description ?? 'No description.'].join(' '),
    groups: serviceGroups(found),
  }),
};

function serviceGroups(found) {
  return [
    { title: 'Collects', items: found.collections.map(collected), none: 'Nothing is stated.' },
    { title: 'Is stated not to collect', items: found.nonCollections.map(notCollected), none: 'No such statement.' },
    { title: 'Uses data for', items: found.uses.map(used), none: 'No purpose is stated.' },
    { title: 'Is stated not to use data for', items: found.nonUses.map(notUsed), none: 'No such statement.' },
    { title: 'Who receives data through it', items: found.recipients.map(reach), none: 'No recipient is stated.' },
    { title: 'Is stated not to disclose', items: found.nonDisclosures.map(notDisclosed), none: 'No such statement.' },
    { title: 'Keeps', items: found.retention.map(kept), none: 'No period is stated.' },
    { title: 'Lawful bases', items: found.lawfulBases.map(basis), none: 'Not declared.' },
    { title: 'Controllers', items: found.controllerships.map(controller), none: 'Not declared.' },
    { title: 'Choices', items: found.choices.map(choice), none: 'None is stated.' },
    { title: 'Security measures', items: found.securityMeasures.map(measure), none: 'None is stated for this service.' },
    { title: 'Cookies', items: found.cookies.map(setCookie), none: 'None is listed.' },
  ];
}

function collected(item) {
  return {
    name: item.data.name,
    marks: [inWords(item.assertion), inWords(item.form)],
    lines: [item.activity.name, ...conditions([item])],
    sources: sources(item.citations),
  };
}

function notCollected(item) {
  return {
    name: item.data.name,
    marks: ['stated not'],
    lines: [item.scope, ...conditions([item])],
    sources: sources(item.citations),
  };
}

function used(item) {
  const bases = item.lawfulBases.map((each) => inWords(each.basis));
  return {
    name: item.purpose.name,
    marks: bases.length > 0 ? bases : ['lawful basis not declared'],
    lines: [names(item.data)],
    sources: sources(item.citations),
  };
}

function notUsed(item) {
  return {
    name: item.purpose?.name ?? 'any other purpose',
    marks: ['stated not'],
    lines: [item.scope, ...conditions([item])],
    sources: sources(item.citations),
  };
}

function reach(item) {
  const only = item.onlyThrough ? `only through ${item.onlyThrough.name}` : 'through other services';
  return {
    name: item.recipient.name,
    marks: [item.direct ? 'directly' : only, inWords(item.assertion), ...item.forms.map(inWords)],
    lines: [names(item.data), item.direct ? '' : ways(item.paths)],
    sources: [],
  };
}

function notDisclosed(item) {
  return {
    name: item.data.name,
    marks: ['stated not'],
    lines: [`not to ${item.recipient.name}`, item.scope],
    sources: sources(item.citations),
  };
}

function kept(item) {
  return {
    name: item.data.length > 0 ? names(item.data) : `all data of ${item.activity.name}`,
    marks: [],
    lines: [item.inWords, ...conditions([item])],
    sources: sources(item.citations),
  };
}

function basis(item) {
  return {
    name: inWords(item.basis),
    marks: item.regions,
    lines: [item.interest, item.statute],
    sources: sources(item.citations),
  };
}

function controller(item) {
  return { name: item.party.name, marks: [inWords(item.role), ...item.regions], lines: [], sources: sources(item.citations) };
}

function choice(item) {
  return { name: inWords(item.kind), marks: [], lines: [item.where], sources: sources(item.citations) };
}

function measure(item) {
  return { name: item.name, marks: [inWords(item.kind)], lines: [], sources: sources(item.citations) };
}

function setCookie(item) {
  return { name: item.name, marks: [inWords(item.category)], lines: [], sources: [] };
}
