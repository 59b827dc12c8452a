// Worked examples of changes, for the explorer. Each is an operation and its variables as text. `base` is the newest
// revision of the example inventory: whoever has another asks for `head { number }`.
import addAService from './add-a-service.graphql?raw';
import correctAPeriod from './correct-a-period.graphql?raw';
import retireADisclosure from './retire-a-disclosure.graphql?raw';
import undo from './undo.graphql?raw';

const variables = (more) => JSON.stringify({ base: 7, dryRun: true, ...more }, null, 2);

export const examples = [
  { title: 'Add a service with all that belongs to it', query: addAService, variables: variables() },
  { title: 'Correct a retention period', query: correctAPeriod, variables: variables({ period: 'P60D' }) },
  {
    title: 'Retire a disclosure',
    query: retireADisclosure,
    variables: variables({ id: 'disclosure/payment/take-payments/vat-number/stripe' }),
  },
  { title: 'Undo a change', query: undo, variables: variables() },
];
