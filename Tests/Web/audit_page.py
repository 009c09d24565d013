# SPDX-License-Identifier: Apache-2.0
"""Checks of a page as it stands: names of controls, contrast, sizes of targets, nothing beyond the edge."""

# Every text against what is behind it (WCAG 2.2, 1.4.3); disabled controls are exempt.
CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
const light = ([r, g, b]) => { const f = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
const bad = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
  if (element.closest('.visually-hidden, .skip, :disabled, noscript')) continue;
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.unshift(rgba(getComputedStyle(e).backgroundColor));
  const ground = layers.reduce((below, top) => over(top, below), rgba('white'));
  const style = getComputedStyle(element);
  const [a, b] = [light(over(rgba(style.color), ground)), light(ground)];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  if (ratio < (isLarge ? 3 : 4.5)) bad.push(`${node.data.trim().slice(0, 30)} ${ratio.toFixed(2)}`);
}
return bad;
"""

TARGETS = """
return [...document.querySelectorAll('button, select, input, textarea, summary, nav a, .session-link, .strip.asks, a.icon-button')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 2)
  .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; })
  .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 20)} ${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)}`);
"""

BEYOND = """
return [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && !e.closest('pre, code, .visually-hidden, .skip, svg') && e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((e) => `${e.tagName}.${e.className}`)];
"""

CONTROLS = {"button", "link", "textbox", "combobox", "checkbox", "DisclosureTriangle", "dialog", "region", "navigation", "article", "log"}


def nameless_controls(browser):
    """What a screen reader would call nothing, by the browser's own accessibility tree."""
    browser.cdp("Accessibility.enable")
    nodes = browser.cdp("Accessibility.getFullAXTree")["nodes"]
    bad = []
    for node in nodes:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in CONTROLS:
            continue
        if not node.get("name", {}).get("value", "").strip():
            bad.append(role)
    return bad


def problems(browser, is_phone):
    found = [f"no name: {role}" for role in nameless_controls(browser)]
    found += [f"contrast: {text}" for text in browser.js(CONTRAST)]
    wide, *elements = browser.js(BEYOND)
    if wide > 0 or elements:
        found.append(f"beyond the edge by {wide}: {elements}")
    if is_phone:
        found += [f"small target: {text}" for text in browser.js(TARGETS)]
    return found
