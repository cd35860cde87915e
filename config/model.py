"""What this particular kiosk is, as one frozen model, parsed once.

Unknown keys are refused, and every problem of a file is told at once with key, rule and value
(pydantic). `kiosk.toml` on the machine holds identity, wiring and references to secrets; the rest
comes from `defaults.toml` and the profile. Signed layers will be laid between the two.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


PIN_HASH = r"^scrypt\$(8192|16384|32768)\$8\$[12]\$[A-Za-z0-9+/]{22,43}={0,2}\$[A-Za-z0-9+/]{43}=$"

TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

Seconds = Annotated[float, Field(gt=0, le=3600)]


class Identity(_Part):
    """Which kiosk this is. site: 14 digits (town, point, machine), see docs/configuration.md.

    zone_name, window_name: in Chinese; with _en, what English pages and slips say instead.
    """

    county: str = Field(pattern=r"^[0-9]{6}$")
    zone_name: str
    zone_name_en: str
    site: str = Field(pattern=r"^[0-9]{14}$")
    terminal: str = Field(pattern=r"^[A-Z]{2}-[0-9]{4}$")
    window_name: str
    window_name_en: str
    window_phone: str

    def zone_in(self, language: str) -> str:
        """The zone's name in a language: "zh" or "en"."""
        return self.zone_name_en if language == "en" else self.zone_name

    def window_in(self, language: str) -> str:
        """Where the window is, in a language: "zh" or "en"."""
        return self.window_name_en if language == "en" else self.window_name


class CardReaderConfig(_Part):
    """How to reach the reader, and how patient to be with it (seconds, beyond the wire's time).

    sam_id: the registered number of its security module; another one is not used. presence: the
    request that tells whether a card still lies there, which differs between makers.
    read_fingerprints: only for a maker whose module reads nothing else; they are never looked at.
    """

    port: str
    baud: Literal["auto", 115200, 57600, 38400, 19200, 9600] = "auto"
    sam_id: str | None = Field(default=None, pattern=r"^\d{1,5}[.-]\d{1,5}(-\d{1,10}){3}$")
    presence: Literal["30 03", "30 05"] = "30 03"
    read_added_addresses: bool = False
    read_fingerprints: bool = False
    poll_interval_s: Seconds = 0.3
    reply_timeout_s: Seconds = 1.0
    read_timeout_s: Seconds = 3.0
    settle_s: Seconds = 0.05
    reopen_first_s: Seconds = 0.5
    reopen_most_s: Seconds = 30.0


class PrinterConfig(_Part):
    """roll_m: how long a new roll is, in metres, for the forecast of the paper."""

    port: str
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 115200
    profile: str = "epson-tm-t88"
    roll_m: float = Field(default=80.0, gt=0, le=500)
    status_interval_s: Seconds = 0.5
    reply_timeout_s: Seconds = 0.5
    job_timeout_s: Seconds = 20.0
    reopen_first_s: Seconds = 0.5
    reopen_most_s: Seconds = 30.0


class CameraConfig(_Part):
    """source: what cv2.VideoCapture opens, an MJPEG address or a device number."""

    source: str
    open_timeout_s: Seconds = 3.0
    read_timeout_s: Seconds = 1.0
    preview_fps: float = Field(default=15.0, gt=0, le=30)


class BarcodeReaderConfig(_Part):
    """profile: a model of devices/barcode_reader/profiles. gap_s ends a code without CR or LF."""

    port: str
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 9600
    profile: str = "always-on"
    gap_s: Seconds = 0.05
    same_code_s: Seconds = 1.5
    reply_timeout_s: Seconds = 0.5
    status_interval_s: Seconds = 3.0
    reopen_first_s: Seconds = 0.5
    reopen_most_s: Seconds = 30.0


class DocumentPrinterConfig(_Part):
    """The A4/A3 printer. uri: its address over IPP, inside the cabinet: nothing is encrypted there.

    tray: the printer's own word for one of its trays (`media-source-supported`), None: it chooses.
    """

    uri: str = Field(pattern=r"^ipp://[A-Za-z0-9.\-]+(:\d{1,5})?(/[!-~]*)?$")
    media: Literal["A4", "A3"] = "A4"
    tray: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9._\-]{0,254}$")
    status_interval_s: Seconds = 5.0
    job_interval_s: Seconds = 0.5
    connect_timeout_s: Seconds = 2.0
    reply_timeout_s: Seconds = 3.0
    stopped_patience_s: Seconds = 5.0
    job_timeout_s: Seconds = 180.0
    reopen_first_s: Seconds = 0.5
    reopen_most_s: Seconds = 30.0


