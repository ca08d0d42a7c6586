/* Signing in over the page: what was typed stays where it is until it can be saved.

   Shows the forms of signing in, or of the lock, in a dialog that covers everything, one
   after the other, until the server knows the same person again. */

const template = document.querySelector("template[data-sign-in]");
let dialog = null;
let waiting = [];

document.addEventListener("zvh:sign-in", ({ detail }) => {
  waiting.push(detail.resolve);
  if (waiting.length === 1) {
    look();
  }
});

/* Ask who is here; the server leads whoever is not to what has to be done first. */
async function look() {
  await follow(await ask(template.dataset.here));
}

async function follow(answer) {
  if (answer === null) {
    open("unreachable");
  } else if (!answer.headers.get("Content-Type")?.includes("json")) {
    await show(answer);
  } else {
    const here = await answer.json();
    await (here.user === template.dataset.signIn ? enter(here.token) : refuse());
  }
}

function enter(token) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    field.value = token;
  }
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  // Closing gives the focus back to where somebody was typing.
  dialog?.close();
  dialog?.remove();
  dialog = null;
  const served = waiting;
  waiting = [];
  served.forEach((resolve) => resolve());
}

/* Another's text is not saved under this name, and not shown either. */
async function refuse() {
  const answer = await ask(template.dataset.leave);
  if (answer) {
    await show(answer);
  }
  open("stranger");
}

async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("main .page__main");
  open(page.querySelector("[data-entrance]") ? "entrance" : "unreachable");
  const place = dialog.querySelector('[data-slot="entrance"]');
  place.replaceChildren(...(content ? content.childNodes : []));
  for (const form of place.querySelectorAll("form")) {
    // An address in a page is relative to that page, and not to this one.
    form.action = new URL(form.getAttribute("action") || answer.url, answer.url);
  }
  for (const link of place.querySelectorAll("a[href]")) {
    link.target = "_blank";
  }
  (place.querySelector("[data-error-summary], input:not([type=hidden])") ?? dialog).focus();
}

function open(what) {
  if (!dialog) {
    dialog = template.content.cloneNode(true).firstElementChild;
    dialog.addEventListener("submit", send);
    // It covers what only who signed in may read: it cannot be put aside.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.querySelector("[data-again]").addEventListener("click", look);
    document.body.append(dialog);
    dialog.showModal();
  }
  for (const element of dialog.querySelectorAll("[data-when]")) {
    element.hidden = element.dataset.when !== what;
  }
}

async function send(event) {
  event.preventDefault();
  const body = new FormData(event.target, event.submitter);
  const answer = await ask(event.target.action, { method: "post", body });
  const isAtEntrance = answer && (await isEntrance(answer));
  await (answer && !isAtEntrance ? look() : follow(answer));
}

/* Asked of a copy, because a page is read once. */
async function isEntrance(answer) {
  return answer.status >= 400 || (await answer.clone().text()).includes("data-entrance");
}

function ask(url, how = {}) {
  return fetch(url, { cache: "no-store", ...how }).catch(() => null);
}
