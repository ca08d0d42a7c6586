/* A form marked data-autosave saves by itself while somebody types.

   Each is one section with a version of its own. It is sent to where its button would send
   it, with a header of ours, and answered in JSON by zvh/guard/autosave.py; its state
   stands in components/autosave.html. What was typed is on the page and on the server,
   and nowhere else in the browser.

   Where the saves belong to the opening of the page (ADR 45) they show the ticket that the
   page holds: data-opening. */

const PAUSE = 1500;
const LONGEST = 10_000;
const PATIENCE = 15_000;
const WAITS = [5, 10, 20, 40, 60]; // seconds
const TEXT = "textarea, input:not([type=radio], [type=checkbox], [type=hidden])";
const sections = [];
const opening = document.querySelector("[data-opening]");
let reopening = null;
let isLeaving = false;

class Section {
  constructor(form) {
    this.form = form;
    this.bar = form.querySelector("[data-autosave-state]");
    this.version = form.querySelector('[type="hidden"][name$="version"]');
    this.saved = read(form);
    this.refused = new Map();
    this.conflicts = [];
    this.failures = 0;
    this.merges = 0;
    this.isFailing = false;
    this.isReadOnly = false;
    form.addEventListener("input", () => this.touch());
    this.bar.querySelector("[data-autosave-now]").addEventListener("click", () => this.save());
    this.copies = this.bar.querySelectorAll("[data-autosave-copy]");
    for (const button of this.copies) {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", () => this.copy(button));
    }
  }

  /* Something is on the page that the server does not have. */
  get isUnsaved() {
    return this.changed().length > 0;
  }

  /* Something is on the page that the server was not asked to keep yet. */
  get isDirty() {
    const now = read(this.form);
    return this.changed().some((name) => !same(now.get(name), this.refused.get(name)));
  }

  get isWaiting() {
    return !this.isReadOnly && this.conflicts.length === 0 && (this.isDirty || this.sending);
  }

  changed() {
    const now = read(this.form);
    const names = new Set([...now.keys(), ...this.saved.keys()]);
    return [...names].filter((name) => !same(now.get(name), this.saved.get(name)));
  }

