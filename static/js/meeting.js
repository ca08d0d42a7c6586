/* The screen of a meeting: parts, keys, who else is here, and forms that keep the page. */

import { Desk } from "./minutes.js";

const EVERY = 15_000;
const root = document.querySelector("[data-meeting]");
const main = document.querySelector("main");
const desk = new Desk(root);
const writes = "writes" in root.dataset;
const dialogs = {
  agreement: document.querySelector("dialog[data-agreement]"),
  answer: document.querySelector("dialog[data-answer]"),
};
let isLeaving = false;

document.documentElement.classList.add("has-script");

// one screen, three parts

function go(part) {
  for (const section of main.querySelectorAll("[data-part-of]")) {
    section.hidden = section.dataset.partOf !== part;
  }
  for (const link of main.querySelectorAll("[data-go]")) {
    if (link.dataset.go === part) {
      link.setAttribute("aria-current", "step");
      history.replaceState(null, "", link.href);
    } else {
      link.removeAttribute("aria-current");
    }
  }
  root.dataset.part = part;
  for (const field of main.querySelectorAll("form [name=step]")) {
    field.value = part;
  }
  main.querySelector(`#deel-${part}`).focus();
}

main.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (link && isPlain(event)) {
    event.preventDefault();
    go(link.dataset.go);
  }
  if (event.target.closest("[data-open-agreement]") && isPlain(event)) {
    event.preventDefault();
    openDialog(dialogs.agreement);
  }
});

// who else is here

const known = () =>
  JSON.stringify(Object.fromEntries(desk.sections.map((one) => [one.key, one.version])));

async function follow() {
  const section = document.activeElement?.closest?.("[data-section]")?.dataset.section ?? "";
  const told = { known: known(), section, ...(writes && { writes: "on" }) };
  const answer = await desk.post(root.dataset.follow, told);
  if (!answer?.ok) {
    return;
  }
  const { present, changed } = await answer.json();
  for (const one of changed) {
    desk.sections.find((section) => section.key === one.section)?.learn(one);
  }
  showPresent(present);
}

function showPresent(present) {
  const line = root.querySelector("[data-present]");
  line.hidden = present.length === 0;
  const names = present.map((one) => one.name).join(", ");
  line.textContent = names && `Ook hier: ${names}`;
  for (const section of desk.sections) {
    const here = present.filter((one) => one.section === section.key);
    const who = section.root.querySelector("[data-who]");
    who.textContent = here.length ? `${here.map((one) => one.name).join(", ")} schrijft hier` : "";
  }
}

let timer = setInterval(follow, EVERY);
follow();
main.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) {
    follow();
  }
});

// forms that keep the page, so that what is being typed stays

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (form.matches("[data-lock]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      await lock(form);
    } else if (form.closest("[data-sign-in], .sign-in") || form.method === "dialog") {
      return;
    } else if (form.matches("[data-minutes]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      await desk.saveAll();
    } else if (form.matches("[data-inpage]") || form.closest("[data-inpage-form], [data-dialog-form], [data-region]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      await send(form, submitter);
    } else if (desk.unsaved.length) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await desk.saveAll()) {
        isLeaving = true;
        form.requestSubmit(submitter);
      }
    }
  },
  true,
);

async function send(form, submitter) {
  if (form.dataset.busy) {
    return;
  }
  form.dataset.busy = "yes";
  desk.hasTyped = true;
  const body = new FormData(form, submitter);
  body.set("csrfmiddlewaretoken", desk.token);
  let answer = await post(form.action, body);
  if (answer !== null && (await isEntrance(answer)) && (await desk.openAgain())) {
    body.set("csrfmiddlewaretoken", desk.token);
    answer = await post(form.action, body);
  }
  delete form.dataset.busy;
  await receive(form, answer);
}

const post = (url, body) => fetch(url, { method: "post", body, cache: "no-store" }).catch(() => null);

