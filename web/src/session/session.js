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
 * Connects to the session at the address given. who, signIn and signOut resolve to who one is, {name, role}, and reject
 * with an Error whose message can be shown.
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
      throw new Error(sentence(answer.errors?.[0]?.message) ?? `The server answered with status ${response.status}.`);
    }
    return answer;
  }

  return {
    who: () => ask('GET'),
    signIn: (key) => ask('POST', key),
    signOut: () => ask('DELETE'),
  };
}

/** A message of the server, which begins in lower case, as a sentence. */
function sentence(message) {
  return message && `${message[0].toUpperCase()}${message.slice(1)}.`;
}

/**
 * Finds out who is asking before anything else is asked: with the code of a sign-in link, if there is one. `who` is null
 * while that is not known; `problem` is what to tell. The server takes the cookie of a session that has ended back with
 * its refusal, so that what is asked next is asked by nobody, and is answered.
 */
export async function arrive(session, code) {
  try {
    return { who: await (code ? session.signIn({ code }) : session.who()), problem: '' };
  } catch (error) {
    const who = await session.who().catch(() => null);
    return { who, problem: error.message };
  }
}
