// The tags: custom elements that show what an inventory says now, on pages of any other site.
//
// They ask by GET for trusted documents, whose ids stand here for the operations, and draw into a shadow root without
// inline style or markup from text, so that a page that allows this script and connections to its server needs to allow
// no more.

import cookies from '../../statement/operation/embed-cookies.graphql';
import recipients from '../../statement/operation/embed-recipients.graphql';
import service from '../../statement/operation/embed-service.graphql';
import statement from '../../statement/operation/embed-statement.graphql';
import { draw, link, make } from './draw.js';
import { keep, recall } from './kept.js';
import css from './sheet.css?inline';
import { views } from './view.js';

/** Milliseconds after which a server is slow, and after which it is taken to be away. */
const slow = 2e3;
const late = 1e4;
/** Seconds between two questions, and at most after a failure. */
const usual = 300;
const retry = 30;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** The codes of errors that the author of the page has to correct. With any other, the server may be well again soon. */
const mistakes = /^(NOT_FOUND|INVALID|GRAPHQL_VALIDATION_FAILED)$/;

/** An error that is told on the console: a mistake on the page, or an answer that says that there is none. */
class Told extends Error {
  constructor(message, code) {
    super(message);
    this.mistake = mistakes.test(code);
  }
}

const day = (date) => new Date(date).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const moment = (time) => new Date(time).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });

class Disclosure extends HTMLElement {
  static observedAttributes = ['src', 'service', 'data', 'category', 'as-of', 'refresh'];

  /** The id of the operation, its variables made of the attributes, and the view of its answer. */
  #operation;
  #variables;
  #view;
  #body = make('div', 'body');
  #status = make('p', 'status');
  #slot = make('slot');
  #queued = false;
  #timers = [];
  /** Ends the question under way, and the listeners of a connected element. */
  #asking;
  #listening;
  /** The address that is asked, the text of the answer that is drawn, when it was got, and what the console was told last. */
  #address;
  #text;
  #time;
  #reported;

