"""The words of the field, as XFS4IoT's published schemas spell them.

The value of each member is the word on the wire and in the logs; the words that a person reads
are in `config/texts/`. Health (`DeviceState`) and the end of the last command (`CompletionCode`)
are kept apart: a device that failed once is not a broken device.
"""

from enum import StrEnum


class Device(StrEnum):
    """The devices of a kiosk; also the names used by `diagnose` and by the audit log."""

    CARD_READER = "card_reader"
    PRINTER = "printer"
    CAMERA = "camera"
    BIOMETRIC = "biometric"
    DOCUMENT_PRINTER = "document_printer"
    BARCODE_READER = "barcode_reader"


class DeviceState(StrEnum):
    """`Common.Status.device` of XFS4IoT."""

    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    DEVICE_BUSY = "deviceBusy"
    FRAUD_ATTEMPT = "fraudAttempt"
    POTENTIAL_FRAUD = "potentialFraud"
    STARTING = "starting"


class CompletionCode(StrEnum):
    """How a command ended; the part of XFS4IoT's list that our devices can reach."""

    SUCCESS = "success"
    CANCELED = "canceled"
    DEVICE_NOT_READY = "deviceNotReady"
    FRAUD_ATTEMPT = "fraudAttempt"
    HARDWARE_ERROR = "hardwareError"
    INTERNAL_ERROR = "internalError"
    INVALID_DATA = "invalidData"
    TIME_OUT = "timeOut"
    UNSUPPORTED_COMMAND = "unsupportedCommand"
    UNSUPPORTED_DATA = "unsupportedData"
    USER_ERROR = "userError"


class PaperSupply(StrEnum):
    """`Printer.Status.paper`; *unknown* never blocks a print."""

    UNKNOWN = "unknown"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"


class DocumentMedia(StrEnum):
    """A sheet of the licence printer, by its self-describing name (PWG 5101.1)."""

    A4 = "iso_a4_210x297mm"
    A3 = "iso_a3_297x420mm"


class PrintOutcome(StrEnum):
    """What is known of a print job at its end.

    *printed* is proved by the printer (process id or barrier after the cut); *unconfirmed* means
    that the bytes left and nothing came back; *partial* that the printer stopped on the way.
    """

    PRINTED = "printed"
    PARTIAL = "partial"
    UNCONFIRMED = "unconfirmed"


class Hint(StrEnum):
    """What the person before the camera should do, one at a time.

    First what makes a picture good (ISO/IEC 29794-5), then the actions of the liveness check; left
    and right are the person's own.
    """

    LOOK_AT_CAMERA = "look_at_camera"
    COME_CLOSER = "come_closer"
    STEP_BACK = "step_back"
    LOOK_STRAIGHT = "look_straight"
    MORE_LIGHT = "more_light"
    GLASSES_OFF = "glasses_off"
    UNCOVER_FACE = "uncover_face"
    ONE_PERSON = "one_person"
    HOLD_STILL = "hold_still"
    BLINK = "blink"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    OPEN_MOUTH = "open_mouth"
    FACE_FORWARD = "face_forward"
    COMPARING = "comparing"


ACTIONS = (Hint.BLINK, Hint.TURN_LEFT, Hint.TURN_RIGHT, Hint.OPEN_MOUTH)
"""What the liveness check may ask for."""


class Liveness(StrEnum):
    """How the liveness check of one try ended, for the visit and for the audit log."""

    PASSED = "passed"
    MISSED = "missed"  # what was asked for was not seen in its time
    OTHER_ACTION = "other_action"  # something else was done
    FACE_LOST = "face_lost"  # the face went away, or jumped
    NOT_ALONE = "not_alone"
    FACE_CHANGED = "face_changed"  # it is not the same face throughout


class Theme(StrEnum):
    """How the screen looks; reset to STANDARD with every visit. Night is a variant of STANDARD."""

    STANDARD = "standard"
    ELDER = "elder"
    CONTRAST = "contrast"


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


class LeaveReason(StrEnum):
    """Why a visit ended, for the audit log."""

    FINISHED = "finished"
    LEFT = "left"
    TIMED_OUT = "timed_out"
    DECLINED = "declined"
    NOT_SELF = "not_self"
    TO_WINDOW = "to_window"
    OUT_OF_SERVICE = "out_of_service"


class Platform(StrEnum):
    """The government platforms; also their names in the configuration and in the audit log."""

    ACCEPTANCE = "acceptance"  # 统一受理平台
    PROGRESS = "progress"  # the same, asked where a case is
    IDENTITY = "identity"  # 浙里办, 电子身份证: who shows this code
    CLERK = "clerk"  # a person at a remote desk
    E_LICENCE = "e_licence"  # 电子证照: business licences with their seal
    WINDOW = "window"  # the queue of the window, and what was filled in for it
    RATING = "rating"  # 好差评
    HOTLINE = "hotline"  # 12345
    PAYMENT = "payment"  # 统一公共支付
    SHARING = "sharing"  # 省公共数据共享平台: what the government knows already


class AnswerCode(StrEnum):
    """How a question to a platform ended. After UNKNOWN and TIMED_OUT nobody knows whether the
    platform did what it was asked: only what is harmless twice may be asked again.
    """

    ANSWERED = "answered"
    REFUSED = "refused"  # reached, understood, and the answer is no; the reason says why
    UNKNOWN = "unknown"  # reached, and what came back makes no sense or was cut off
    UNREACHABLE = "unreachable"  # not reached, or known to be down: nothing was done
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"  # by the step that had asked, or with its visit