class FaceConfig(_Part):
    """Zones of the face check: pass up to `pass_at_most`, another way above `other_way_above`.

    0.6, the library's own default, cannot be set: it takes one impostor in four of the same group
    for the owner (docs/decisions).
    """

    pass_at_most: float = Field(default=0.45, ge=0.30, le=0.50)
    other_way_above: float = Field(default=0.52, ge=0.40, le=0.56)
    tries: int = Field(default=3, ge=1, le=3)
    try_limit_s: Seconds = 20.0

    @model_validator(mode="after")
    def _zones_do_not_cross(self) -> "FaceConfig":
        if self.pass_at_most > self.other_way_above:
            raise ValueError("pass_at_most must not be above other_way_above")
        return self


class PhotoLibraryConfig(_Part):
    """The maker's library that decodes the photo on a real card; licensed to the operator.

    call: what it offers. pixels: how bare pixels come out of it; see devices/biometric.
    """

    path: Path
    call: Literal["unpack", "_Unpack", "dewlt"]
    pixels: Literal["bgr", "rgb", "bgr_bottom_up", "rgb_turned"] = "bgr_bottom_up"


class PatienceConfig(_Part):
    """How long a visitor may take. 长辈 doubles them (design.md, motion and idle)."""

    idle_s: Seconds = 60.0
    countdown_s: Seconds = 20.0
    done_s: Seconds = 60.0
    rating_s: Seconds = 20.0
    goodbye_s: Seconds = 6.0
    take_card_s: Seconds = 30.0
    submit_s: Seconds = 8.0
    elder_factor: float = Field(default=2.0, ge=1, le=5)


class AcceptancePlatformConfig(_Part):
    """统一受理平台. secret_file holds login name and password, never this file."""

    base_url: str = Field(
        pattern=r"^https?://([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[!-~]*)?$"
    )
    secret_file: Path
    belong_system: str = Field(pattern=r"^[0-9]{11}$")
    connect_timeout_s: Seconds = 3.0
    read_timeout_s: Seconds = 6.0
    retry_first_s: Seconds = 2.0
    retry_most_s: Seconds = 300.0


class KeepingConfig(_Part):
    """Where cases wait. key_file: 32 bytes; a systemd credential of that name goes before it."""

    directory: Path
    key_file: Path


class HoursConfig(_Part):
    """Office hours of the window, for what waits for people. Night: when the screen goes dark."""

    window_open: TimeOfDay = "08:30"
    window_close: TimeOfDay = "17:00"
    night_from: TimeOfDay = "19:00"
    night_to: TimeOfDay = "06:00"

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "HoursConfig":
        if self.window_open >= self.window_close:
            raise ValueError("window_open must be before window_close")
        return self


class ScreenConfig(_Part):
    fullscreen: bool = True
    fonts: Path = Path("build/fonts")


class TechnicianConfig(_Part):
    """The technician's screen. pin_hash: what `run_kiosk.py pin` prints; there is no default."""

    pin_hash: str = Field(pattern=PIN_HASH, repr=False)
    idle_s: Seconds = 180.0


class KioskConfig(_Part):
    """The whole of it. simulation: peers stand in for hardware and platforms; slips say so."""

    simulation: bool
    identity: Identity
    card_reader: CardReaderConfig
    printer: PrinterConfig
    camera: CameraConfig
    barcode_reader: BarcodeReaderConfig | None = None
    document_printer: DocumentPrinterConfig | None = None
    face: FaceConfig = FaceConfig()
    photo_library: PhotoLibraryConfig | None = None
    patience: PatienceConfig = PatienceConfig()
    acceptance: AcceptancePlatformConfig
    keeping: KeepingConfig
    hours: HoursConfig = HoursConfig()
    screen: ScreenConfig = ScreenConfig()
    technician: TechnicianConfig | None = None
    matters: tuple[str, ...] = ("ID-01",)
