// The way to the server: one function that sends, and one that lets the panel see what GraphiQL got.

const accept = 'application/graphql-response+json, application/json;q=0.9';

/** An answer of our own making, in the shape of the server's, for when the server gives none. */
function failure(message) {
  return { errors: [{ message }] };
}

/**
 * The operation's name where the text has it. GraphiQL looks at a text a moment after it changed, so who runs a tab
 * right after switching to it would send the name of the tab before.
 */
function named(query, operationName) {
  return operationName && new RegExp(`\\b${operationName}\\b`).test(query) ? operationName : undefined;
}

/**
 * Connects to the GraphQL endpoint. The result has
 * - send(operation, headers): resolves to the answer and never rejects; what goes wrong is in its `errors`;
 * - fetcher: the same for GraphiQL;
 * - watch(listener): calls listener(query, answer) for each answer that GraphiQL gets, and returns the way to stop.
 */
export function connect(endpoint) {
  const listeners = new Set();

  async function send(operation, headers = {}) {
    let response;
    try {
      response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: accept, ...headers },
        body: JSON.stringify(operation),
      });
    } catch {
      return failure('The server cannot be reached.');
    }
    try {
      return await response.json();
    } catch {
      return failure(`The server answered with status ${response.status} and no GraphQL.`);
    }
  }

  async function fetcher({ query, variables, operationName }, { headers } = {}) {
    const answer = await send({ query, variables, operationName: named(query, operationName) }, headers);
    for (const listener of listeners) listener(query, answer);
    return answer;
  }

  function watch(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { send, fetcher, watch };
}
