"""The lint finds nothing on any page in any look and language, and finds each kind of fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kiosk.events.touches import ContinuePressed
from kiosk.visit import views
from kiosk.visit.views import View
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Language, Theme
from screens import lint, theme
from screens.router import Router
from screens.screen import Screen
from screens.widgets.buttons import BarButton, PrimaryButton, SecondaryButton
from screens.widgets.paper import Box, Brush
from screens.widgets.slip import Slip
from screens.widgets.words import Icon, Words
from tests.screens.pages import LOOKS, page, pages, pages_of_guides


def every_page(look: Theme, night: bool, language: Language) -> Iterator[tuple[str, View]]:
    """The pages of one screen together: what they share stays as it is and is not drawn anew."""
    yield from sorted(pages(look, night, language), key=lambda page: type(page[1]).__name__)


def what_is_other(look: Theme, night: bool, language: Language) -> Iterator[tuple[str, View]]:
    """Night and 高对比 have the sizes of 标准: a page of each screen, and what says other words."""
    standard = dict(pages(Theme.STANDARD, False, language))
    seen: set[type] = set()
    for name, view in every_page(look, night, language):
        plain = standard[name]
        frame = replace(view.frame, theme=Theme.STANDARD, night=False, clock=plain.frame.clock)
        if type(view) not in seen or replace(view, frame=frame) != plain:
            seen.add(type(view))
            yield name, view


def wrong_with(shown: Iterator[tuple[str, View]]) -> list[str]:
    router = Router(lambda _: None)
    found = []
    for name, view in shown:
        router.show(view)
        assert router.current is not None
        assert router.find(view.frame.help.name) is not None, f"{name} has no 帮助"
        found += [f"{name}: {problem}" for problem in lint.problems(router.current)]
    return found


def without_paint(patch: pytest.MonkeyPatch) -> None:
    """Pages are laid and measured as ever, and nothing is painted: a third of the time."""
    for name, method in vars(Brush).items():
        if callable(method) and not name.startswith("_"):
            patch.setattr(Brush, name, lambda *_, **__: None)
    for drawing in (Words, Icon):
        patch.setattr(drawing, "draw", lambda *_: None)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("look", "night"), LOOKS)
def test_every_page_in_every_look_and_language(
    monkeypatch: pytest.MonkeyPatch, look: Theme, night: bool, language: Language
) -> None:
    if language is Language.EN:  # what Chinese has shown can be painted needs no other words
        without_paint(monkeypatch)
    same_sizes = night or look is Theme.CONTRAST
    shown = what_is_other if same_sizes else every_page
    assert wrong_with(shown(look, night, language)) == []


def test_night_and_high_contrast_have_the_sizes_of_the_standard_look() -> None:
    looks = theme.load()
    for name in ("night", "contrast"):
        assert looks[name].sizes == looks["standard"].sizes


@pytest.mark.long
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("look", "night"), [(Theme.STANDARD, True), (Theme.CONTRAST, False)])
def test_every_page_also_where_only_colours_differ(
    look: Theme, night: bool, language: Language
) -> None:
    assert wrong_with(every_page(look, night, language)) == []


@pytest.mark.long
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("look", [Theme.STANDARD, Theme.ELDER])
def test_every_page_that_a_matters_file_makes(look: Theme, language: Language) -> None:
    """Colours differ in the other looks, sizes do not."""
    assert wrong_with(pages_of_guides(look, language)) == []


def test_the_colours_are_far_enough_apart() -> None:
    looks = theme.load().values()
    assert [p for look in looks for p in (*lint.palette(look), *lint.palette(look.on_door()))] == []


def test_colours_that_are_too_near_are_found() -> None:
    look = theme.load()["standard"]
    pale = replace(look, colours={**look.colours, "ink2": theme.rgba("#9AA5A9")})
    assert any("ink2 on ground" in problem for problem in lint.palette(pale))


def test_the_measured_contrasts_of_the_design_hold() -> None:
    colours = theme.load()["standard"].colours
    for above, below, measured in (("ink", "ground", 13.5), ("lamp", "door", 6.9)):
        assert theme.contrast(colours[above], colours[below]) == pytest.approx(measured, abs=0.06)


class Faulty(Screen):
    """A page with one fault that a test puts there."""

    fault: Callable[[Screen], object] = staticmethod(lambda screen: None)

    def lay(self, view: views.NoticeView) -> None:
        self.put("do", Box(48, 1608, 984, 144), PrimaryButton(view.primary))
        self.fault(self)


def _button(name: str = "extra") -> Button:
    return Button(name, "按这里", ContinuePressed())


FAULTS: dict[str, Callable[[Screen], object]] = {
    "leaves the page": lambda s: s.put("a", Box(900, 600, 400, 60), Words("好", "body")),
    "is too long": lambda s: s.put("a", Box(48, 600, 200, 60), Words("字" * 30, "body")),
    "nearer than 24 to the edge": lambda s: s.put("a", Box(8, 600, 90, 60), Words("好", "body")),
    "less than 34": lambda s: s.put("a", Box(48, 600, 90, 60), Words("小", "tiny")),
    "less than 40": lambda s: s.put("a", Box(48, 600, 984, 80), Words("长" * 28, "title", lines=1)),
    "begins with": lambda s: s.put("a", Box(48, 600, 400, 120), Words("好\n，不好", "body")),
    "ends with": lambda s: s.put("a", Box(48, 600, 400, 120), Words("好“\n不好”", "body")),
    "orphan": lambda s: s.put("a", Box(48, 600, 400, 120), Words("今天的好\n事", "body")),
    "overlap": lambda s: (
        s.put("a", Box(48, 600, 400, 60), Words("一行字", "body")),
        s.put("b", Box(48, 620, 400, 60), Words("又一行", "body")),
    ),
    "covers a": lambda s: (
        s.put("a", Box(48, 600, 400, 60), Words("看不见", "body")),
        s.put("b", Box(48, 640, 400, 200), Slip()),
    ),
    "lies on the control": lambda s: s.put("a", Box(88, 1640, 400, 60), Words("盖住", "body")),
    "smaller than 104": lambda s: s.put("a", Box(48, 800, 312, 96), SecondaryButton(_button())),
    "above y 470": lambda s: s.put("a", Box(48, 400, 312, 136), SecondaryButton(_button())),
    "is not on the grid": lambda s: s.put("a", Box(50, 800, 312, 136), SecondaryButton(_button())),
    "are nearer than 24": lambda s: (
        s.put("a", Box(48, 800, 312, 136), SecondaryButton(_button("one"))),
        s.put("b", Box(376, 800, 312, 136), SecondaryButton(_button("two"))),
    ),
    "blocks act": lambda s: s.put("a", Box(48, 1440, 984, 144), PrimaryButton(_button())),
    "has left its place": lambda s: s.put("a", Box(48, 1000, 312, 104), BarButton(_button())),
}  # fmt: skip


@pytest.mark.parametrize("told", FAULTS)
def test_each_kind_of_fault_is_found(told: str) -> None:
    view = page("ticket")
    tokens = theme.load()["standard"]
    theme.load()["standard"].sizes.get("body")
    screen = Faulty(lambda _: None, lambda: None)
    screen.show(view)
    assert lint.problems(screen) == []
    broken = type("Broken", (Faulty,), {"fault": staticmethod(FAULTS[told])})
    screen = broken(lambda _: None, lambda: None)
    small = replace(tokens, name="standard with tiny", sizes={**tokens.sizes, "tiny": 20})
    screen.view = view
    from screens.screen import _Page
    from screens.widgets.paper import WHOLE_PAGE

    screen.show_drawing(WHOLE_PAGE, _Page(screen, view), small)
    assert any(told in problem for problem in lint.problems(screen)), lint.problems(screen)
