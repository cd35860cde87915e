"""What this particular kiosk is, as one frozen model, parsed once.

Unknown keys are refused, and every problem is told at once with file, key, rule and value. Each
section, or key, says who may set it (`config/part.py`): `kiosk.toml` on the machine holds identity,
wiring, the trusted root and references to secrets; all else comes from the signed layers, where a
kiosk has any (`config/layers.py`). What changes from day to day is in `config/offer.py`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from config.offer import Announcement, CalendarYear, HoursConfig, MatterSwitch, TextsConfig, Year
from config.part import COUNTY, KIOSK, LOCAL, Part, Seconds

PIN_HASH = r"^scrypt\$(8192|16384)\$8\$[12]\$[A-Za-z0-9+/]{22,43}={0,2}\$[A-Za-z0-9+/]{43}=$"


class Identity(Part):
    """Which kiosk this is. site: 14 digits (town, point, machine), see docs/configuration.md.

    zone_name, window_name: in Chinese; with _en, what English pages and slips say instead. level:
    of the place where it stands; a matter says at which it is done (全县通办, 就近办).
    """

    county: str = Field(pattern=r"^[0-9]{6}$")
    zone_name: str
    zone_name_en: str
    site: str = Field(pattern=r"^[0-9]{14}$")
    terminal: str = Field(pattern=r"^[A-Z]{2}-[0-9]{4}$")
    window_name: Annotated[str, KIOSK]
    window_name_en: Annotated[str, KIOSK]
    window_phone: Annotated[str, KIOSK]
    level: Literal["county", "town", "village"] = "county"

    def zone_in(self, language: str) -> str:
        """The zone's name in a language: "zh" or "en"."""
        return self.zone_name_en if language == "en" else self.zone_name

    def window_in(self, language: str) -> str:
        """Where the window is, in a language: "zh" or "en"."""
        return self.window_name_en if language == "en" else self.window_name


class CardReaderConfig(Part):
    """How to reach the reader, and how patient to be with it (seconds, beyond the wire's time).

    sam_id: the registered number of its security module; another one is not used. presence: the
    request that tells whether a card still lies there, which differs between makers.
    read_added_addresses: whoever has moved since the card was issued has the new address on the
    chip alone; off only for a maker whose module does not take the request.
    read_fingerprints: only for a maker whose module reads nothing else; they are never looked at.
    """

    port: str
    baud: Literal["auto", 115200, 57600, 38400, 19200, 9600] = "auto"
    sam_id: str | None = Field(default=None, pattern=r"^\d{1,5}[.-]\d{1,5}(-\d{1,10}){3}$")
    presence: Literal["30 03", "30 05"] = "30 03"
    read_added_addresses: bool = True
    read_fingerprints: bool = False
    poll_interval_s: Seconds = 0.3
    reply_timeout_s: Seconds = 1.0
    read_timeout_s: Seconds = 3.0
    settle_s: Seconds = 0.05
    reopen_first_s: Seconds = 0.5
    reopen_most_s: Seconds = 30.0


class PrinterConfig(Part):
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


class CameraConfig(Part):
    """source: what cv2.VideoCapture opens, an MJPEG address or a device number."""

    source: str
    open_timeout_s: Seconds = 3.0
    read_timeout_s: Seconds = 1.0
    preview_fps: float = Field(default=15.0, gt=0, le=30)


class BarcodeReaderConfig(Part):
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


class DocumentPrinterConfig(Part):
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
    job_timeout_s: float = Field(default=180.0, gt=0, le=240)  # a visit gives a sheet up after 300
    reopen_first_s: Seconds = 0.5
    reopen_most_s: Seconds = 30.0


class LicencePaperConfig(Part):
    """Numbered paper for licences: the code reader above each tray, which reads the sheet on top
    before it is printed on. low: sheets from which on somebody should bring more.
    """

    original: BarcodeReaderConfig
    duplicate: BarcodeReaderConfig
    low: int = Field(default=20, ge=0, le=500)


