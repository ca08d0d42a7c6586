/* Says at once whether the criteria are met; the server judges when the page is kept. */

const answers = document.querySelector("[data-criteria]");
const why = answers?.querySelector("[name=motivation]");
const isYes = (name) =>
  answers.querySelector(`[name="${name}"]:checked`)?.value === "yes";
const isAnswered = () => answers.querySelectorAll("[data-criterion]:checked").length === 4;

function judge() {
  const met =
    isYes("multiple_problems") &&
    isYes("several_chains") &&
    (isYes("surroundings") || isYes("local_safety"));
  show("met", met);
  show("unmet", !met && isAnswered());
  show("asked", !met || Boolean(why.value.trim()));
}

function show(outcome, isShown) {
  answers.querySelector(`[data-when="${outcome}"]`).hidden = !isShown;
}

if (answers) {
  answers.addEventListener("change", judge);
  judge();
}
