"""办件状态: what may become of a case, and who may say so; one machine for every matter.

The names are those that citizens and clerks know. A kiosk is a channel: once a case is 已提交 or
审查中, only the platform and the departments move it on; the clock may light a lamp, never decide.
What a case has to say for itself at a turn (a reason, what is lacking, which organ is competent) is
demanded here, so that no slip can be without it (行政许可法 art. 32 and 38).

Pure. How long each turn may take is in `clocks`; what is printed is the slips' business.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class CaseState(StrEnum):
    DRAFT = "draft"  # 填报中
    PENDING_UPLOAD = "pending_upload"  # 待上传: 收件凭证, 尚未受理
    SUBMITTED = "submitted"  # 已提交
    ACCEPTED = "accepted"  # 已受理
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    TO_SUPPLEMENT = "to_supplement"  # 待补正
    TOLERANT = "tolerant"  # 容缺受理
    VOID = "void"  # 逾期未补正, 视为放弃
    REVIEW = "review"  # 审查中
    SPECIAL = "special"  # 特别程序: the clock stands still
    GRANTED = "granted"  # 准予
    REFUSED = "refused"  # 不予许可, 不予登记
    WITHDRAWN = "withdrawn"  # 申请人撤回
    ABORTED = "aborted"  # 终止
    PRODUCING = "producing"  # 制证中
    READY = "ready"  # 待领取
    RETURNED = "returned"  # 逾期未领, 已退回
    DELIVERED = "delivered"  # 已送达
    CLOSED = "closed"  # 办结
    ARCHIVED = "archived"  # 已归档


class Actor(StrEnum):
    CITIZEN = "citizen"
    TERMINAL = "terminal"
    PLATFORM = "platform"
    DEPARTMENT = "department"
    SCHEDULER = "scheduler"  # time alone


S, A = CaseState, Actor
_OFFICES = frozenset({A.PLATFORM, A.DEPARTMENT})

EDGES: dict[tuple[CaseState, CaseState], frozenset[Actor]] = {
    (S.DRAFT, S.PENDING_UPLOAD): frozenset({A.CITIZEN}),
    (S.DRAFT, S.SUBMITTED): frozenset({A.CITIZEN}),
    (S.PENDING_UPLOAD, S.SUBMITTED): frozenset({A.TERMINAL}),
    (S.SUBMITTED, S.ACCEPTED): _OFFICES,
    (S.SUBMITTED, S.NOT_ACCEPTED): _OFFICES,
    (S.SUBMITTED, S.TO_SUPPLEMENT): _OFFICES,
    (S.SUBMITTED, S.TOLERANT): _OFFICES,
    (S.TO_SUPPLEMENT, S.SUBMITTED): frozenset({A.CITIZEN}),
    (S.TO_SUPPLEMENT, S.VOID): frozenset({A.SCHEDULER}),
    (S.TOLERANT, S.REVIEW): frozenset({A.DEPARTMENT}),
    (S.TOLERANT, S.TO_SUPPLEMENT): frozenset({A.SCHEDULER}),
    (S.TOLERANT, S.VOID): frozenset({A.SCHEDULER}),
    (S.ACCEPTED, S.REVIEW): frozenset({A.DEPARTMENT}),
    (S.REVIEW, S.SPECIAL): frozenset({A.DEPARTMENT}),
    (S.SPECIAL, S.REVIEW): frozenset({A.DEPARTMENT}),
    (S.REVIEW, S.GRANTED): frozenset({A.DEPARTMENT}),
    (S.REVIEW, S.REFUSED): frozenset({A.DEPARTMENT}),
    (S.REVIEW, S.WITHDRAWN): _OFFICES,  # the applicant asks, an office carries it out
    (S.REVIEW, S.ABORTED): frozenset({A.DEPARTMENT}),
    (S.GRANTED, S.PRODUCING): frozenset({A.DEPARTMENT}),
    (S.GRANTED, S.READY): frozenset({A.DEPARTMENT, A.PLATFORM}),  # nothing is made: 电子证照
    (S.PRODUCING, S.READY): frozenset({A.DEPARTMENT}),
    (S.READY, S.DELIVERED): frozenset({A.TERMINAL, A.DEPARTMENT}),
    (S.READY, S.RETURNED): frozenset({A.SCHEDULER}),
    (S.RETURNED, S.READY): frozenset({A.DEPARTMENT}),
    **{
        (decided, S.CLOSED): frozenset({A.PLATFORM})
        for decided in (
            S.NOT_ACCEPTED, S.VOID, S.REFUSED, S.WITHDRAWN, S.ABORTED, S.DELIVERED,
        )
    },
    (S.CLOSED, S.ARCHIVED): frozenset({A.PLATFORM, A.SCHEDULER}),
}  # fmt: skip
"""Every turn that there is, and who may take it. What is not here cannot happen."""

REFUSALS = frozenset({S.NOT_ACCEPTED, S.REFUSED})
"""Always with a reason, and with the remedies that the law gives (行政复议, 行政诉讼)."""
WITH_ITEMS = frozenset({S.TO_SUPPLEMENT, S.TOLERANT})
"""Always with everything that is lacking, told at once."""


OVER = frozenset(
    {
        *(S.NOT_ACCEPTED, S.VOID, S.REFUSED, S.WITHDRAWN, S.ABORTED),
        *(S.DELIVERED, S.CLOSED, S.ARCHIVED),
    }
)
"""Nobody works on it any more."""


class IllegalTurn(Exception):
    """A turn that the machine does not have, or one without what it has to say."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What an actor says of a case. items: everything that is lacking. due: until when.

    competent_organ: to whom to go, where the reason is that this is nobody's here.
    """

    to: CaseState
    actor: Actor
    on: date
    reason: str = ""
    outside_remit: bool = False
    competent_organ: str = ""
    items: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a case is. lacking: what was promised under 容缺受理 and is not there yet."""

    state: CaseState
    since: date
    turns: tuple[Turn, ...] = ()
    lacking: frozenset[str] = field(default_factory=frozenset)

    @property
    def refusal(self) -> Turn | None:
        """The turn that said no; its remedies outlast it, also once the case is 办结."""
        return next((turn for turn in reversed(self.turns) if turn.to in REFUSALS), None)

    @property
    def is_open(self) -> bool:
        return self.state not in OVER

    @property
    def has_remedies(self) -> bool:
        return self.refusal is not None

    @property
    def asked_for(self) -> Turn | None:
        """The turn that told what is open: 待补正, or 容缺 while something has not come."""
        open_now = self.state is CaseState.TO_SUPPLEMENT or bool(self.lacking)
        told = (turn for turn in reversed(self.turns) if turn.to in WITH_ITEMS)
        return next(told, None) if open_now else None

    @property
    def open_items(self) -> tuple[str, ...]:
        """What the applicant still has to hand in, in the order in which it was told."""
        asked = self.asked_for
        if asked is None or asked.to is CaseState.TO_SUPPLEMENT:
            return asked.items if asked else ()
        return tuple(item for item in asked.items if item in self.lacking)


