// From an answer to what is to be shown of it. A view has a title, a lead, a list of sections [heading, items] and groups,
// which are views; an item is [name, notes, address]. An empty section is shown as silence, never as "nothing".

const names = (list) => list.map(({ name }) => name).join(', ');
const words = (code) => code.toLowerCase().replaceAll('_', ' ');
const sentence = (code) => code[0] + words(code).slice(1);
const when = (condition) => condition && `if: ${condition}`;
const inferred = ({ assertion }) => assertion === 'INFERRED' && 'inferred';
/** In which forms, unless that is the usual one alone. */
const unusual = (...forms) => forms.some((form) => form && form !== 'IDENTIFIABLE') && forms.map(words).join(', ');
/** A lawful basis, and for whom it is stated. */
const lawful = ({ basis, regions, subjects = [], condition }) =>
  [words(basis), subjects[0] && `for ${names(subjects)}`, regions[0] && `in ${regions.join(', ')}`, when(condition)].filter(Boolean).join(', ');
const units = { Y: 'year', M: 'month', W: 'week', D: 'day' };

/** A length of time such as P1Y6M in words. */
const period = (text) =>
  text
    .slice(1)
    .replace(/(\d+)(.)/g, (_, count, unit) => `${count} ${units[unit]}${count === '1' ? '' : 's'} `)
    .trim();

/** What to say of the elements that are on other pages of a list: a section, or no section. */
const rest = ({ nodes, totalCount }, heading) =>
  totalCount > nodes.length ? [[heading, [[`${totalCount - nodes.length} more`, ['see the full statement']]]]] : [];

const reached = (reach) => [
  reach.recipient.name,
  [names(reach.data), unusual(...reach.forms), !reach.direct && `through ${reach.onlyThrough?.name ?? 'other services'}`, inferred(reach)],
  reach.recipient.privacyPolicy,
];

const facts = (service) => ({
  title: service.name,
  lead: service.description,
  list: [
    ['What is collected', service.collections.map((one) => [one.data.name, [unusual(one.form), when(one.condition), inferred(one)]])],
    [
      'How it is used',
      [
        ...service.uses.map((one) => [
          one.purpose.name,
          [names(one.data), `lawful basis: ${one.lawfulBases.map(lawful).join('; ') || 'not stated'}`, when(one.condition), inferred(one)],
        ]),
        ...service.nonUses.map((one) => [one.purpose ? `Not for ${one.purpose.name}` : 'Stated not to be used', [one.data && names(one.data), one.scope, when(one.condition)]]),
      ],
    ],
    ['How long it is kept', service.retention.map((one) => [names(one.data) || 'All that is collected', [one.inWords, inferred(one)]])],
    ['Who receives it', service.recipients.map(reached)],
    ['Stated not to be collected', service.nonCollections.map((one) => [one.data.name, [one.scope, when(one.condition)]])],
    [
      'Stated not to be disclosed',
      service.nonDisclosures.map((one) => [one.data.name, [`to ${one.recipient.name}`, unusual(one.form), one.scope, when(one.condition)]]),
    ],
    ['Choices', service.choices.map((one) => [sentence(one.kind), [one.where], one.url])],
  ],
});

const right = (one) => [
  one.name,
  [one.description, one.howTo, one.answeredWithin && `answered within ${period(one.answeredWithin)}`, one.limits, one.regions.length && `for people in ${one.regions.join(', ')}`],
];

const lifetime = (one) => (one ? (one.period ? period(one.period) : words(one.kind)) : 'not stated');

const cookie = (one) => [
  one.name,
  [
    one.description,
    `set by ${one.setter.name}`,
    `lifetime ${lifetime(one.lifetime)}`,
    one.refusable ? 'can be refused' : 'cannot be refused',
    `consent ${one.consentNeeded === null ? 'not stated' : one.consentNeeded ? 'needed' : 'not needed'}`,
    inferred(one),
  ],
  one.optOut ?? one.setter.privacyPolicy,
];

const receipt = (one) => [
  one.recipient.name,
  [
    `through ${one.paths.map((path) => path.services.map(({ name }) => name).join(' → ')).join(', ')}`,
    `for ${names(one.purposes) || 'a purpose that is not stated'}`,
    unusual(...one.forms),
    inferred(one),
  ],
  one.recipient.privacyPolicy,
];

const party = ({ name, receives, privacyPolicy }) => [
  name,
  [
    ...receives.nodes.map(({ data, service }) => `${data.name} (${service.name})`),
    ...rest(receives).map(([, [[more]]]) => more),
  ],
  privacyPolicy,
];

/** The views by the names of their tags, each with the page of the whole statement that says more, and what the link says. */
export const views = {
  service: ({ service }) => [facts(service), `/services/${service.id.replace('service/', '')}`, 'Full statement, with what holds for every service'],

  statement: ({ services, rights }) => [
    {
      title: 'Privacy statement',
      groups: [
        ...services.nodes.map(facts),
        { title: 'Your rights', list: [['Rights', rights.nodes.map(right)], ...rest(rights, 'More rights')] },
      ],
      list: rest(services, 'More services'),
    },
    '',
  ],

  cookies: ({ cookies }) => [
    {
      title: 'Cookies and other storage',
      list: [
        ...[...new Set(cookies.nodes.map(({ category }) => category))].map((category) => [
          sentence(category),
          cookies.nodes.filter((one) => one.category === category).map(cookie),
        ]),
        ...(cookies.nodes.length ? rest(cookies, 'More cookies') : [['Cookies', []]]),
      ],
    },
    '/cookies',
  ],

  recipients: ({ whoReceives: answer, parties }) => [
    answer
      ? {
          title: `Who receives ${answer.data.name}`,
          list: [
            ['Recipients', answer.receipts.filter(({ match }) => match !== 'BROADER').map(receipt)],
            ['Recipients of a wider kind of data, which may contain it', answer.receipts.filter(({ match }) => match === 'BROADER').map(receipt)],
            ['Recipients of statistics only', answer.aggregatedOnly.map(receipt)],
            [
              'Stated not to receive it',
              answer.statedNonRecipients.map((one) => [one.recipient.name, [`${one.data.name} of ${one.service.name}`, one.scope, when(one.condition)]]),
            ],
            ['Collected by these services, which name no recipient', answer.collectedWithoutStatedRecipient.map(({ name }) => [name, ['recipient not stated']])],
          ],
        }
      : {
          title: 'Who receives personal data',
          list: [
            ['Recipients', parties.nodes.filter(({ receives }) => receives.totalCount).map(party)],
            ...rest(parties, 'More recipients'),
          ],
        },
    answer ? `/data/${answer.data.id.replace('data/', '')}` : '/recipients',
  ],
};
