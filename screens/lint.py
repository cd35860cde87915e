"""What a machine can check of a screen: the last section of the visual language, as rules.

`problems(screen)` walks what is shown now and says in words what is wrong with it; `palette()`
checks the tokens. What needs eyes (does the eye land on the action?) is left to eyes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from screens.line_breaking import NO_END, NO_START
from screens.screen import Screen
from screens.theme import Tokens, contrast
from screens.widgets.buttons import (
    BarButton,
    ChoiceBlock,
    DoorLeaf,
    LetterKey,
    PrimaryButton,
)
from screens.widgets.paper import WHOLE_PAGE, Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block, Slip
from screens.widgets.words import Laid, Line, Words

TARGET = {False: 104, True: 96}  # px: 26 mm for citizens, less on a technician's page
GAP = 24  # px: 6 mm
KEYS = (88, 8)  # px of a letter key and between two: 24 mm from key to key, a keyboard has 19
MARGIN = 24
REACH = 470  # no control of a visit above this y: a seated person's reach
PRIMARY_REACH = 1440
GRID = 8
SMALL = {"step": 30, "step_now": 30}  # step labels and the technician's code alone
FLOOR = {False: 34, True: 44}
ACTIONS = (PrimaryButton, ChoiceBlock, DoorLeaf)


@dataclass(frozen=True, slots=True)
class Text:
    """Words on the page as they are laid; inks: where the characters of each line are, without
    the air that leading puts around them."""

    piece: Piece
    words: Words
    laid: Laid
    lines: list[Line]
    inks: list[Box]


class Seen:
    """What a screen shows now, measured once for all checks."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.tokens = screen, screen.tokens
        self.pieces = list(screen.pieces())
        self.targets = [piece for piece in self.pieces if piece.button is not None]
        self.texts = [
            _text(piece, piece.drawing)
            for piece in self.pieces
            if isinstance(piece.drawing, Words) and piece.drawing.text
        ]


def _text(piece: Piece, words: Words) -> Text:
    lines = words.lines_in(piece.box, piece.tokens)
    inks = [
        Box(line.box.x, line.box.middle - line.size * 0.44, line.box.w, line.size * 0.88)
        for line in lines
    ]
    return Text(piece, words, words.lay(piece.box.w, piece.box.h, piece.tokens), lines, inks)


def problems(screen: Screen) -> list[str]:
    """Everything that is wrong with what this screen shows now; empty when nothing is."""
    seen = Seen(screen)
    return [f"{screen.name}: {text}" for check in CHECKS for text in check(seen)]


def nothing_sticks_out(seen: Seen) -> Iterator[str]:
    for piece in seen.pieces:
        if not WHOLE_PAGE.holds(piece.box):
            yield f"{piece.name} leaves the page: {piece.box}"
        for child in piece.children:
            if isinstance(child, Piece) and not piece.box.holds(child.box):
                yield f"{child.name} sticks out of {piece.name}: {child.box} in {piece.box}"


def text_fits(seen: Seen) -> Iterator[str]:
    for text in seen.texts:
        name = text.piece.name
        if not text.laid.fits:
            yield f"{name} is too long for its place: {text.words.text!r}"
        for line in text.lines:
            if line.box.w > text.piece.box.w + 4:
                yield f"{name} is wider than its place: {line.text!r}"
            if line.box.x < MARGIN or line.box.right > WHOLE_PAGE.right - MARGIN:
                yield f"{name} is nearer than {MARGIN} to the edge: {line.text!r}"


def text_is_large(seen: Seen) -> Iterator[str]:
    for text in seen.texts:
        least = SMALL.get(text.words.size, FLOOR[seen.tokens.elder])
        if text.laid.size < least:
            size = text.laid.size
            yield f"{text.piece.name} is {size} px, less than {least}: {text.words.text!r}"


def title_is_largest(seen: Seen) -> Iterator[str]:
    """A question that shrank below the words under it has to be said in fewer words."""
    least = seen.tokens.sizes["lead"]
    for text in seen.texts:
        name, size = text.piece.name, text.laid.size
        if text.words.size == "title" and size < least:
            yield f"{name} is {size} px, less than {least}: {text.words.text!r}"


def lines_begin_and_end_well(seen: Seen) -> Iterator[str]:
    for text in seen.texts:
        if len(text.words.text) == 1:
            continue  # a key
        name, lines = text.piece.name, text.laid.lines
        for line in lines:
            if line and line[0] in NO_START:
                yield f"{name}: a line begins with {line[0]!r}"
            if line and line[-1] in NO_END:
                yield f"{name}: a line ends with {line[-1]!r}"
        if len(lines) > 1 and sum(c.isalnum() for c in lines[-1]) < 2:
            yield f"{name}: the last line is an orphan, {lines[-1]!r}"


def texts_do_not_overlap(seen: Seen) -> Iterator[str]:
    lines = [
        (text.piece, line, ink)
        for text in seen.texts
        for line, ink in zip(text.lines, text.inks, strict=True)
    ]
    for (one, first, ink), (other, second, below) in combinations(lines, 2):
        if _overlap(ink, below):
            yield f"{one.name} and {other.name} overlap: {first.text!r}, {second.text!r}"
    for target in seen.targets:
        inside = set(target.pieces())
        for piece, line, ink in lines:
            if piece not in inside and _overlap(ink, target.box):
                yield f"{piece.name} lies on the control {target.name}: {line.text!r}"


