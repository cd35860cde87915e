"""Client of 统一公共支付: a bill made out, looked at until it is paid, or cancelled.

Known of the real platform: XML of PARAM and DETAIL, `IS_SUCCESS CODE`, "00" and "99", the fields of
a bill. Not known, and therefore ours: the paths, `PAYSTATE` and `QRCODE` in the answers, how a
channel signs (`SIGN`, HMAC-SHA256 over the other PARAMs), the words of ERRMSG (`payment.toml`,
docs/platforms.md). Amounts are yuan with two decimals on the wire and whole 分 everywhere else.
"""

import hashlib
import hmac
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from config.model import PlatformConfig
from kiosk.clock import Clock
from kiosk.platforms.client import NotReached, NotUnderstood, Refused, as_code
from kiosk.platforms.line import Line
from kiosk.platforms.reading import read_xml
from kiosk.questions import Bill, BillState, CancelBill, LookAtBill, OpenBill, Question

MAKE, QUERY, CANCEL = "payment/make", "payment/query", "payment/cancel"
_CLOCK = Clock()
_AMOUNT = re.compile(r"(\d{1,9})\.(\d\d)", re.ASCII)


@cache
def payment_facts() -> Mapping[str, Any]:
    """`payment.toml`."""
    file = Path(__file__).with_name("payment.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


class PaymentPlatform:
    """A `kiosk.platforms.client.Client`."""

    def __init__(self, config: PlatformConfig, now: Callable[[], datetime] = _CLOCK.now) -> None:
        self._config, self._now = config, now
        self._line = Line(config.base_url, config.connect_timeout_s, config.read_timeout_s)
        self.hang_up, self.close = self._line.hang_up, self._line.close

    def ask(self, question: Question) -> Bill:
        match question:
            case OpenBill(order=order):
                notice = payment_facts()["channel"] + order
                told = _bill(self._post(MAKE, self._bill(question, notice), _line(question)))
                if told.fen != question.fen:
                    raise NotUnderstood("other_bill")
            case LookAtBill(notice=notice):
                told = _bill(self._post(QUERY, {"NOTICENO": notice}))
            case CancelBill(notice=notice):
                told = _bill(self._post(CANCEL, {"NOTICENO": notice}))
            case _:
                raise AssertionError(f"no question of payment: {type(question).__name__}")
        if told.notice != notice:
            raise NotUnderstood("other_bill")
        return told

    def probe(self) -> None:
        try:
            self._post(QUERY, {"NOTICENO": "0"})
        except Refused:
            return  # it knows no such bill, and says so: it is there

    def _bill(self, question: OpenBill, notice: str) -> dict[str, str]:
        facts, now = payment_facts(), self._now()
        return {
            "REGICODE": facts["enter_code"][:6],
            "NOTICENO": notice,
            "CHANNELNO": facts["channel"],
            "ORIGINALNOTICENO": question.order,
            "PAYER": question.payer,
            "PAYERSFZ": question.number,
            "MAKEDATE": f"{now:%Y%m%d}",
            "MAKETIME": f"{now:%H%M%S}",
            "TOTALMONEY": _yuan(question.fen),
            "YWCODE": facts["business_code"],
            "ENTERCODE": facts["enter_code"],
            "ENTERNAME": facts["enter_name"],
            "ISTRUENAME": "1",
            "NOTICEDIS": question.item,
            "EXPIREDPAYDATE": "",
            "ISCOUNTOVERDUE": "0",
            "PRINTINFO": "",
        }

    def _post(
        self, path: str, asked: Mapping[str, str], line: Mapping[str, str] | None = None
    ) -> Mapping[str, str]:
        root = ElementTree.Element("ROOT")
        request = ElementTree.SubElement(root, "REQUEST")
        for name, value in {**asked, "SIGN": self._sign(asked)}.items():
            ElementTree.SubElement(request, "PARAM", NAME=name).text = value
        if line is not None:
            project = ElementTree.SubElement(request, "PROJECT")
            for name, value in line.items():
                ElementTree.SubElement(project, name).text = value
        text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
        answer = self._line.post(path, text.encode(), {"Content-Type": "application/xml"})
        if answer.status != 200:
            raise NotReached(f"http={answer.status}")
        return _details(answer.body)

    def _sign(self, asked: Mapping[str, str]) -> str:
        try:
            secret = json.loads(self._config.secret_file.read_text(encoding="utf-8"))
            key = str(secret["app_secret"])
        except (OSError, ValueError, KeyError, TypeError):
            raise NotReached("secret_file") from None
        text = "&".join(f"{name}={asked[name]}" for name in sorted(asked))
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _line(question: OpenBill) -> dict[str, str]:
    """The bill's one line."""
    return {
        "CHITCODE": payment_facts()["item_code"],
        "CHITNAME": question.item,
        "METRICUNIT": payment_facts()["unit"],
        "CHCOUNT": "1",
        "CHARGESTANDARD": _yuan(question.fen),
        "CHMONEY": _yuan(question.fen),
    }


def _details(body: bytearray) -> Mapping[str, str]:
    """The one DETAIL. Raises Refused, NotReached, NotUnderstood."""
    try:
        root = read_xml(body)
    except ValueError:
        raise NotUnderstood("nonsense") from None
    success = root.find("IS_SUCCESS")
    if root.tag != "ROOT" or success is None:
        raise NotUnderstood("nonsense")
    if success.get("CODE") != "00":
        reason = as_code(root.findtext("ERRMSG"))
        if reason in ("busy", "sign", "malformed", "other"):
            raise NotReached(reason)
        raise Refused(reason)
    detail = root.find("RESPONSE/RESULT/DETAIL")
    if detail is None:
        raise NotUnderstood("nonsense")
    return {element.tag: (element.text or "").strip() for element in detail}


def _bill(told: Mapping[str, str]) -> Bill:
    state = payment_facts()["states"].get(told.get("PAYSTATE", ""))
    amount = _AMOUNT.fullmatch(told.get("TOTALMONEY", ""))
    notice = told.get("NOTICENO", "")
    if state is None or amount is None or not notice:
        raise NotUnderstood("nonsense")
    waiting = state == BillState.WAITING
    if waiting and not re.fullmatch(r"[!-~]{8,512}", told.get("QRCODE", ""), re.ASCII):
        raise NotUnderstood("nonsense")  # a bill that nobody could pay
    return Bill(
        notice=notice,
        state=BillState(state),
        fen=int(amount[1]) * 100 + int(amount[2]),
        code=told["QRCODE"] if waiting else "",
    )


def _yuan(fen: int) -> str:
    """2000 is 20.00; no float comes near it."""
    return f"{fen // 100}.{fen % 100:02d}"
