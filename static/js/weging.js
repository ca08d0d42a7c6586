/* Single keys for the weging, until somebody switches them off. The page works without. */

const SWITCH = "zvh-weging-keys";
const toggle = document.querySelector("[data-keys-switch]");
const form = document.querySelector("[data-decision]");

const ACTS = {
  j: () => document.querySelector("[data-next]")?.click(),
  k: () => document.querySelector("[data-previous]")?.click(),
  s: () => form?.requestSubmit(),
  "?": showKeys,
};

if (toggle) {
  toggle.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    localStorage.setItem(SWITCH, isOn() ? "off" : "on");
    show();
  });
}

document.addEventListener("keydown", (event) => {
  if (!isOn() || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
    return;
  }
  const act = ACTS[event.key] ?? choice(event.key);
  if (act) {
    event.preventDefault();
    act();
  }
});

function isOn() {
  return Boolean(toggle) && localStorage.getItem(SWITCH) !== "off";
}

function show() {
  toggle.setAttribute("aria-pressed", String(isOn()));
  toggle.textContent = isOn() ? "Zet sneltoetsen uit" : "Zet sneltoetsen aan";
}

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
