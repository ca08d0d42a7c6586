/* Small comforts. Every page works without them. */

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
}

/* A form marked data-once is sent once, however often the button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
  }
  form.dataset.sent = "yes";
});

/* A page that comes back from the browser's memory may be sent again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) {
    delete form.dataset.sent;
  }
});

/* The lock keeps what was typed: a form that comes in after it waits for its writer. */
const lock = document.querySelector("[data-lock]");
lock?.addEventListener("submit", async (event) => {
  const typed = [...document.querySelectorAll("main form")].find(hasText);
  if (!typed) {
    return;
  }
  event.preventDefault();
  const told = { method: "post", body: new FormData(lock), redirect: "manual" };
  const answer = await fetch(lock.action, told).catch(() => null);
  (answer ? typed : lock).submit();
});

function hasText(form) {
  return [...form.elements].some(
    (element) =>
      element.matches("textarea, input") && element.value !== element.defaultValue,
  );
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.altKey && event.code === "KeyL") {
    lock?.requestSubmit();
  }
  if (event.key === "Escape") {
    closeMenu();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-menu]")) {
    closeMenu();
  }
});

function closeMenu() {
  const menu = document.querySelector("[data-menu][open]");
  if (!menu) {
    return;
  }
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) {
    menu.querySelector("summary").focus();
  }
}
