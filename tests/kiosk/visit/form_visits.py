"""A matter with forms, made from one of the catalogue, and a visitor who presses by name."""

from dataclasses import replace
from typing import Any

from config.matters import Stage
from kiosk.effects import Spell
from kiosk.events import Event
from kiosk.events.touches import Spelled
from kiosk.rules import Rules
from kiosk.visit.steps.form import Filling
from tests.kiosk.visit.kiosk import Kiosk, card_of, controls

PLAN = (
    Stage(name="read", steps=("need_to_know", "privacy")),
    Stage(name="card", steps=("card",)),
    Stage(name="identity", steps=("consent", "face")),
    Stage(name="answers", steps=("form:card_loss", "form:self_employed")),
    Stage(name="submit", steps=("review", "submit")),
    Stage(name="after", steps=("done", "rating")),
)

SPELLINGS = {
    "haiwei": Spelled("haiwei", ("hai", "wei"), ("海味", "海威", "海")),
    "laowang": Spelled("laowang", ("lao", "wang"), ("老王", "老")),
    "yugang": Spelled("yugang", ("yu", "gang"), ("渔港", "鱼", "余")),
}
"""What an input method answers; for anything else it knows nothing."""


def with_forms(rules: Rules, code: str = "BL-02", plan: tuple[Stage, ...] = PLAN) -> Rules:
    """These rules with another plan for one of their matters, where nothing is delivered."""
    matter = rules.matters[code].model_copy(update={"plan": plan, "deliveries": ()})
    return replace(rules, matters={**rules.matters, code: matter})


class FormKiosk(Kiosk):
    """Answers what is asked of the input method, as its worker would."""

    def happen(self, event: Event) -> None:
        seen = len(self.effects)
        super().happen(event)
        for effect in self.effects[seen:]:
            if isinstance(effect, Spell):
                none = Spelled(effect.letters, (effect.letters,), ())
                super().happen(SPELLINGS.get(effect.letters, none))

    @property
    def asked(self) -> str:
        """The datum that a form asks for now; empty where none does."""
        step = self.state.visit.step if self.state.visit else None
        return step.asked if isinstance(step, Filling) else ""

    @property
    def data(self) -> dict[str, str]:
        """What this visit knows, by name."""
        assert self.state.visit is not None
        return {datum.name: datum.value for datum in self.state.visit.facts.data}

    def press(self, *names: str) -> Any:
        """Press controls by their names, each on the page that the one before has led to."""
        for name in names:
            found = [control for control in controls(self.shown) if control.name == name]
            assert found, f"no “{name}” on {self.page}: {[c.name for c in controls(self.shown)]}"
            self.tell(found[0].press)
        return self.shown

    def types(self, letters: str) -> Any:
        return self.press(*(f"key-{letter}" for letter in letters))

    def digits(self, figures: str) -> Any:
        return self.press(*(f"digit-{figure}" for figure in figures))

    def to_the_forms(self) -> Any:
        self.to_the_card("BL-02")
        self.reads_card(card_of("chen-haiying"))
        self.press("agree")
        return self.face_at(0.31)

    def fills_card_loss(self) -> Any:
        self.digits("19900006620")
        self.press("continue")
        self.digits("20261120")
        return self.press("continue", "skip")

    def to_the_search(self) -> Any:
        """Where what a shop does is found by typing."""
        self.to_the_forms()
        self.fills_card_loss()
        return self.press("group-search")

    def fills_self_employed(self, *proof: str) -> Any:
        """proof: what is pressed about the address; otherwise it is promised."""
        self.press("group-fresh", "entry-SL011", "continue", "continue", "use_name-yes")
        self.types("haiwei")
        self.press("candidate-0", "continue", "trade-0", "form-0", "continue")
        self.press("town-330225101")
        self.types("yugang")
        self.press("candidate-0", "candidate-0", "keys-digits", "key-9", "continue")
        self.press("premises_right-rented", "composition-personal")
        self.digits("50000")
        self.press("continue")
        self.digits("2")
        return self.press("continue", *(proof or ("place-declare", "promise")))

    def to_the_review_of_forms(self) -> Any:
        self.to_the_forms()
        self.fills_card_loss()
        return self.fills_self_employed()