async function isEntrance(answer) {
  return answer.status === 403 || (await answer.clone().text()).includes("data-entrance");
}

async function receive(form, answer) {
  if (answer === null || answer.status >= 500) {
    tell("Niet vastgelegd: de verbinding is weg. Wat u invulde, staat er nog. Probeer het zo opnieuw.");
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelector("[data-meeting]")) {
    refresh(page, form);
    form.closest("dialog")?.close();
    if (!form.closest("[data-region]")) {
      form.reset();
    }
    tell(messageIn(page));
    return;
  }
  showAnswer(form, answer, page);
}

/* What was done, without what a whole page reads aloud before it. */
function messageIn(page) {
  const messages = page.querySelector(".page__messages");
  messages?.querySelectorAll(".visually-hidden").forEach((one) => one.remove());
  return messages?.textContent.trim() ?? "";
}

/* What the server asks back: errors in a form, a question first, or both texts. */
function showAnswer(form, answer, page) {
  const dialog = form.closest("dialog") ?? dialogs.answer;
  const kinds = ["main form.form", "main .interruption", "main .page__main"];
  const content = kinds.map((kind) => page.querySelector(kind)).find(Boolean);
  if (!content) {
    tell("Dit ging niet. Wat u invulde, staat er nog.");
    return;
  }
  const place = dialog.querySelector("[data-dialog-form]");
  place.replaceChildren(content);
  for (const inner of place.querySelectorAll("form")) {
    inner.action = new URL(inner.getAttribute("action") || answer.url, answer.url);
  }
  if (place.firstElementChild.matches("form")) {
    place.firstElementChild.action = new URL(content.getAttribute("action") || answer.url, answer.url);
  }
  openDialog(dialog);
  place.querySelector("[data-error-summary]")?.focus();
}

function refresh(page, sent) {
  for (const fresh of page.querySelectorAll("[data-region]")) {
    const old = document.getElementById(fresh.id);
    if (old && isBeingFilledIn(old, sent)) {
      continue;
    }
    if (!old || old.contains(document.activeElement)) {
      const kept = old && replaceKeepingFocus(old, fresh);
      if (kept || !old) {
        continue;
      }
    }
    old.replaceWith(fresh);
  }
  for (const field of main.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    field.value = desk.token;
  }
  go_(root.dataset.part);
}

/* What somebody chose or typed and did not send stays as it is. */
function isBeingFilledIn(region, sent) {
  const fields = [...region.querySelectorAll("input, select, textarea")];
  return fields.some((field) => field.form !== sent && field.type !== "hidden" && isChanged(field));
}

function isChanged(field) {
  if (field.options) {
    const chosen = [...field.options].some((option) => option.defaultSelected);
    return [...field.options].some((it, at) => it.selected !== (chosen ? it.defaultSelected : at === 0));
  }
  return field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
}

/* Without moving the focus: only what the steps show as current. */
function go_(part) {
  for (const link of main.querySelectorAll("[data-go]")) {
    link.toggleAttribute("aria-current", link.dataset.go === part);
    if (link.dataset.go === part) {
      link.setAttribute("aria-current", "step");
    }
  }
}

function replaceKeepingFocus(old, fresh) {
  const button = document.activeElement.closest("form")?.getAttribute("action");
  old.replaceWith(fresh);
  const again = [...fresh.querySelectorAll("form")].find((one) => one.getAttribute("action") === button);
  (again?.querySelector("button") ?? fresh.querySelector("a, button"))?.focus();
  return true;
}

function tell(text) {
  const notice = root.querySelector("[data-notice]");
  notice.textContent = text;
  notice.hidden = !text;
  desk.say(text);
}

function openDialog(dialog) {
  if (dialog && !dialog.open) {
    dialog.showModal();
    dialog.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  }
}

// locking and leaving

