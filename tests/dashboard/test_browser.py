"""The page in a real browser: silent, self-contained, legible in both schemes, usable on a phone and by keyboard."""

import dataclasses

import pytest

from tests.dashboard.conftest import QUIET, facts

PAGES = {
    "one day": facts(),
    "a year": dataclasses.replace(facts(days=365), is_generated=True),
    "all quiet": QUIET,
}

# WCAG contrast of every visible text against what really lies behind it; returns what is below its limit.
CONTRAST = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest('.hidden, .skip, title')) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(style.color)), light(behind(node))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const limit = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ratio = (a + .05) / (b + .05);
    if (ratio < limit) weak.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return weak;
}"""

# What a screen reader would miss: pictures without words, tables without headers, headings that skip a level, ids used
# twice, references to nothing, hidden decoration that can be reached by keyboard.
UNNAMED = """() => {
  const found = [];
  const all = selector => [...document.querySelectorAll(selector)];
  const blame = (what, nodes) => nodes.forEach(n => found.push(`${what}: ${n.outerHTML.slice(0, 60)}`));
  const unnamed = n => !n.getAttribute('aria-label') && !n.getAttribute('aria-labelledby');
  const ids = all('[id]').map(n => n.id);
  blame('no label', all('svg, [role=img]').filter(unnamed));
  blame('no name', all('section, article, nav').filter(unnamed));
  blame('no scope', all('th').filter(n => !n.scope));
  blame('no text', all('a, summary').filter(n => !n.textContent.trim()));
  blame('twice', all('[id]').filter((n, i) => ids.indexOf(n.id) !== i));
  blame('nothing', all('[aria-labelledby]').filter(n => !ids.includes(n.getAttribute('aria-labelledby'))));
  blame('leads nowhere', all('a[href^="#"]').filter(n => !ids.includes(n.hash.slice(1))));
  blame('hidden', all('[aria-hidden=true] a, [aria-hidden=true] summary'));
  const level = n => n ? +n.tagName[1] : 0;
  blame('skips a level', all('h1, h2, h3, h4').filter((n, i, list) => level(n) - level(list[i - 1]) > 1));
  if (!document.documentElement.lang || !document.title || all('main, h1').length !== 2) found.push('no frame');
  return found;
}"""

# Text that is cut off or lies over the edge of its box.
CLIPPED = """() => [...document.querySelectorAll('main *')]
  .filter(n => !n.closest('.hidden, svg, .dates, .cell .value') && n.checkVisibility())
  .filter(n => n.clientWidth > 0 && n.scrollWidth > n.clientWidth + 1).map(n => n.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_no_page_scrolls_sideways_cuts_text_or_asks_anybody_for_anything(opened, name, width):
    page = opened(PAGES[name], width=width)
    for details in page.locator("details").all():
        details.evaluate("node => node.open = true")
    assert page.heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(opened, name, scheme):
    page = opened(PAGES[name], scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("node => node.open = true")
    assert page.evaluate(CONTRAST) == []


def test_the_schemes_differ(opened):
    light, dark = (
        opened(PAGES["one day"], scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert light != dark


@pytest.mark.parametrize("name", PAGES)
def test_everything_has_a_name_for_those_who_cannot_see_it(opened, name):
    assert opened(PAGES[name]).evaluate(UNNAMED) == []


def test_states_are_told_by_shape_and_word_not_by_colour_alone(opened):
    page = opened(PAGES["one day"])
    shapes = {
        kind: page.locator(f".cell.{kind} .mark, .badge.{kind} .mark").first.evaluate(
            "node => getComputedStyle(node).borderRadius + getComputedStyle(node).transform"
        )
        for kind in ("passed", "warned", "failed")
    }
    assert len(set(shapes.values())) == 3
    assert page.locator(".cell.failed .value").inner_text() == "2 of 60 fail"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened):
    page = opened(PAGES["one day"])
    reached = []
    for _ in range(page.locator("a, summary").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached[:6] == ["Skip to what fails now", "Areas", "Over time", "Now", "Sources", "Coverage"]
    assert "1 source on time" in reached
    closed = page.locator("#sources summary")
    assert not closed.evaluate("node => node.parentElement.open")
    closed.focus()
    page.keyboard.press("Enter")
    assert closed.evaluate("node => node.parentElement.open")


def test_it_prints_without_navigation_on_whole_pages(opened):
    page = opened(PAGES["a year"])
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_broken_page_would_be_noticed(opened):
    page = opened(
        '<!doctype html><html><body><h1>x</h1><h3>y</h3><svg></svg><p style="color:#999;background:#fff">pale</p>'
        '<div style="width:2000px">wide</div><script>console.error("loud")</script><img src="http://127.0.0.1:1/x.png">'
    )
    assert page.evaluate(CONTRAST) == ["pale: 2.85"]
    assert {entry.split(":")[0] for entry in page.evaluate(UNNAMED)} == {"no label", "skips a level", "no frame"}
    assert page.evaluate("document.documentElement.scrollWidth") > 1440
    assert "loud" in page.heard
    assert "http://127.0.0.1:1/x.png" in page.heard
