/* The minutes save by themselves: each piece with a version of its own.

   What was typed is on the page and on the server, and nowhere else in the browser. A page
   has a key and numbers what it sends; it shows the ticket of its opening. Whoever writes
   over a colleague's text keeps both, on the server too, and chooses. */

// What is on the page alone is lost with its tab: little, and for a short time.
const PAUSE = 1000;
const LONGEST = 3000;
const PATIENCE = 15_000;
const WAITS = [5, 10, 20, 40, 60]; // seconds

export class Desk {
  constructor(root) {
    this.root = root;
    this.ticket = root.dataset.ticket;
    this.token = root.dataset.token;
    this.page = root.dataset.page;
    this.nth = 0;
    // Found now: while nobody is signed in, nothing of it is in the document.
    this.choice = document.querySelector("template[data-choice]");
    this.hasTyped = false;
    this.sections = [];
    for (const element of root.parentElement.closest("main").querySelectorAll("[data-section]")) {
      this.sections.push(new Section(this, element));
    }
  }

  get unsaved() {
    return this.sections.filter((section) => section.isUnsaved);
  }

  async saveAll() {
    const kept = await Promise.all(this.unsaved.map((section) => section.save()));
    return kept.every(Boolean);
  }

  /* Null when the server cannot be reached; signs in and opens again where that is asked. */
  async post(url, fields) {
    const answer = await this.ask(url, fields);
    if (answer === null || !isShut(answer)) {
      return answer;
    }
    return (await this.openAgain()) ? this.ask(url, fields) : answer;
  }

  ask(url, fields) {
    const headers = { "X-Zvh-Page": this.ticket, "X-CSRFToken": this.token };
    if (!this.hasTyped) {
      // What asks by itself does not prove that somebody is there.
      headers["X-Zvh-Poll"] = "1";
    }
    this.hasTyped = false;
    const body = new URLSearchParams(fields);
    const keepalive = document.visibilityState === "hidden";
    const signal = AbortSignal.timeout(PATIENCE);
    const how = { method: "post", body, headers, redirect: "manual", cache: "no-store" };
    return fetch(url, { ...how, keepalive, signal }).catch(() => null);
  }

  /* Once for all that wait for it; `first` is done while nothing can be read. */
  openAgain(first) {
    this.opening ??= this.enter(first).finally(() => (this.opening = null));
    return this.opening;
  }

  async enter(first) {
    let answer = first ? null : await this.ask(this.root.dataset.again, {});
    let isOut = first || (answer !== null && isShut(answer));
    while (isOut) {
      await signedIn(first);
      this.token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? this.token;
      answer = await this.ask(this.root.dataset.again, {});
      // A refusal to who is signed in stays one; a session may have ended once more.
      isOut = answer?.type === "opaqueredirect";
      first = null;
    }
    if (!answer?.ok) {
      return false;
    }
    const told = await answer.json();
    if (told.user !== this.root.dataset.user) {
      return false;
    }
    this.ticket = told.ticket;
    this.token = told.token;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = told.token;
    }
    return true;
  }

  say(text, isUrgent) {
    const [heard, other] = ["[data-cry]", "[data-say]"].map((it) => this.root.querySelector(it));
    (isUrgent ? heard : other).textContent = text;
  }
}

class Section {
  constructor(desk, root) {
    this.desk = desk;
    this.root = root;
    this.key = root.dataset.section;
    this.version = Number(root.dataset.version);
    this.area = root.querySelector("textarea");
    this.failures = 0;
    if (!this.area) {
      return;
    }
    this.form = root.querySelector("form[data-minutes]");
    this.state = root.querySelector("[data-state]");
    this.saved = this.area.value;
    this.least = this.area.rows;
    // A browser may put back what was typed before this page was made anew.
    this.area.value = this.saved = this.area.defaultValue;
    this.area.addEventListener("input", () => this.touch());
    this.root.querySelector("[data-now]").addEventListener("click", () => this.save());
    this.root.querySelector("[data-copy]").addEventListener("click", () => this.copy());
    this.grow();
  }

