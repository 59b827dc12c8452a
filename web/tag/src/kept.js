// The last good answers: in memory for the open page, and in the page's local storage where it has one.

const name = 'privacy-disclosure';
/** The most characters that the tags take of the page's storage. */
const most = 3e5;
const memory = new Map();

/** Answers as [address, time, text], newest first. Storage can be absent, full, or hold what others wrote. */
function stored() {
  try {
    return JSON.parse(localStorage.getItem(name)).filter(Array.isArray);
  } catch {
    return [];
  }
}

/** The last good answer from the address, as [address, time, text]; undefined if there is none. */
export const recall = (address) => memory.get(address) ?? stored().find(([one]) => one === address);

export function keep(address, text) {
  const answer = [address, Date.now(), text];
  memory.set(address, answer);
  const list = [answer, ...stored().filter(([one]) => one !== address)];
  while (list.length && JSON.stringify(list).length > most) list.pop();
  try {
    localStorage.setItem(name, JSON.stringify(list));
  } catch {
    // Memory has it.
  }
}
