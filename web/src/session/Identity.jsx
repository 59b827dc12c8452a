import { useEffect, useRef, useState } from 'react';
import './session.css';

/** Says who is asking, and lets them sign in with a token or out. `problem` is what went wrong with the sign-in link. */
export function Identity({ session, problem }) {
  const [who, setWho] = useState(null);
  const dialog = useRef(null);

  useEffect(() => {
    session.who().then(setWho, () => setWho(null));
  }, [session]);
  useEffect(() => {
    if (problem) dialog.current.showModal();
  }, [problem]);

  const anonymous = !who || who.role === 'ANONYMOUS';
  return (
    <>
      <button
        type="button"
        className="identity"
        title={anonymous ? 'You see public facts. Sign in to see all of them, or to change them.' : 'Sign out'}
        onClick={() => (anonymous ? dialog.current.showModal() : session.signOut().then(() => location.reload()))}
      >
        {anonymous ? 'Sign in' : `${who.name} · ${who.role.toLowerCase()} · sign out`}
      </button>
      <SignIn session={session} dialog={dialog} problem={problem} />
    </>
  );
}

/** Asks for a token. What was typed leaves the page with one request and is then forgotten. */
function SignIn({ session, dialog, problem }) {
  const [refusal, setRefusal] = useState(problem ?? '');
  const field = useRef(null);

  async function submit(event) {
    event.preventDefault();
    const token = field.current.value.trim();
    field.current.value = '';
    try {
      await session.signIn({ token });
      location.reload();
    } catch (error) {
      setRefusal(error.message);
    }
  }

  return (
    <dialog ref={dialog} className="sign-in" aria-labelledby="sign-in-title">
      <form onSubmit={submit}>
        <h2 id="sign-in-title">Sign in</h2>
        <p>
          Paste a token that <code>recital token create</code> has shown, or open the link that the server prints when it
          starts on this machine.
        </p>
        <label htmlFor="sign-in-token">Token</label>
        <input id="sign-in-token" ref={field} type="password" autoComplete="off" spellCheck="false" required />
        <p role="alert">{refusal}</p>
        <div>
          <button type="submit">Sign in</button>
          <button type="button" onClick={() => dialog.current.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
