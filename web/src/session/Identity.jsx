import { useEffect, useRef, useState } from 'react';
import './session.css';

/** Whether an answer says that the key is not good, or that one is needed. */
function isUnauthenticated(answer) {
  return answer.errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
}

/**
 * Says who is asking, and lets them sign in with a token or out. `arrival` is who that was when the page opened, and what
 * went wrong then. When an answer says that the session has ended, it says so, too.
 */
export function Identity({ session, arrival, wire }) {
  const [who, setWho] = useState(arrival.who);
  const [problem, setProblem] = useState(arrival.problem);
  const dialog = useRef(null);
  const known = Boolean(who?.name);

  useEffect(() => {
    if (arrival.problem) dialog.current.showModal();
  }, [arrival]);
  useEffect(() => {
    if (!known) return undefined;
    return wire.watch((_query, answer) => {
      if (!isUnauthenticated(answer)) return;
      session.who().then(setWho, () => setWho(null));
      setProblem(answer.errors[0].message);
    });
  }, [wire, session, known]);

  return (
    <>
      {known ? (
        <Badge who={who} session={session} />
      ) : (
        <button type="button" className="identity-button" title="You see public facts. Sign in to see all of them, or to change them." onClick={() => dialog.current.showModal()}>
          {problem ? 'Sign in again' : 'Sign in'}
        </button>
      )}
      <SignIn session={session} dialog={dialog} problem={problem} forget={() => setProblem('')} />
    </>
  );
}

/** Who is signed in, and the way out. */
function Badge({ who, session }) {
  const [problem, setProblem] = useState('');
  const leave = () => session.signOut().then(() => location.reload(), (error) => setProblem(error.message));
  return (
    <span className="identity" role="group" aria-label="Signed in">
      <span className="identity-name" title={who.name}>{who.name}</span>
      <span className="identity-role">{who.role.toLowerCase()}</span>
      <button type="button" className="identity-button" title={problem || `Signed in as ${who.name}`} onClick={leave}>
        {problem ? 'Sign out failed: try again' : 'Sign out'}
      </button>
    </span>
  );
}

/** Asks for a token. What was typed leaves the page with one request and is then forgotten. */
function SignIn({ session, dialog, problem, forget }) {
  const field = useRef(null);
  const [refusal, setRefusal] = useState('');

  async function submit(event) {
    event.preventDefault();
    const token = field.current.value.trim();
    field.current.value = '';
    try {
      await session.signIn({ token });
      location.reload();
    } catch (error) {
      setRefusal(error.message);
      field.current.focus();
    }
  }

  function onClose() {
    field.current.value = '';
    setRefusal('');
    forget();
  }

  return (
    <dialog ref={dialog} className="sign-in" aria-labelledby="sign-in-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="sign-in-title">Sign in</h2>
        <p className="sign-in-problem" role="alert">{refusal || problem}</p>
        <p>
          Paste a token that <code>recital token create</code> has shown, or open the link that the server prints when it
          starts on this machine.
        </p>
        <label htmlFor="sign-in-token">Token</label>
        <input id="sign-in-token" ref={field} type="password" autoComplete="off" spellCheck="false" required aria-describedby="sign-in-note" />
        <p id="sign-in-note" className="sign-in-note">It is sent once and kept nowhere: the browser gets a cookie for a working day.</p>
        <div className="sign-in-buttons">
          <button type="submit" className="sign-in-submit">Sign in</button>
          <button type="button" onClick={() => dialog.current.close()}>Cancel</button>
        </div>
      </form>
    </dialog>
  );
}