  constructor(operation, variables, view) {
    super();
    this.#operation = operation;
    this.#variables = variables;
    this.#view = view;
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.#body.lang = this.#status.lang = 'en';
    this.#status.setAttribute('role', 'status');
    root.append(this.#status, this.#body, this.#slot);
  }

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener('visibilitychange', () => document.hidden || this.#soon(), { signal });
    addEventListener('online', () => this.#soon(), { signal });
    this.#soon();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#stop();
  }

  attributeChangedCallback() {
    this.#soon();
  }

  /** Asks, once for everything that changes in the same turn. */
  #soon() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#ask();
    });
  }

  #stop() {
    this.#timers.forEach(clearTimeout);
    this.#asking?.abort();
  }

  /** The address of the server, without a slash at its end. */
  #base() {
    try {
      const { protocol, origin, pathname } = new URL(this.getAttribute('src') || 'x:', document.baseURI);
      if (/^https?:$/.test(protocol)) return (origin + pathname).replace(/\/$/, '');
    } catch {
      // It is told below.
    }
    throw new Told('write the address of a Recital server in the attribute src', 'INVALID');
  }

  #question() {
    const value = (name) => this.getAttribute(name) || undefined;
    const variables = JSON.stringify({ ...this.#variables(value), asOf: value('as-of') });
    return `${this.#base()}/graphql?${new URLSearchParams({ documentId: this.#operation, variables })}`;
  }

  async #ask() {
    this.#stop();
    const asking = (this.#asking = new AbortController());
    const over = () => asking !== this.#asking || !this.isConnected;
    let wait = Math.max(this.getAttribute('refresh') ?? usual, 0);
    try {
      const address = this.#question();
      if (address !== this.#address) {
        this.#address = address;
        this.#clear();
        this.#say('');
      }
      this.#timers = [
        setTimeout(() => this.#mark('the server is slow to answer', 'Waiting for current facts.'), slow),
        setTimeout(() => asking.abort(new Error('no answer in time')), late),
      ];
      const text = await fetchAnswer(address, asking.signal);
      if (over()) return;
      const moved = this.#text && this.#text !== text;
      const { number } = this.#show(text, Date.now());
      keep(address, text);
      this.#say(moved ? `Updated: revision ${number}.` : '');
    } catch (error) {
      if (over()) return;
      if (!error.mistake) wait = Math.min(wait, retry);
      this.#fail(error);
    }
    this.#timers.forEach(clearTimeout);
    // A page in the background asks when it is looked at again.
    if (wait) this.#timers = [setTimeout(() => document.hidden || this.#ask(), 1e3 * Math.max(wait, 1))];
  }

  /** Takes away what is drawn: what the page says itself shows through. */
  #clear() {
    this.#text = this.#time = undefined;
    this.#body.replaceChildren();
    this.#slot.hidden = false;
  }

  /** Draws an answer unless it is drawn already, and gives its revision. */
  #show(text, time, kept = false) {
    const { data } = JSON.parse(text);
    const { number, effectiveDate } = data.head;
    if (text !== this.#text) {
      const [view, path, more = 'Full statement'] = this.#view(data);
      const level = Math.min(Math.max(this.getAttribute('level') ?? 3, 1), 5);
      this.#body.replaceChildren(
        ...draw(view, level),
        make('p', 'footer', `Revision ${number}, in force from ${day(effectiveDate)}. `, link(`${this.#base()}/privacy${path}`, more)),
      );
      this.#slot.hidden = true;
      this.#text = text;
      this.dispatchEvent(new CustomEvent('load', { detail: { revision: number, effectiveDate, kept } }));
    }
    this.#time = time;
    return data.head;
  }

  /** Marks what is shown with its date; if nothing is, shows the last good answer, or says that there is none. */
  #mark(why, otherwise) {
    const [, time, text] = recall(this.#address) ?? [];
    try {
      if (text && !this.#text) this.#show(text, time, true);
    } catch {
      // Others have written where answers are kept.
    }
    this.#say(this.#text ? `As of ${moment(this.#time)}; ${why} just now.` : otherwise);
  }

  #fail(error) {
    const { message } = error;
    const told = `${this.localName}: ${message}`;
    if (error instanceof Told && this.#reported !== told) console.error((this.#reported = told));
    if (error.mistake) {
      this.#clear();
      this.#say(told);
    } else {
      this.#mark('could not be refreshed', 'Current facts could not be loaded just now.');
    }
    this.dispatchEvent(new CustomEvent('error', { detail: { message } }));
  }

  /** Says something to everybody, to users of screen readers too, once. */
  #say(text) {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }
}

/** Fetches the text of an answer; the browser keeps it, and asks whether it is still the newest. */
async function fetchAnswer(address, signal) {
  const response = await fetch(address, {
    credentials: 'omit',
    cache: 'no-cache',
    referrerPolicy: 'no-referrer',
    headers: { Accept: 'application/graphql-response+json' },
    signal,
  });
  const text = await response.text();
  const { errors } = JSON.parse(text);
  if (!errors) return text;
  const { message, extensions } = errors[0];
  throw new Told(message, extensions?.code);
}

/** Defines a tag, unless the page has it from another version of this script. */
function define(name, operation, variables, view) {
  if (customElements.get(name)) return;
  customElements.define(
    name,
    class extends Disclosure {
      constructor() {
        super(operation, variables, view);
      }
    },
  );
}

define('privacy-disclosure', service, (value) => ({ service: value('service') }), views.service);
define('privacy-cookies', cookies, (value) => ({ category: value('category')?.toUpperCase().replaceAll('-', '_') }), views.cookies);
define('privacy-recipients', recipients, (value) => ({ data: value('data'), all: !value('data') || undefined }), views.recipients);
define('privacy-statement', statement, () => ({}), views.statement);
