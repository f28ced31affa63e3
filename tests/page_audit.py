"""What can be checked of a page without eyes: names, labels, roles, sizes to touch, contrast, width."""

from playwright.async_api import Page

# Returns one line a problem. Contrast is measured where text stands on a plain colour (WCAG 2.2: 1.4.3); a thing to
# touch is at least 44 pixels high, as the project wants it, except for links inside a sentence and what only the
# keyboard finds.
AUDIT = r"""
() => {
  const problems = [];
  const visible = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const say = (rule, node) => problems.push(`${rule}: <${node.localName} class="${node.className}"> ${(node.textContent || "").trim().slice(0, 40)}`);
  const named = (node) => node.getAttribute("aria-label") || node.textContent.trim() || node.querySelector("img[alt]:not([alt=''])")
    || (node.labels && node.labels.length) || (node.getAttribute("aria-labelledby") && document.getElementById(node.getAttribute("aria-labelledby")));

  if (document.documentElement.lang !== "vi") problems.push("the page has no language");
  if (!document.title) problems.push("the page has no title");
  if (![...document.querySelectorAll("h1")].filter(visible).length) problems.push("the page has no heading");
  if (!document.querySelector("main")) problems.push("the page has no main part");
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) problems.push(`id twice: ${id}`);
  for (const image of document.querySelectorAll("img:not([alt])")) say("picture without words", image);
  for (const node of document.querySelectorAll("[aria-controls]")) if (!document.getElementById(node.getAttribute("aria-controls"))) say("controls nothing", node);

  for (const node of document.querySelectorAll("a[href], button, input, textarea, summary, [role=tab], [tabindex='0']")) {
    if (!visible(node)) continue;
    if (!named(node)) say("no name", node);
    const box = node.getBoundingClientRect();
    const isInText = node.matches("p a, li a") && getComputedStyle(node).display === "inline";
    if (!isInText && !node.matches(".skip, [role=log]") && box.height < 43.5 && !node.closest(".lead")) say(`too small to touch (${box.height})`, node);
  }

  const numbers = (colour) => (colour.match(/-?[\d.]+(e-?\d+)?/g) || []).map(Number);
  const parsed = (colour) => {
    const [r, g, b, a = 1] = numbers(colour);
    const scale = colour.startsWith("color(") ? 255 : 1;
    return [r * scale, g * scale, b * scale, a];
  };
  const over = (top, under) => top.slice(0, 3).map((value, place) => value * top[3] + under[place] * (1 - top[3]));
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const colour = parsed(style.backgroundColor);
      if (colour[3] === 1) return colour;
      if (colour[3] > 0) {
        const under = at.parentElement && ground(at.parentElement);
        return under && [...over(colour, under), 1];
      }
    }
    return [255, 255, 255, 1];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !visible(node) || node.closest(".only-heard, :disabled")) continue;
    const under = ground(node);
    if (!under) continue;
    const style = getComputedStyle(node);
    const above = over(parsed(style.color), under);
    const [one, two] = [light(above), light(under.slice(0, 3))].sort((a, b) => b - a);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, node);
  }

  if (document.scrollingElement.scrollWidth > innerWidth) problems.push(`wider than the window: ${document.scrollingElement.scrollWidth}`);
  return problems;
}
"""


async def problems_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands, one line each."""
    found: list[str] = await page.evaluate(AUDIT)
    return found
