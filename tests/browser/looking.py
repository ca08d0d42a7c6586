"""What is wrong with a page for somebody who cannot see it well, or on a telephone."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BROAD: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
TELEPHONE: ViewportSize = {"width": 390, "height": 780}
RUN = """options => axe.run(document, {...options, resultTypes: ["violations"]}).then(
  ({violations}) => violations.flatMap(({id, nodes}) =>
    nodes.map(({target, any}) => `${id}: ${target} ${any[0]?.message ?? ""}`)))"""
# A page that is too wide or hides a part of itself at the side, and forms whose answers
# would be refused for want of a token.
MEASURE = """() => {
  const width = document.scrollingElement.scrollWidth;
  const cut = [...document.querySelectorAll("main *")].filter((one) => {
    const style = getComputedStyle(one);
    return style.overflowX !== "visible" && style.clipPath === "none"
      && style.textOverflow !== "ellipsis"
      && !one.matches("input, select, textarea")
      && one.scrollWidth > one.clientWidth + 1;
  });
  const bare = [...document.querySelectorAll("form[method=post]")].filter((one) =>
    !one.querySelector("[name=csrfmiddlewaretoken]"));
  return [
    ...(width > innerWidth ? [`${width} pixels wide`] : []),
    ...cut.map((one) => `hides its side: ${one.tagName} ${one.className}`),
    ...bare.map((form) => `no token: ${form.action}`),
  ];
}"""
# Sends the form of this page with nothing in it.
SEND_EMPTY = """() => {
  const form = [...document.querySelectorAll("main form[method=post]")].find((one) =>
    new URL(one.action).pathname === location.pathname);
  for (const element of form.querySelectorAll("textarea, input, select")) {
    if (["checkbox", "radio"].includes(element.type)) element.checked = false;
    else if (element.type !== "hidden") element.value = "";
  }
  form.submit();
}"""
# Each link of the summary leads to a field that takes the focus and says the same.
JUDGE_ERRORS = """() => {
  const summary = document.querySelector("[data-error-summary]");
  const links = [...(summary?.querySelectorAll("a[href^='#']") ?? [])];
  const lost = links.filter((link) => {
    const id = link.hash.slice(1);
    const field = document.getElementById(id);
    field?.focus();
    const said = document.getElementById(`${id.replace(/_0$/, "")}_error`);
    const words = [...(said?.querySelectorAll("p") ?? [])].map(
      (one) => one.lastChild.textContent.trim());
    return !field || document.activeElement !== field
      || !words.some((word) => link.textContent.includes(word));
  });
  return [
    ...(summary ? [] : ["no summary of errors"]),
    ...(document.title.startsWith("Fout: ") ? [] : [`title: ${document.title}`]),
    ...lost.map((link) => `leads to no field: ${link.textContent}`),
  ];
}"""
HAS_FOCUS = "() => document.activeElement.matches('[data-error-summary]')"


def wrongs(page: Page) -> list[str]:
    """The rules of WCAG 2.2 AA that it breaks, broad and narrow."""
    # What is measured before its style sheets came has the sizes of no style at all.
    page.wait_for_load_state()
    page.set_viewport_size(BROAD)
    page.evaluate(AXE)
    found = page.evaluate(RUN, {"runOnly": TAGS})
    page.set_viewport_size(NARROW)
    rules = {"type": "rule", "values": ["target-size"]}
    found += page.evaluate(RUN, {"runOnly": rules})
    found += page.evaluate(MEASURE)
    page.set_viewport_size(TELEPHONE)
    return [*found, *page.evaluate(MEASURE)]


def wrongs_when_empty(page: Page) -> list[str]:
    """The same once its form was sent with nothing in it, and how that is told."""
    with page.expect_navigation():
        page.evaluate(SEND_EMPTY)
    focus = [] if page.evaluate(HAS_FOCUS) else ["summary without focus"]
    return [*focus, *wrongs(page), *page.evaluate(JUDGE_ERRORS)]
