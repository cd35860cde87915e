"""What must hold of a matter beyond the form of its file: order of its plan, words, what it names.

Answers for one matter beside the shared parts and the other codes, each problem with file, key,
rule and value. Which files there are, and what becomes of one with a problem, is `catalogue`'s.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.matters import (
    ASKED_BY_STEP,
    COMES_AFTER,
    EIGHT_PARTS,
    SAID_OF_VALIDITY,
    Matter,
    kind_of,
    only_if,
)
from config.problem import Problem
from config.shared_parts import SHARED, SharedParts
from config.words import flatten, placeholders_of

LANGUAGES = ("zh", "en")
PART_NAMES = dict(
    zip(
        EIGHT_PARTS,
        ("主项名称", "子项名称", "适用依据", "申请材料", "办事流程", "业务经办流程", "办理时限",
         "表单内容"),
        strict=True,
    )
)  # fmt: skip


def judged(
    name: str, document: Mapping[str, Any], parts: SharedParts, codes: set[str]
) -> tuple[Matter | None, list[Problem]]:
    """A file's matter, and everything that is wrong with it. codes: of all matters there are."""
    if unknown := parts.unknown_stages(document):
        return None, [
            problem_of(name, "plan", f"no such stage in {SHARED}", each) for each in unknown
        ]
    try:
        matter = Matter.model_validate(parts.resolved(document))
    except ValidationError as error:
        return None, [_told(name, each) for each in error.errors(include_url=False)]
    problems = [
        problem_of(name, key, rule, value)
        for rules in (_about_itself, _about_its_words, _about_what_it_names)
        for key, rule, value in rules(name, document, matter, parts, codes)
    ]
    return matter, problems


def _told(name: str, error: Any) -> Problem:
    """A problem that the model found; a part of 八统一 that is missing is called by its name."""
    key = ".".join(str(part) for part in error["loc"]) or "(file)"
    if error["type"] == "missing":
        part = PART_NAMES.get(key)
        return Problem(name, key, f"missing: {part} (八统一)" if part else "missing")
    value = error["input"]
    shown = None if isinstance(value, Mapping) else value
    return problem_of(name, key, error["msg"].removeprefix("Value error, "), shown)


Found = Iterator[tuple[str, str, object]]


def _about_itself(
    name: str, document: Mapping[str, Any], matter: Matter, parts: SharedParts, codes: set[str]
) -> Found:
    if Path(name).stem != matter.code:
        yield "code", f"the file must be named {matter.code}.toml", matter.code
    kinds = matter.kinds()
    for kind in dict.fromkeys(kinds):
        for key in ASKED_BY_STEP.get(kind, ((), ()))[0]:
            if not getattr(matter, key):
                yield key, f"the step {kind} needs it", None
    if "submit" in kinds:
        before = kinds[: kinds.index("submit")]
        if matter.investment:
            yield "plan", "an investment project is never submitted from a kiosk", "submit"
        if matter.identity in ("L0", "L1", "L2"):
            yield "identity", "what is submitted needs L3 or L4", matter.identity
        elif not {"consent", "face"} <= set(before):
            yield "plan", f"{matter.identity}: consent and face come before submit", None
    yield from _out_of_order(matter)
    for path in matter.examples:
        value: Any = document
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is None:
            yield "examples", "no such key in this file", path


def _out_of_order(matter: Matter) -> Found:
    """Steps of which something has to come before, for everybody who comes to them."""
    steps = matter.steps()
    for at, step in enumerate(steps):
        for first in COMES_AFTER.get(kind_of(step), ()):
            earlier = (each for each in steps[:at] if kind_of(each) == first)
            if not any(only_if(each) in (None, only_if(step)) for each in earlier):
                yield "plan", f"{kind_of(step)}: {first} comes before it", None