class FaceConfig(Part):
    """Zones of the face check: pass up to `pass_at_most`, another way above `other_way_above`.

    `pass_together_at_most` is for the frames of two tries and more, put together.

    0.6, the library's own default, cannot be set: it takes one impostor in four of the same group
    for the owner (docs/decisions). Each try also asks for so many `actions` (blink, turn, open the
    mouth), and waits `action_s` for each; 长辈 gives as much longer as for everything else.
    """

    pass_at_most: float = Field(default=0.45, ge=0.30, le=0.50)
    pass_together_at_most: float = Field(default=0.47, ge=0.30, le=0.50)
    other_way_above: float = Field(default=0.52, ge=0.40, le=0.56)
    tries: int = Field(default=3, ge=1, le=3)
    try_limit_s: Seconds = 20.0
    actions: int = Field(default=2, ge=2, le=3)
    action_s: float = Field(default=6.0, ge=3.0, le=20.0)

    @model_validator(mode="after")
    def _zones_do_not_cross(self) -> "FaceConfig":
        if max(self.pass_at_most, self.pass_together_at_most) > self.other_way_above:
            raise ValueError("pass_… must not be above other_way_above")
        return self


class CardPhotoConfig(Part):
    """The photo for an ID card: `shots` to choose from, in at most so many rounds. A round is over
    after `limit_s` without a shot; 长辈 gives as much longer as for everything else.
    """

    shots: int = Field(default=3, ge=1, le=3)
    rounds: int = Field(default=3, ge=1, le=5)
    limit_s: Seconds = 40.0
    countdown_s: float = Field(default=3.0, ge=0.3, le=10.0)


class PhotoLibraryConfig(Part):
    """The maker's library that decodes the photo on a real card; licensed to the operator.

    call: what it offers. pixels: how bare pixels come out of it; see devices/biometric.
    """

    path: Path
    call: Literal["unpack", "_Unpack", "dewlt"]
    pixels: Literal["bgr", "rgb", "bgr_bottom_up", "rgb_turned"] = "bgr_bottom_up"


class PatienceConfig(Part):
    """How long a visitor may take. 长辈 doubles them (design.md, motion and idle)."""

    idle_s: Seconds = 60.0
    countdown_s: Seconds = 20.0
    done_s: Seconds = 60.0
    rating_s: Seconds = 20.0
    goodbye_s: Seconds = 6.0
    take_card_s: Seconds = 30.0
    submit_s: Seconds = 8.0
    elder_factor: float = Field(default=2.0, ge=1, le=5)


BaseUrl = Annotated[
    str,
    Field(pattern=r"^https?://([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[!-~]*)?$"),
]


class AcceptancePlatformConfig(Part):
    """统一受理平台. secret_file holds login name and password, never this file."""

    base_url: BaseUrl
    secret_file: Annotated[Path, LOCAL]
    belong_system: str = Field(pattern=r"^[0-9]{11}$")
    connect_timeout_s: Seconds = 3.0
    read_timeout_s: Seconds = 6.0
    retry_first_s: Seconds = 2.0
    retry_most_s: Seconds = 300.0


class PlatformConfig(Part):
    """A platform that is asked while a visitor waits. secret_file: JSON; what is in it, the
    platform's client says.
    """

    base_url: BaseUrl
    secret_file: Annotated[Path, LOCAL]
    connect_timeout_s: Seconds = 2.0
    read_timeout_s: Seconds = 4.0