  get isWritten() {
    return Boolean(this.area) && !this.isShut;
  }

  /* Something is on the page that the server was not heard to have. */
  get isUnsaved() {
    return this.isWritten && (this.area.value !== this.kept || Boolean(this.sending));
  }

  /* The server has it: in the minutes, or beside a colleague's text. */
  get kept() {
    return this.conflict ? this.conflict.mine : this.saved;
  }

  get isBusy() {
    return document.activeElement === this.area;
  }

  touch() {
    this.desk.hasTyped = true;
    this.grow();
    if (!this.isWritten || !this.isUnsaved) {
      return;
    }
    const now = Date.now();
    this.since ??= now;
    if (this.failures === 0) {
      this.show("busy", "Bezig…");
      this.plan(Math.max(0, Math.min(PAUSE, this.since + LONGEST - now)));
    }
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
    if (this.isWritten && this.area.value !== this.kept) {
      this.sending = this.send().finally(() => (this.sending = null));
      await this.sending;
    } else if (this.failures) {
      this.failures = 0;
      this.show("", "");
    }
    return !this.isUnsaved;
  }

  async send() {
    const text = this.area.value;
    this.since = null;
    this.show("busy", "Bezig…");
    await this.hear(text, await this.desk.post(this.form.dataset.minutes, this.fields(text)));
  }

  fields(text) {
    this.desk.nth += 1;
    const { version, desk } = this;
    return { text: text.replaceAll("\u0000", ""), version, page: desk.page, nth: desk.nth };
  }

  async hear(text, answer) {
    if (answer?.ok) {
      this.settle(text, await answer.json());
    } else if (answer?.status === 409 && isJson(answer)) {
      this.meet(text, await answer.json());
    } else if (answer?.status === 413) {
      this.failures = 1;
      this.show("failed", "Niet opgeslagen – dit is te lang: hoogstens 20.000 tekens", true);
    } else if (answer !== null && (isShut(answer) || answer.status === 404)) {
      this.shut("Alleen-lezen: u kunt hier niet meer schrijven. Kopieer uw tekst.");
    } else {
      this.fail();
    }
  }

  settle(text, told) {
    this.failures = 0;
    this.version = told.version;
    this.saved = text;
    this.conflict = null;
    this.root.querySelector("[data-choices]").replaceChildren();
    this.form.querySelector("[name$=version]").value = told.version;
    this.area.defaultValue = text;
    this.root.querySelector(".minutes__versions").hidden = false;
    if (told.frozen) {
      this.shut("Alleen-lezen: dit verslag is vastgesteld");
      return;
    }
    this.show("saved", `Opgeslagen om ${told.at}`);
    this.touchAgain();
  }

  touchAgain() {
    if (this.area.value !== this.kept) {
      this.since = Date.now();
      this.plan(PAUSE);
    }
  }

  fail() {
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    let left = wait;
    const tell = () => {
      this.show("failed", `Niet opgeslagen – nieuwe poging over ${left} s`, left === wait);
      left = Math.max(left - 1, 1);
    };
    tell();
    clearInterval(this.ticking);
    this.ticking = setInterval(tell, 1000);
    this.timer = setTimeout(() => this.save(), wait * 1000);
  }

  shut(why) {
    this.isShut = true;
    this.area.readOnly = true;
    this.show("shut", why, true);
  }

  /* A colleague was first: the own text is kept by now, and both are shown. */
  meet(text, told) {
    this.failures = 0;
    const isNew = !this.conflict;
    this.conflict = { ...told, mine: text };
    if (told.frozen) {
      this.shut("Alleen-lezen: dit verslag is vastgesteld. Uw tekst is ernaast bewaard");
      return;
    }
    if (isNew) {
      this.offer();
    }
    this.fill();
    this.show("beside", `Bewaard om ${told.kept_at}, naast de tekst van ${told.by || "een collega"}`, isNew);
    this.touchAgain();
  }

