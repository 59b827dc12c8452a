import { useEffect, useId, useRef, useState } from 'react';
import { search } from './choices.js';

/**
 * A text field with a list to choose from, after the combobox pattern of the ARIA practices: what is typed narrows
 * the list, the arrow keys move in it, Enter takes the marked entry, Escape closes it. Free text is allowed: the
 * server understands aliases and plurals, and suggests the nearest name where it does not.
 */
export function Combobox({ label, value, choices, loading, onChange }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  // An unchanged text shows the whole list: who comes back to the field wants to see what else there is.
  const [edited, setEdited] = useState(false);
  const [marked, setMarked] = useState(-1);
  const found = search(choices, edited ? value : '');
  const list = useRef(null);

  useEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);

  function show() {
    setEdited(false);
    setMarked(-1);
    setOpen(true);
  }

  function close() {
    setOpen(false);
    setMarked(-1);
  }

  function take(choice) {
    onChange(choice.value);
    close();
  }

  function move(step) {
    if (!open) show();
    if (found.length > 0) setMarked((marked + step + found.length + (marked < 0 && step < 0 ? 1 : 0)) % found.length);
  }

  function onKeyDown(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && open && found[marked]) {
      event.preventDefault();
      take(found[marked].choice);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  function onInput(event) {
    onChange(event.currentTarget.value);
    setEdited(true);
    setMarked(-1);
    setOpen(true);
  }

  return (
    <div className="question-field">
      <label htmlFor={`${id}-input`}>{label}</label>
      <div className="question-combobox">
        <input
          id={`${id}-input`}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck="false"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && marked >= 0 ? `${id}-${marked}` : undefined}
          placeholder={loading ? 'Reading the list …' : 'Choose or type'}
          required
          value={value}
          onChange={onInput}
          onFocus={(event) => event.currentTarget.select()}
          onClick={show}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open} ref={list}>
          {found.map(({ choice, alias }, index) => (
            <li
              key={choice.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === marked}
              // The field must keep the focus, or its blur would close the list before the click arrives.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(choice)}
            >
              {choice.name}
              {alias && <span className="question-alias"> {alias}</span>}
            </li>
          ))}
        </ul>
      </div>
      {/* Shown whether the list is open or not: a note that vanished at a click on Ask would move Ask away under it. */}
      {value !== '' && !loading && search(choices, value).length === 0 && (
        <p className="question-note">Not in the list under this name. Ask all the same: the server knows plurals and names the nearest.</p>
      )}
    </div>
  );
}
