// Who is asking: signs in and out at the server's /session. The key itself goes into the body of one request and is
// kept nowhere; what the browser keeps is a cookie that no script can read.

/**
 * Reads what the address brings behind its #, and takes it out of the address and the history at once:
 * sign-in (a code that is good once), query and variables (an operation to open).
 */
export function takeFragment() {
  const brought = new URLSearchParams(location.hash.slice(1));
  if (brought.has('sign-in') || brought.has('query')) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return { code: brought.get('sign-in'), query: brought.get('query'), variables: brought.get('variables') };
}

/**
 * Connects to the session at the address given. Each function resolves to who one is, {name, role}, and rejects with
 * an Error whose message can be shown.
 */
export function sessionAt(address) {
  async function ask(method, body) {
    let response;
    try {
      response = await fetch(address, {
        method,
        headers: body ? { 'Content-Type': 'application/json' } : {},
        body: body && JSON.stringify(body),
      });
    } catch {
      throw new Error('The server cannot be reached.');
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Error(answer.errors?.[0]?.message ?? `The server answered with status ${response.status}.`);
    }
    return answer;
  }

  return {
    who: () => ask('GET'),
    signIn: (key) => ask('POST', key),
    signOut: () => ask('DELETE'),
  };
}
