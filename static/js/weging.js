/* Single keys for the weging; the page leaves this out once they are switched off. */

const form = document.querySelector("[data-decision]");

const ACTS = {
  j: () => document.querySelector("[data-next]")?.click(),
  k: () => document.querySelector("[data-previous]")?.click(),
  s: () => form?.requestSubmit(),
  "?": showKeys,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
    return;
  }
  const act = ACTS[event.key] ?? choice(event.key);
  if (act) {
    event.preventDefault();
    act();
  }
});

function isTyping(element) {
  return element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
}

function choice(key) {
  const radios = form?.querySelectorAll("[name=outcome]") ?? [];
  const radio = /^[1-4]$/.test(key) ? radios[Number(key) - 1] : undefined;
  if (!radio) {
    return undefined;
  }
  return () => {
    radio.click();
    radio.focus();
  };
}

function showKeys() {
  const keys = document.querySelector("[data-keys]");
  if (keys) {
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  }
}
