"""Client of 统一受理平台: token, number 申报号, *receive* 收件. Keeps nothing, repeats nothing.

HTTP POST of forms; every answer is a small XML document with `result` and `resultmsg`, in UTF-8 or,
from older departments, in GB18030. Three ways an exchange can end: it worked, not now
(`PlatformLater`), or not ever with these documents (`CaseNotTaken`).

Not known of the real platform and therefore ours: what `param` of the number holds, the codes of
`result` (`acceptance.toml`), the names `token` and `PROJID` in the answers.
"""

import json
import re
from collections.abc import Mapping

from config.model import AcceptancePlatformConfig
from kiosk.platforms.documents import Documents, platform_facts
from kiosk.platforms.line import Answer, Line, LineProblem
from kiosk.platforms.reading import read_xml

TOKEN = "Test/getauth"
NUMBER = "UAP/projid/get"
RECEIVE = "BJHC/UAP/Receive"
PROGRESS = "UAP/progress/get"
PROGRESS_LIST = "UAP/progress/list"

# Answers of these kinds are about the way or the log-in, not about what was sent.
_NOT_THE_CASE = frozenset({401, 403, 404, 407, 408, 425, 429})


class PlatformLater(Exception):
    """Not now. Its text is a code for the audit log: "timeout", "http=503", "result=99", ..."""


class CaseNotTaken(Exception):
    """The platform refuses these documents. Its text is a code: "http=413", "result=24", ..."""


class _LogInAgain(Exception):
    pass


class AcceptancePlatform:
    """One thread at a time may ask; `close` may come from any."""

    def __init__(self, config: AcceptancePlatformConfig) -> None:
        self._config = config
        self._line = Line(config.base_url, config.connect_timeout_s, config.read_timeout_s)
        self._authorization = ""

    def log_in(self) -> None:
        """Get a token; also the way to see whether the platform is there. Raises PlatformLater."""
        self._authorization = ""
        name, password = self._secret()
        form = {"Type": "Bearer", "LoginName": name, "LoginPwd": password}
        try:
            token = self._ask(TOKEN, form).get("token", "")
        except (CaseNotTaken, _LogInAgain):
            raise PlatformLater("login") from None  # ours to put right, never the case's fault
        if not re.fullmatch(r"[\x21-\x7e]{1,4096}", token):
            raise PlatformLater("nonsense")
        self._authorization = f"Bearer {token}"

    def next_number(self, area: str, service_code: str) -> str:
        """A new 申报号, 21 digits. Raises PlatformLater, CaseNotTaken."""
        param = {
            "AREACODE": area,
            "SERVICECODE": service_code,
            "BELONGSYSTEM": self._config.belong_system,
        }
        answer = self._ask_logged_in(NUMBER, {"param": json.dumps(param, separators=(",", ":"))})
        projid = answer.get("projid", "")
        if not re.fullmatch(r"\d{21}", projid, re.ASCII):
            raise PlatformLater("nonsense")
        return projid

    def receive(self, projid: str, documents: Documents) -> None:
        """Hand the case over; the same again is harmless. Raises PlatformLater, CaseNotTaken."""
        answer = self._ask_logged_in(
            RECEIVE,
            {
                "PROJID": projid,
                "baseInfoXml": documents.base_info,
                "attrXml": documents.attributes,
                "formXml": documents.form,
                "BELONGSYSTEM": self._config.belong_system,
            },
        )
        if answer.get("projid", projid) != projid:
            raise PlatformLater("nonsense")

    def progress(self, projid: str, password: str) -> Mapping[str, str]:
        """What the departments did with it: SERVICECODE, ACTS. Raises PlatformLater, CaseNotTaken.

        Not known of the real platform, and therefore ours altogether.
        """
        return self._ask_logged_in(PROGRESS, {"PROJID": projid, "PROJPWD": password})

    def cases_of(self, number: str) -> Mapping[str, str]:
        """A citizen's cases: CASES. Ours, as above. Raises PlatformLater, CaseNotTaken."""
        return self._ask_logged_in(PROGRESS_LIST, {"CARDNUMBER": number})

    def hang_up(self) -> None:
        """End what is under way; what comes later goes on."""
        self._line.hang_up()

    def close(self) -> None:
        self._line.close()

    def _ask_logged_in(self, path: str, form: Mapping[str, str]) -> Mapping[str, str]:
        fresh = not self._authorization
        if fresh:
            self.log_in()
        try:
            return self._ask(path, form)
        except _LogInAgain:
            self._authorization = ""
            if fresh:
                raise PlatformLater("login") from None
            return self._ask_logged_in(path, form)

    def _ask(self, path: str, form: Mapping[str, str]) -> Mapping[str, str]:
        """The answer's elements by name in small letters, when it says that all is well."""
        headers = {"Authorization": self._authorization} if self._authorization else {}
        try:
            answer = self._line.post(path, form, headers)
        except LineProblem as problem:
            raise PlatformLater(str(problem)) from None
        if answer.status != 200:
            raise _http_problem(answer.status)
        fields = _fields(answer)
        codes, result = platform_facts()["answers"], fields.get("result", "")
        if result in codes["ok"]:
            return fields
        if result in codes["log_in_again"]:
            raise _LogInAgain
        if result in codes["refused"]:
            raise CaseNotTaken(f"result={result}")
        shown = result if re.fullmatch(r"[0-9A-Za-z]{1,6}", result, re.ASCII) else "none"
        raise PlatformLater(f"result={shown}")

    def _secret(self) -> tuple[str, str]:
        try:
            secret = json.loads(self._config.secret_file.read_text(encoding="utf-8"))
            return str(secret["login_name"]), str(secret["login_password"])
        except (OSError, ValueError, KeyError, TypeError):
            raise PlatformLater("secret_file") from None


def _http_problem(status: int) -> Exception:
    if status == 401:
        return _LogInAgain()
    if 400 <= status < 500 and status not in _NOT_THE_CASE:
        return CaseNotTaken(f"http={status}")
    return PlatformLater(f"http={status}")


def _fields(answer: Answer) -> dict[str, str]:
    """Raises PlatformLater when this is no such document."""
    try:
        root = read_xml(answer.body)
    except ValueError:
        raise PlatformLater("nonsense") from None
    return {element.tag.lower(): (element.text or "").strip() for element in root}
