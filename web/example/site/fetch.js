// Asks for a published operation by its id, and shows what one service collects.
const address = new URL('{{RECITAL}}/graphql');
address.searchParams.set('documentId', '{{OPERATION}}');
address.searchParams.set('variables', JSON.stringify({ service: 'payment' }));

const revision = document.querySelector('#revision');
try {
  const response = await fetch(address, { credentials: 'omit', headers: { Accept: 'application/graphql-response+json' } });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  const items = data.service.collections.map((collection) => {
    const item = document.createElement('li');
    item.textContent = collection.data.name;
    return item;
  });
  document.querySelector('#collected').replaceChildren(...items);
  revision.textContent = `Revision ${data.head.number}, in force from ${data.head.effectiveDate}`;
} catch (error) {
  revision.prepend(`Current facts could not be loaded (${error.message}). `);
}
