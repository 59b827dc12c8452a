// Worked examples of changes, for the explorer: each has a title, an operation, and variables for a base revision. They
// are written so that they check everything and record nothing until `dryRun` is set to false.
import addAService from './add-a-service.graphql?raw';
import correctAPeriod from './correct-a-period.graphql?raw';
import retireADisclosure from './retire-a-disclosure.graphql?raw';
import undo from './undo.graphql?raw';

const example = (title, query, more = {}) => ({
  title,
  query,
  variables: (base) => JSON.stringify({ base, dryRun: true, ...more }, null, 2),
});

export const examples = [
  example('Add a service with all that belongs to it', addAService),
  example('Correct a retention period', correctAPeriod, { period: 'P60D' }),
  example('Retire a disclosure', retireADisclosure, { id: 'disclosure/payment/take-payments/vat-number/stripe' }),
  example('Undo a change', undo),
];