  touch() {
    if (this.isReadOnly || this.isFailing || this.conflicts.length || !this.isDirty) {
      return;
    }
    const now = Date.now();
    this.since ??= now;
    this.plan(Math.max(0, Math.min(PAUSE, this.since + LONGEST - now)));
    this.show("busy");
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /* Save what is new, after what is under way; tells whether all is safe. */
  async save() {
    clearTimeout(this.timer);
    clearInterval(this.ticking);
    while (this.sending) {
      await this.sending;
    }
    if (this.isWaiting) {
      this.sending = this.send().finally(() => (this.sending = null));
      await this.sending;
    } else if (["busy", "failed"].includes(this.state)) {
      // What was typed was taken back: the server has it as it is.
      this.isFailing = false;
      this.show(this.isSaved ? "saved" : "");
    }
    return !this.isFailing;
  }

  async send() {
    const sent = read(this.form);
    this.since = null;
    this.show("busy");
    const answer = await post(this.form, this.failures > 0);
    if (answer === null) {
      this.fail();
    } else if (answer.ok) {
      this.keep(sent, await answer.json());
    } else if (answer.status === 409 && isJson(answer)) {
      await this.merge(await answer.json());
    } else if (isShut(answer)) {
      await ((await openedAgain()) ? this.sendAgain() : this.enter());
    } else if ([404, 405, 410].includes(answer.status)) {
      this.close();
    } else {
      this.fail();
    }
  }

  keep(sent, answer) {
    this.refused = new Map();
    for (const { name } of answer.unsaved) {
      this.refused.set(name, sent.get(name) ?? []);
      sent.set(name, this.saved.get(name) ?? []);
    }
    this.saved = sent;
    this.failures = this.merges = 0;
    this.isFailing = false;
    this.isSaved = true;
    this.moveTo(answer.url);
    if (this.version) {
      this.version.value = answer.version;
    }
    // Whoever asks whether something was typed since, hears that nothing was.
    for (const element of this.form.querySelectorAll(TEXT)) {
      if (!answer.unsaved.some(({ name }) => name === element.name)) {
        element.defaultValue = element.value;
      }
    }
    tell(this.form, answer.texts);
    this.show(answer.unsaved.length ? "partly" : "saved", {
      time: answer.saved_at,
      unsaved: answer.unsaved.map(({ label, error }) => `${label} – ${error}`).join(" "),
    });
    this.touch();
  }

  /* What was new has a page of its own from now on. */
  moveTo(url) {
    if (url) {
      this.form.action = url + location.search;
      history.replaceState(null, "", url + location.search);
    }
  }

  fail() {
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.isFailing = true;
    this.count(wait);
    this.timer = setTimeout(() => this.save(), wait * 1000);
  }

  count(seconds) {
    this.show("failed", { seconds });
    clearInterval(this.ticking);
    this.ticking = setInterval(() => {
      seconds -= 1;
      fill(this.bar, "seconds", Math.max(seconds, 1));
    }, 1000);
  }

  /* Signed out, or locked, or with a token that lapsed: once more after signing in. */
  async enter() {
    this.show("signed-out");
    await signedIn();
    await openedAgain();
    await this.sendAgain();
  }

  async sendAgain() {
    const again = await post(this.form, true);
    if (again?.ok) {
      this.keep(read(this.form), await again.json());
    } else if (again?.status === 409 && isJson(again)) {
      await this.merge(await again.json());
    } else if (again !== null && isShut(again)) {
      this.close();
    } else {
      this.fail();
    }
  }

  close() {
    this.isReadOnly = true;
    this.show("read-only");
  }

  /* Somebody else saved this section, or oneself did elsewhere: field by field. */
  async merge(answer) {
    const mine = read(this.form);
    for (const field of answer.fields) {
      const [now, before] = [mine.get(field.name), this.saved.get(field.name)];
      if (same(now, before) && !same(field.values, before)) {
        put(this.form, field.name, field.values);
      } else if (!same(field.values, before) && !same(field.values, now)) {
        this.conflicts.push({ ...field, mine: told(this.form, field.name) });
        continue;
      }
      this.saved.set(field.name, field.values);
    }
    if (this.conflicts.length) {
      this.ask(answer.version);
    } else if ((this.merges += 1) > WAITS.length) {
      this.fail();
    } else {
      this.version.value = answer.version;
      this.plan(0);
    }
  }

  /* Both texts, and a choice for each; the version waits, so that no button skips it. */
  ask(version) {
    this.show("conflict");
    const list = this.bar.querySelector("[data-autosave-conflicts]");
    const pattern = this.bar.querySelector("template[data-autosave-choice]");
    list.replaceChildren();
    for (const conflict of [...this.conflicts]) {
      const choice = pattern.content.cloneNode(true).firstElementChild;
      fill(choice, "label", conflict.label);
      fill(choice, "theirs", conflict.shown);
      fill(choice, "mine", conflict.mine);
      choice.addEventListener("click", ({ target }) => {
        const button = target.closest("[data-autosave-choose]");
        if (button) {
          this.choose(conflict, button.dataset.autosaveChoose, version);
          choice.remove();
        }
      });
      list.append(choice);
    }
  }

  choose(conflict, whose, version) {
    if (whose === "theirs") {
      put(this.form, conflict.name, conflict.values);
    }
    this.saved.set(conflict.name, conflict.values);
    this.conflicts = this.conflicts.filter((one) => one !== conflict);
    if (this.conflicts.length === 0) {
      this.version.value = version;
      this.show("busy");
      this.bar.focus();
      this.save();
    }
  }

  show(state, texts = {}) {
    this.state = state;
    for (const [name, text] of Object.entries(texts)) {
      fill(this.bar, name, text);
    }
    for (const element of this.bar.querySelectorAll("[data-when]")) {
      element.hidden = element.dataset.when !== state;
    }
    this.say(state);
  }

  /* A screen reader hears a change of state, not every time that it was saved. */
  say(state) {
    if (state === "busy" || state === this.said) {
      return;
    }
    this.said = state;
    const shown = this.bar.querySelector(`[data-when="${state}"]`);
    const isUrgent = ["failed", "read-only", "conflict"].includes(state);
    const text = shown?.querySelector("[data-autosave-text]")?.textContent ?? "";
    this.bar.querySelector("[role=alert]").textContent = isUrgent ? text : "";
    this.bar.querySelector("[role=status]").textContent = isUrgent ? "" : text;
  }

  async copy(button) {
    const lines = this.changed().map((name) => told(this.form, name));
    await navigator.clipboard.writeText(lines.join("\n\n"));
    button.querySelector("[data-autosave-copied]").hidden = false;
  }
}

// what a form holds, and how it is sent

function read(form) {
  const values = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.endsWith("version")) {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  return values;
}

function same(one, other) {
  return plain(one) === plain(other);
}

function plain(values) {
  const texts = (values ?? []).map((value) => value.replaceAll("\r\n", "\n").trim());
  return texts.filter(Boolean).join("\u0000");
}

function put(form, name, values) {
  for (const element of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (["radio", "checkbox"].includes(element.type)) {
      element.checked = values.includes(element.value);
    } else if (element.multiple) {
      for (const option of element.options) {
        option.selected = values.includes(option.value);
      }
    } else {
      element.value = values[0] ?? "";
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/* As a person reads it: the words beside what was chosen. */
function told(form, name) {
  const texts = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].flatMap((element) => {
    if (["radio", "checkbox"].includes(element.type)) {
      return element.checked ? [...element.labels].map((label) => label.textContent.trim()) : [];
    }
    if (element.tagName === "SELECT") {
      return [...element.selectedOptions].map((option) => option.textContent.trim());
    }
    return [element.value];
  });
  return texts.join(", ");
}

async function post(form, isRetry) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) {
    if (value instanceof File) {
      body.delete(name);
    }
  }
  const headers = { "X-Zvh-Autosave": "1" };
  if (isRetry) {
    // Trying again by itself does not prove that somebody is there.
    headers["X-Zvh-Poll"] = "1";
  }
  if (opening) {
    headers["X-Zvh-Page"] = opening.dataset.opening;
  }
  const told = { method: "post", body, headers, redirect: "manual", cache: "no-store" };
  // A page that is closed may still send what fits.
  const keepalive = document.visibilityState === "hidden";
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(form.action, { ...told, keepalive, signal }).catch(() => null);
}

/* Whoever is signed in opens the page anew, once for all that wait; a stranger does not. */
function openedAgain() {
  return (reopening ??= openAgain().finally(() => (reopening = null)));
}

async function openAgain() {
  const again = opening?.dataset.again;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "X-CSRFToken": token, "X-Zvh-Poll": "1" };
  const how = { method: "post", headers, redirect: "manual", cache: "no-store" };
  const answer = again ? await fetch(again, how).catch(() => null) : null;
  if (!answer?.ok) {
    return false;
  }
  const told = await answer.json();
  if (told.user !== opening.dataset.user) {
    return false;
  }
  opening.dataset.opening = told.ticket;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    field.value = told.token;
  }
  return true;
}

