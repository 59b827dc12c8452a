import { useId } from 'react';
import { units } from '../question/time.js';

const pattern = /^P(\d+)([DWMY])$/;

/** A length of time as a number and a unit; its value is ISO 8601, such as P3Y. */
export function PeriodField({ label, value, onChange }) {
  const id = useId();
  const [, number, unit] = pattern.exec(value) ?? [null, '', 'Y'];

  return (
    <fieldset className="question-field question-period">
      <legend>{label}</legend>
      <label htmlFor={`${id}-number`} className="question-hidden">Number</label>
      <input
        id={`${id}-number`}
        type="number"
        min="0"
        max="200"
        required
        value={number}
        onChange={(event) => onChange(`P${event.currentTarget.value}${unit}`)}
      />
      <label htmlFor={`${id}-unit`} className="question-hidden">Unit</label>
      <select id={`${id}-unit`} value={unit} onChange={(event) => onChange(`P${number}${event.currentTarget.value}`)}>
        {units.map(({ code, many }) => (
          <option key={code} value={code}>{many}</option>
        ))}
      </select>
    </fieldset>
  );
}
