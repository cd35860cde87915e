"""The client of each platform that this kiosk is connected to: for questions, and for letters."""

from collections.abc import Callable, Mapping
from typing import Any

from config.model import KioskConfig, PlatformsConfig
from kiosk.platforms.clerk import ClerkPlatform
from kiosk.platforms.client import Client, Taker
from kiosk.platforms.documents import Service
from kiosk.platforms.e_licence import ELicencePlatform
from kiosk.platforms.hotline import HotlinePlatform
from kiosk.platforms.identity import IdentityPlatform
from kiosk.platforms.payment import PaymentPlatform
from kiosk.platforms.progress import ProgressPlatform
from kiosk.platforms.rating import RatingPlatform
from kiosk.platforms.sharing import SharingPlatform
from kiosk.platforms.window import WindowPlatform
from kiosk.vocabulary import Platform

_MADE_BY: Mapping[Platform, Callable[[Any], Client]] = {
    Platform.IDENTITY: IdentityPlatform,
    Platform.CLERK: ClerkPlatform,
    Platform.E_LICENCE: ELicencePlatform,
    Platform.PAYMENT: PaymentPlatform,
    Platform.SHARING: SharingPlatform,
}


def clients(config: KioskConfig) -> dict[Platform, Client]:
    """By platform; what is not configured has none, and the desk says so to who asks it."""
    found = {platform: getattr(config.platforms, platform.value) for platform in _MADE_BY}
    made = {
        platform: _MADE_BY[platform](place)
        for platform, place in found.items()
        if place is not None
    }
    return {Platform.PROGRESS: ProgressPlatform(config.acceptance), **made}


def takers(config: PlatformsConfig, services: Mapping[str, Service]) -> dict[Platform, Taker]:
    """Who takes letters, by platform; letters to one that is not configured wait and expire."""
    found: dict[Platform, Taker] = {}
    if config.window is not None:
        found[Platform.WINDOW] = WindowPlatform(config.window)
    if config.rating is not None:
        found[Platform.RATING] = RatingPlatform(config.rating, services)
    if config.hotline is not None:
        found[Platform.HOTLINE] = HotlinePlatform(config.hotline)
    return found