class ELicencePlatformConfig(PlatformConfig):
    """电子证照. seals: the registrars' public keys, Ed25519 in hex, by the names they seal with."""

    seals: Mapping[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(min_length=1)


class PlatformsConfig(Part):
    """The other platforms, by the names of `kiosk.vocabulary.Platform`. What is not connected is
    not offered: no identity, no phone code; no clerk, no remote desk. Letters to the window and
    ratings wait until their platform is, and expire; no hotline, no message to 12345.
    """

    identity: PlatformConfig | None = None
    clerk: PlatformConfig | None = None
    e_licence: ELicencePlatformConfig | None = None
    window: PlatformConfig | None = None
    rating: PlatformConfig | None = None
    hotline: PlatformConfig | None = None
    sharing: PlatformConfig | None = None
    payment: PlatformConfig | None = None


class KeepingConfig(Part):
    """Where cases wait. key_file: 32 bytes; a systemd credential of that name goes before it."""

    directory: Path
    key_file: Path


class ScreenConfig(Part):
    fullscreen: bool = True
    fonts: Path = Path("build/fonts")


class TechnicianConfig(Part):
    """The technician's screen. pin_hash: what `run_kiosk.py pin` prints; there is no default."""

    pin_hash: str = Field(pattern=PIN_HASH, repr=False)
    idle_s: Annotated[Seconds, KIOSK] = 180.0


class RemoteConfig(Part):
    """Where the signed layers come from, and whom they must be signed by.

    root: the trusted root, a file that was carried here by hand. directory: where generations and
    metadata are kept. usb: where sticks are mounted; one with a folder `budayang-config` is read
    like the server. exchange_s: the longest that one look at the server may take, all in all.
    """

    url: str = Field(pattern=r"^https?://[!-~]+$")
    root: Path
    directory: Path
    poll_interval_s: Seconds = 60.0
    exchange_s: Seconds = 30.0
    health_s: Seconds = 20.0
    usb: Path | None = None


class KioskConfig(Part):
    """The whole of it. simulation: peers stand in for hardware and platforms; slips say so.

    matters: codes of what this kiosk does, of those that the catalogue has a plan for; every other
    matter of the catalogue is explained, with where it is done. places: names of towns
    (9 digits), sites (12) and kiosks (terminal), for administrators.
    """

    simulation: Annotated[bool, LOCAL]
    identity: Annotated[Identity, LOCAL]
    card_reader: Annotated[CardReaderConfig, LOCAL]
    printer: Annotated[PrinterConfig, LOCAL]
    camera: Annotated[CameraConfig, LOCAL]
    barcode_reader: Annotated[BarcodeReaderConfig | None, LOCAL] = None
    document_printer: Annotated[DocumentPrinterConfig | None, LOCAL] = None
    licence_paper: Annotated[LicencePaperConfig | None, LOCAL] = None
    face: Annotated[FaceConfig, COUNTY] = FaceConfig()
    card_photo: Annotated[CardPhotoConfig, COUNTY] = CardPhotoConfig()
    photo_library: Annotated[PhotoLibraryConfig | None, LOCAL] = None
    patience: Annotated[PatienceConfig, KIOSK] = PatienceConfig()
    acceptance: Annotated[AcceptancePlatformConfig, COUNTY]
    platforms: Annotated[PlatformsConfig, COUNTY] = PlatformsConfig()
    keeping: Annotated[KeepingConfig, LOCAL]
    hours: Annotated[HoursConfig, KIOSK] = HoursConfig()
    screen: Annotated[ScreenConfig, LOCAL] = ScreenConfig()
    technician: Annotated[TechnicianConfig | None, LOCAL] = None
    remote: Annotated[RemoteConfig | None, LOCAL] = None
    matters: Annotated[tuple[str, ...] | Literal["all"], KIOSK] = "all"
    switches: Annotated[Mapping[str, MatterSwitch], KIOSK] = {}
    announcement: Annotated[Announcement | None, KIOSK] = None
    texts: Annotated[TextsConfig, KIOSK] = TextsConfig()
    catalog: Annotated[Mapping[str, Mapping[str, Any]], COUNTY] = {}
    slips: Annotated[Mapping[str, Mapping[str, Any]], COUNTY] = {}
    calendar: Annotated[Mapping[Year, CalendarYear], COUNTY] = {}
    places: Annotated[Mapping[str, str], COUNTY] = {}