def _about_its_words(
    name: str, document: Mapping[str, Any], matter: Matter, parts: SharedParts, codes: set[str]
) -> Found:
    zh, en = (flatten(getattr(matter, language)) for language in LANGUAGES)
    for key in sorted(zh.keys() ^ en.keys()):
        yield (
            ("en" if key in zh else "zh") + "." + key,
            "missing; both languages say the same",
            None,
        )
    for key in sorted(zh.keys() & en.keys()):
        if not isinstance(zh[key], str) or not isinstance(en[key], str):
            yield f"zh.{key}", "a text is wanted", None
        elif rule := _wrong_values(zh[key], en[key]):
            yield f"en.{key}", rule, en[key]
    wanted = {"name": "every matter has one", "who": "every matter says for whom it is"}
    for kind in matter.kinds():
        for key in ASKED_BY_STEP.get(kind, ((), ()))[1]:
            wanted.setdefault(key, f"the step {kind} says it")
    asked = matter.eligibility
    if "eligibility" in matter.kinds() and asked is not None and asked.told:
        for key in ("eligible", *SAID_OF_VALIDITY[asked.validity]):
            wanted.setdefault(key, "the step eligibility says it")
    if matter.here != "explained":
        wanted["window_text"] = "who must go to a window"
    if "done" in matter.kinds():
        for way in matter.deliveries or ("result",):
            wanted[f"next_{way}"] = "what happens in the end, by the way of delivery"
    for each in matter.material:
        if each.name not in parts.materials:
            wanted[f"material.{each.name}"] = "no shared material is called so"
    for question in matter.question:
        wanted[f"question.{question.name}"] = "the words of the question"
        for option in question.options:
            if option.advice:
                wanted[f"advice.{option.advice}"] = "the words of the advice"
            if f"shared.option.{option.name}" not in parts.texts["zh"]:
                wanted[f"option.{question.name}.{option.name}"] = "the words of the answer"
    for promise in matter.promise:
        wanted[f"promise.{promise.name}"] = "the text that is promised"
    for key, why in wanted.items():
        if key not in zh:
            yield f"zh.{key}", f"missing: {why}", None


def _wrong_values(zh: str, en: str) -> str:
    try:
        same = placeholders_of(zh) == placeholders_of(en)
    except ValueError as error:
        return f"a brace too many or too few: {error}"
    return "" if same else "other values in braces than in zh"


def _about_what_it_names(
    name: str, document: Mapping[str, Any], matter: Matter, parts: SharedParts, codes: set[str]
) -> Found:
    options = {f"{q.name}={option.name}" for q in matter.question for option in q.options}
    promised, kinds = matter.limits.promised, matter.kinds()
    for i, material in enumerate(matter.material):
        if promised and material.may_lack_days > promised:
            rule = f"it may follow within the promised limit, {promised} working days"
            yield f"material.{i}.may_lack_days", rule, material.may_lack_days
        if material.may_lack_days and "submit" in kinds and "materials" not in kinds:
            rule = "nobody promises it: the plan submits without the step materials"
            yield f"material.{i}.may_lack_days", rule, material.may_lack_days
    for code in matter.supplements:
        if code not in codes - {matter.code}:
            yield "supplements", "no such matter", code
    if matter.unreadable and matter.unreadable not in codes - {matter.code}:
        yield "unreadable", "no such matter", matter.unreadable
    for i, material in enumerate(matter.material):
        if material.only_if and material.only_if not in options:
            yield f"material.{i}.only_if", "no such answer of the self-check", material.only_if
    for code in matter.one_open_of:
        if code not in codes:
            yield "one_open_of", "no such matter", code
    for question in matter.question:
        for option in question.options:
            if option.instead and option.instead not in codes:
                yield f"question.{question.name}", "no such matter", option.instead
    for key, names, known in (
        ("flow", matter.flow, parts.flow),
        ("handling", matter.handling, parts.handling),
        ("form", matter.form, parts.forms),
    ):
        for each in names:
            if each not in known:
                yield key, f"not in {SHARED}", each


def problem_of(file: str, key: str, rule: str, value: object) -> Problem:
    text = "" if value is None else repr(value)
    return Problem(file, key, rule, text if len(text) <= 80 else text[:79] + "…")
