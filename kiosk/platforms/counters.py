"""The client of each platform that this kiosk is connected to."""

from collections.abc import Callable, Mapping
from typing import Any

from config.model import PlatformsConfig
from kiosk.platforms.clerk import ClerkPlatform
from kiosk.platforms.client import Client
from kiosk.platforms.e_licence import ELicencePlatform
from kiosk.platforms.identity import IdentityPlatform
from kiosk.vocabulary import Platform

_MADE_BY: Mapping[Platform, Callable[[Any], Client]] = {
    Platform.IDENTITY: IdentityPlatform,
    Platform.CLERK: ClerkPlatform,
    Platform.E_LICENCE: ELicencePlatform,
}


def clients(config: PlatformsConfig) -> dict[Platform, Client]:
    """By platform; what is not configured has none, and the desk says so to who asks it."""
    found = {platform: getattr(config, platform.value) for platform in _MADE_BY}
    return {
        platform: _MADE_BY[platform](place)
        for platform, place in found.items()
        if place is not None
    }