def begun(on: date) -> Progress:
    """A case that somebody is filling in."""
    return Progress(CaseState.DRAFT, on)


def turned(progress: Progress, turn: Turn) -> Progress:
    """The case after this turn. Raises IllegalTurn; nothing has changed then."""
    actors = EDGES.get((progress.state, turn.to))
    if actors is None:
        raise IllegalTurn(f"{progress.state} never becomes {turn.to}")
    if turn.actor not in actors:
        raise IllegalTurn(f"{progress.state} to {turn.to} is not for {turn.actor}")
    if turn.on < progress.since:
        raise IllegalTurn(f"{turn.to} before {progress.state}")
    _says_what_it_must(turn)
    lacking = progress.lacking
    if turn.to is CaseState.TOLERANT:
        lacking = frozenset(turn.items)
    elif turn.to is CaseState.GRANTED and lacking:
        raise IllegalTurn(f"no result before all that was promised is there: {sorted(lacking)}")
    elif turn.to is CaseState.TO_SUPPLEMENT:
        lacking = frozenset()  # it is asked for again, with everything else
    return Progress(turn.to, turn.on, (*progress.turns, turn), lacking)


def handed_in(progress: Progress, item: str) -> Progress:
    """Something that was promised has come. Raises IllegalTurn for what nobody waits for."""
    if item not in progress.lacking:
        raise IllegalTurn(f"nobody waits for {item}")
    return replace(progress, lacking=progress.lacking - {item})


def _says_what_it_must(turn: Turn) -> None:
    if turn.to in REFUSALS and not turn.reason:
        raise IllegalTurn(f"{turn.to} without a reason")
    if turn.to is CaseState.NOT_ACCEPTED and turn.outside_remit and not turn.competent_organ:
        raise IllegalTurn("outside the remit, and no competent organ named")
    if turn.to in WITH_ITEMS and not turn.items:
        raise IllegalTurn(f"{turn.to} without what is lacking")
    if turn.to is CaseState.TOLERANT and (turn.due is None or turn.due < turn.on):
        raise IllegalTurn("tolerant, and no day until which the rest comes")