def nothing_covers_text(seen: Seen) -> Iterator[str]:
    """What is drawn later lies above: paper, blocks and controls must not lie on words."""
    texts = {text.piece: text for text in seen.texts}
    before: list[Text] = []
    for above in seen.pieces:
        box = None
        if isinstance(above.drawing, Slip):
            box = Slip.whole(above.box)
        elif isinstance(above.drawing, Block) or above.button is not None:
            box = above.box
        for below in before if box is not None else ():
            for line, ink in zip(below.lines, below.inks, strict=True):
                if _overlap(ink, box):
                    yield f"{above.name} covers {below.piece.name}: {line.text!r}"
        if above in texts:
            before.append(texts[above])


def controls_can_be_hit(seen: Seen) -> Iterator[str]:
    staff = seen.screen.staff
    for target in seen.targets:
        least = KEYS[0] if isinstance(target.drawing, LetterKey) else TARGET[staff]
        if min(target.box.w, target.box.h) < least:
            yield f"{target.name} is smaller than {least}: {target.box}"
        if not staff and target.box.y < REACH and not isinstance(target.drawing, DoorLeaf):
            yield f"{target.name} is above y {REACH}"
        if isinstance(target.drawing, PrimaryButton) and target.box.y < PRIMARY_REACH:
            yield f"{target.name} acts above y {PRIMARY_REACH}"
        if target.box.x % GRID or target.box.y % GRID:
            yield f"{target.name} is not on the grid: {target.box}"
    for one, other in combinations(seen.targets, 2):
        apart_x = max(one.box.x, other.box.x) - min(one.box.right, other.box.right)
        apart_y = max(one.box.y, other.box.y) - min(one.box.bottom, other.box.bottom)
        letters = isinstance(one.drawing, LetterKey) or isinstance(other.drawing, LetterKey)
        if max(apart_x, apart_y) < (KEYS[1] if letters else GAP) - 0.5:
            yield f"{one.name} and {other.name} are nearer than {GAP}"


def one_action(seen: Seen) -> Iterator[str]:
    actions = [piece for piece in seen.pieces if isinstance(piece.drawing, ACTIONS)]
    if len(actions) not in seen.screen.actions:
        names = ", ".join(piece.name for piece in actions)
        yield f"{len(actions)} blocks act ({names}), there should be {seen.screen.actions}"


def bar_is_in_its_place(seen: Seen) -> Iterator[str]:
    top, height = (1776, 128) if seen.tokens.elder else (1800, 104)
    places = {Box(x, top, 312, height) for x in (48, 384, 720)}
    bars = [piece for piece in seen.pieces if isinstance(piece.drawing, BarButton)]
    if not bars or bars[-1].box.x != 720:
        yield "帮助 is not in its place"
    for piece in bars:
        if piece.box not in places:
            yield f"{piece.name} has left its place: {piece.box}"


def _overlap(one: Box, other: Box, slack: float = 2) -> bool:
    return (
        min(one.y + one.h, other.y + other.h) - max(one.y, other.y) > slack
        and min(one.x + one.w, other.x + other.w) - max(one.x, other.x) > slack
    )


CHECKS: tuple[Callable[[Seen], Iterator[str]], ...] = (
    nothing_sticks_out,
    text_fits,
    text_is_large,
    title_is_largest,
    lines_begin_and_end_well,
    texts_do_not_overlap,
    nothing_covers_text,
    controls_can_be_hit,
    one_action,
    bar_is_in_its_place,
)

# Text on what lies under it, and the least contrast: 7 for words (AAA), 4.5 where they are large
# and bold, 3 for what only has to be seen (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11).
PAIRS = (
    ("ink", "ground", 7.0),
    ("ink", "sheet", 7.0),
    ("ink2", "ground", 7.0),
    ("ink2", "sheet", 7.0),
    ("action_text", "action", 7.0),
    ("door_text", "door", 7.0),
    ("door_text", "opening", 7.0),
    ("ground", "ink", 7.0),  # a pressed or chosen button
    ("lamp_text", "lamp", 7.0),
    ("disc_arrow", "disc", 7.0),
    ("qr_ink", "qr_paper", 7.0),
    ("accent", "ground", 4.5),
    ("accent", "sheet", 4.5),
    ("accent_text", "accent", 4.5),
    ("lamp", "door", 4.5),
    ("lamp", "opening", 3.0),
    ("line", "ground", 3.0),
    ("line", "sheet", 3.0),
    ("bar_line", "ground", 3.0),
    ("action", "ground", 3.0),
)
STATUS_PAIRS = tuple(
    (grade, below, 4.5)
    for grade in ("ok", "warning", "fail", "absent")
    for below in ("ground", "sheet")
)
"""On the technician's board alone, which is never the dark page of the countdown."""


def palette(tokens: Tokens) -> list[str]:
    """Pairs of colours of this look that are too near to each other."""
    found = []
    pairs = PAIRS if tokens.name.endswith("-door") else (*PAIRS, *STATUS_PAIRS)
    for above, below, least in pairs:
        ratio = contrast(tokens.colours[above], tokens.colours[below])
        if ratio < least:
            found.append(f"{tokens.name}: {above} on {below} is {ratio:.1f}, less than {least}")
    return found