async function lock(form) {
  await Promise.race([desk.saveAll(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  const isSafe = desk.unsaved.length === 0;
  if (isSafe && (await isLocked(form)) && desk.unsaved.length === 0) {
    isLeaving = main.inert = true;
    location.reload();
    return;
  }
  // Something is not safe yet: the text leaves the document, and comes back with its writer.
  await desk.openAgain(async () => {
    while (!(await isLocked(form))) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  });
  desk.saveAll();
}

async function isLocked(form) {
  const body = new FormData(form);
  body.set("csrfmiddlewaretoken", desk.token);
  const answer = await post(form.action, body);
  return answer !== null && answer.status < 500;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  const isOurs = link && !link.target && !link.hasAttribute("download") && isPlain(event);
  if (!isOurs || link.matches("[data-go], [data-open-agreement]") || desk.unsaved.length === 0) {
    return;
  }
  event.preventDefault();
  if (await desk.saveAll()) {
    isLeaving = main.inert = true;
    location.assign(link.href);
  }
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && desk.unsaved.length) {
    event.preventDefault();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    desk.saveAll();
  } else {
    follow();
  }
});

window.addEventListener("pagehide", () => {
  clearInterval(timer);
  if (writes) {
    desk.ask(root.dataset.follow, { left: "on" });
  }
});
window.addEventListener("pageshow", (event) => {
  isLeaving = main.inert = false;
  if (event.persisted) {
    timer = setInterval(follow, EVERY);
    follow();
  }
});
window.addEventListener("online", () => desk.saveAll());

// keys

const KEYS = {
  1: () => go("picture"),
  2: () => go("judgement"),
  3: () => go("decision"),
  a: () => openDialog(dialogs.agreement),
  i: () => openPiece(),
  j: () => step(1),
  k: () => step(-1),
  q: () => main.querySelector(".rail__questions textarea")?.focus(),
  t: () => main.querySelector("#aanwezig a, #aanwezig button")?.focus(),
  "?": () => showKeys(),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
  if (event.key === "Escape" && event.target.matches?.("textarea") && !event.target.closest("dialog")) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping || event.target.closest?.("dialog")) {
    return;
  }
  const act = "keysOn" in root.dataset ? KEYS[event.key] : undefined;
  if (act) {
    event.preventDefault();
    act();
  }
});

function openPiece() {
  go("picture");
  const fold = main.querySelector("#nieuwe-inbreng");
  fold.open = true;
  fold.querySelector("select, input:not([type=hidden]), textarea").focus();
}

function step(way) {
  const areas = [...main.querySelectorAll("[data-section] textarea")].filter((area) => area.offsetParent);
  const here = areas.indexOf(lastArea);
  const next = areas[here === -1 ? 0 : Math.max(0, Math.min(areas.length - 1, here + way))];
  next?.focus();
}

let lastArea = null;
main.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) {
    lastArea = event.target;
  }
});

function showKeys() {
  const keys = main.querySelector("[data-keys]");
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
}

function isPlain(event) {
  return !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}

// the chair's clock

function tick(clock) {
  const now = Date.now();
  const left = Math.round((new Date(clock.dataset.until) - now) / 60_000);
  const begins = Math.round((new Date(clock.dataset.from) - now) / 60_000);
  clock.querySelector("[data-left]").textContent = said(begins, left);
  for (const slot of clock.querySelectorAll("[data-slot-from]")) {
    const isNow = new Date(slot.dataset.slotFrom) <= now && now < new Date(slot.dataset.slotUntil);
    slot.toggleAttribute("data-now-slot", isNow);
  }
}

function said(begins, left) {
  if (begins > 0) {
    return begins < 120 ? `Begint over ${begins} min.` : "";
  }
  if (left >= 0) {
    return `Nog ${left} min.`;
  }
  return left > -240 ? `${-left} min. over de tijd` : "";
}

for (const clock of main.querySelectorAll("[data-clock]")) {
  tick(clock);
  setInterval(() => tick(clock), 20_000);
}