const isJson = (answer) => answer.headers.get("Content-Type")?.includes("json");
const isShut = (answer) =>
  answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;

function signedIn() {
  return new Promise((resolve) => {
    document.dispatchEvent(new CustomEvent("zvh:sign-in", { detail: { resolve } }));
  });
}

function fill(parent, name, text) {
  for (const element of parent.querySelectorAll(`[data-slot="${name}"]`)) {
    element.textContent = text;
  }
}

/* What the page says elsewhere and a save changes, such as until when it is kept. */
function tell(form, texts) {
  for (const [name, text] of Object.entries(texts ?? {})) {
    for (const element of document.querySelectorAll(`[data-autosave-told="${name}"]`)) {
      element.hidden = !text;
      element.textContent = text;
    }
  }
}

// leaving the page

const waiting = () => sections.filter((section) => section.isWaiting);
const saveAll = async () => {
  const kept = await Promise.all(waiting().map((section) => section.save()));
  return kept.every(Boolean);
};

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (form.closest("[data-autosave-dialog]")) {
      return;
    }
    if (waiting().length === 0) {
      isLeaving = !event.defaultPrevented && form.method !== "dialog";
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    // A screen is locked whatever happens; anything else waits for what is not safe yet.
    if ((await saveAll()) || form.matches("[data-lock]")) {
      isLeaving = true;
      form.requestSubmit(submitter);
    }
  },
  true,
);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  const isPlain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !isPlain || link.target || link.hash || link.hasAttribute("download") || waiting().length === 0) {
    return;
  }
  event.preventDefault();
  if (await saveAll()) {
    location.assign(link.href);
  }
});

window.addEventListener("beforeunload", (event) => {
  const isAtRisk = (section) => section.isUnsaved && !section.isReadOnly;
  if (!isLeaving && sections.some(isAtRisk)) {
    event.preventDefault();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    saveAll();
  }
});

window.addEventListener("pageshow", () => (isLeaving = false));
window.addEventListener("online", () => saveAll());

document.documentElement.classList.add("has-script");
for (const form of document.querySelectorAll("form[data-autosave]")) {
  sections.push(new Section(form));
}
