"""The models that the simulated printer can be, and what each says of itself.

Written from the manuals of the models and shares nothing with the kiosk's profiles: where the two
disagree, a test turns red. Answers for widths, for the commands that a model lacks (it then prints
their parameters, as real ones do), and for the bits of its status.
"""

from dataclasses import dataclass, field
from typing import Literal

DOTS_PER_MM = 8.0


@dataclass
class Health:
    """What is wrong with it, as a person would say it."""

    paper_mm: float = 80_000.0
    near_end_mm: float = 3000.0
    cover_open: bool = False
    jammed: bool = False
    cutter_blocked: bool = False
    cutter_failed: bool = False
    silent: bool = False
    keeps_buffer: bool = False

    @property
    def paper_out(self) -> bool:
        return self.paper_mm <= 0

    @property
    def paper_low(self) -> bool:
        return self.paper_mm <= self.near_end_mm

    @property
    def offline(self) -> bool:
        return self.paper_out or self.cover_open or self.jammed or self.cutter_failed


@dataclass(frozen=True, slots=True)
class Model:
    """lacks: commands by name. line_dots: what ESC @ sets. margin_dots: paper beside the head."""

    name: str
    dots: int
    margin_dots: int
    line_dots: int
    head_to_cutter_dots: int
    charset: Literal["gb18030", "gbk"]
    default_unit: int  # of an inch, for feeding
    lacks: frozenset[str] = field(default=frozenset())
    clears: bool = True  # DLE DC4 8
    tells_jam: bool = True
    tells_taken: bool = False
    drawer_bit: int = 0x04  # of n = 1: no drawer, or fixed
    reset_prints: bool = False  # ESC @ prints what the line holds

    def real_time(self, n: int, health: Health, hanging: bool) -> int:
        """The answer to DLE EOT n, 1 to 4."""
        errors = health.jammed or health.cutter_failed
        bits = {
            1: self.drawer_bit
            | (0x08 if health.offline else 0)
            | (0x80 if hanging and self.tells_taken else 0),
            2: (0x04 if health.cover_open else 0)
            | (0x20 if health.paper_out else 0)
            | (0x40 if errors else 0),
            3: (0x04 if health.jammed and self.tells_jam else 0)
            | (0x08 if health.cutter_failed else 0),
            4: (0x0C if health.paper_low else 0) | (0x60 if health.paper_out else 0),
        }
        return 0x12 | bits[n]

    def automatic(self, health: Health) -> bytes:
        """The four bytes of GS a."""
        return bytes(
            (
                0x10 | (0x08 if health.offline else 0) | (0x20 if health.cover_open else 0),
                (0x04 if health.jammed else 0) | (0x08 if health.cutter_failed else 0),
                (0x03 if health.paper_low else 0) | (0x0C if health.paper_out else 0),
                0x0F,
            )
        )

    def barrier(self, health: Health) -> int:
        """The answer to GS r 1."""
        return (0x03 if health.paper_low else 0) | (0x0C if health.paper_out else 0)


MODELS = {
    model.name: model
    for model in (
        Model(
            "tm-t88",
            dots=576,
            margin_dots=32,  # 80 mm paper
            line_dots=34,
            head_to_cutter_dots=112,
            charset="gb18030",
            default_unit=406,
        ),
        Model(
            "bt-t080",
            dots=576,
            margin_dots=32,
            line_dots=34,
            head_to_cutter_dots=112,
            charset="gb18030",
            default_unit=203,
            lacks=frozenset(("GS ( H",)),
            clears=False,
        ),
        Model(
            "kp-628e",
            dots=384,
            margin_dots=38,  # 57.5 mm paper
            line_dots=30,
            head_to_cutter_dots=112,
            charset="gbk",
            default_unit=203,
            lacks=frozenset(("GS ( H", "GS P", "GS a", "ESC E", "ESC G", "ESC r")),
            clears=False,
            tells_jam=False,
            tells_taken=True,
            drawer_bit=0,
            reset_prints=True,
        ),
    )
}