  offer() {
    const choice = this.desk.choice.content.cloneNode(true).firstElementChild;
    choice.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-take]");
      if (button) {
        this.choose(button.dataset.take);
      }
    });
    this.root.querySelector("[data-choices]").replaceChildren(choice);
  }

  fill() {
    const told = { by: this.conflict.by, at: this.conflict.at, theirs: this.conflict.text };
    for (const [name, text] of Object.entries({ ...told, mine: this.conflict.mine })) {
      for (const slot of this.root.querySelectorAll(`[data-choices] [data-slot="${name}"]`)) {
        slot.textContent = text;
      }
    }
  }

  async choose(which) {
    // First the last of what was typed is kept beside it: nothing is thrown away.
    if (!(await this.save()) || !this.conflict) {
      return;
    }
    const { text: theirs, version, choose } = this.conflict;
    const mine = this.area.value;
    const text = { mine, theirs, both: [theirs, mine].filter(Boolean).join("\n\n") }[which];
    this.version = version;
    this.sending = this.desk
      .post(choose, this.fields(text))
      .then((answer) => this.chosen(text, answer))
      .finally(() => (this.sending = null));
    await this.sending;
  }

  async chosen(text, answer) {
    if (answer?.ok) {
      this.area.value = text;
      this.area.focus();
    }
    if (answer === null || answer.status >= 500) {
      this.show("failed", "Niet opgeslagen – kies nog eens", true);
      return;
    }
    await this.hear(answer.ok ? text : this.area.value, answer);
    this.grow();
  }

  /* What somebody else wrote is shown, unless something else was typed here. */
  learn(told) {
    if (told.version <= this.version && !this.conflict) {
      return;
    }
    if (!this.area) {
      this.version = told.version;
      this.root.querySelector("[data-text]").textContent = told.text;
      document.querySelector(`[data-not-yet="${this.key}"]`)?.remove();
      return;
    }
    if (this.conflict) {
      if (told.version > this.conflict.version) {
        this.conflict = { ...this.conflict, ...told };
        this.fill();
      }
      return;
    }
    if (this.isUnsaved || this.isShut) {
      return;
    }
    const [from, until] = [this.area.selectionStart, this.area.selectionEnd];
    this.version = told.version;
    this.area.value = this.saved = this.area.defaultValue = told.text;
    this.saved = this.area.value;
    this.form.querySelector("[name$=version]").value = told.version;
    if (this.isBusy) {
      this.area.setSelectionRange(from, until);
    }
    this.grow();
    this.show("news", `Bijgewerkt door ${told.by} om ${told.at}`);
  }

  show(state, text, isNews = false) {
    this.state.textContent = text;
    this.state.dataset.state = state;
    const failed = ["failed", "shut"].includes(state);
    this.root.querySelector("[data-now]").hidden = state !== "failed";
    this.root.querySelector("[data-copy]").hidden = !failed || !navigator.clipboard;
    // A screen reader hears a change of state, not every save.
    if (isNews || (state === "saved" && this.told !== "saved")) {
      this.desk.say(`${this.root.dataset.name}: ${text}`, failed || state === "beside");
    }
    this.told = state === "busy" ? this.told : state;
  }

  grow() {
    const lines = this.area.value ? this.area.value.split("\n").length + 1 : 0;
    this.area.rows = Math.max(this.least, Math.min(40, lines));
  }

  async copy() {
    await navigator.clipboard.writeText(this.area.value);
    this.root.querySelector("[data-copy]").textContent = "Gekopieerd";
  }
}

const isJson = (answer) => answer.headers.get("Content-Type")?.includes("json");
const isShut = (answer) =>
  answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;

/* The page is out of sight, and out of the document, until the same person is back. */
async function signedIn(first) {
  const main = document.querySelector("main");
  const curtain = document.createElement("main");
  curtain.className = "curtain";
  curtain.textContent = "Vergrendeld. Wat u typte, is er nog. Zodra er verbinding is, kunt u verder.";
  const focused = document.activeElement;
  main.replaceWith(curtain);
  await first?.();
  await new Promise((resolve) => {
    document.dispatchEvent(new CustomEvent("zvh:sign-in", { detail: { resolve } }));
  });
  curtain.replaceWith(main);
  focused?.focus();
}
