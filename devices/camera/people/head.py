"""One made-up citizen, ready to be looked at: bakes the maps once, then paints any pose."""

from __future__ import annotations

import numpy as np

from devices.camera.people.bones import CROWN, head_bones
from devices.camera.people.eyes import draw_eyes
from devices.camera.people.features import carve
from devices.camera.people.grid import SIN, Map, blur, f32
from devices.camera.people.hair import grow, hair_lift
from devices.camera.people.identity import Identity
from devices.camera.people.mouth import open_mouth
from devices.camera.people.render import Light, Pose, Relief, paint_head
from devices.camera.people.scene import Layer, clothes, hanging_hair
from devices.camera.people.skin import paint
from devices.camera.people.wear import Wear, mask_over, put_on

UNITS_PER_FRAME = 3.68
"""Height of the frame in units, at scale 1."""
EYE_LINE = 0.46
"""Height of the eyes in the frame, from the top, at shift 0."""


class Head:
    """One citizen; painting is deterministic, and one head is used by one thread."""

    def __init__(self, person: Identity, wear: Wear = Wear.NOTHING) -> None:
        self.person, self._wear = person, wear
        rng = np.random.default_rng(person.seed + 1000)
        lift = hair_lift(self.person)
        self._bones = head_bones(self.person, lift)
        relief, self._marks = carve(self.person, self._bones)
        hair = grow(self.person, self._bones, rng)
        ear = self._bones.ear * (1 - hair.mask)
        radius = self._bones.radius + relief + ear + hair.lift
        radius = np.where(self._bones.height > CROWN, 0.02, np.maximum(radius, 0.02))
        radius = blur(f32(radius), 0.9)
        self._skin = paint(self.person, self._bones, self._marks, hair, rng)
        self._x = f32(radius * SIN)
        if wear is Wear.MASK:
            radius = mask_over(radius, self.person, self._marks, self._x)
        self._detail = f32(0.009 * hair.strands * hair.mask)
        self._crown = 1.135 + lift
        self._closed = Relief(radius, self._detail, self._crown)
        self._maps: dict[tuple[float, float, float], tuple[Relief, Map, Map]] = {}
        self._layers: dict[tuple[tuple[int, int], float, float], tuple[Layer | None, Layer]] = {}

    def paint_onto(self, picture: Map, pose: Pose, light: Light) -> None:
        """Paint this citizen over a picture in linear light."""
        size = (picture.shape[1], picture.shape[0])
        px_per_unit = size[1] / UNITS_PER_FRAME * pose.scale
        middle = (size[0] / 2, size[1] * EYE_LINE)
        shift = (pose.shift_x * px_per_unit, -pose.shift_y * px_per_unit)
        back, front = self._flat(size, middle, px_per_unit, light)
        if back is not None:
            back.onto(picture, (shift[0] - 0.004 * pose.yaw * px_per_unit, shift[1]))
        relief, albedo, gloss = self._moved(pose)
        eyes_at = (middle[0] + shift[0], middle[1] + shift[1])
        head = paint_head(relief, albedo, gloss, pose, light, size, eyes_at, px_per_unit)
        height, width = head.coverage.shape
        region = picture[head.top : head.top + height, head.left : head.left + width]
        region += (head.colour - region) * head.coverage[..., None]
        front.onto(picture, (shift[0] * 0.6, shift[1] * 0.6))

    def _moved(self, pose: Pose) -> tuple[Relief, Map, Map]:
        """The maps for a blink, a glance and an open mouth."""
        key = (round(pose.blink, 2), round(pose.glance, 3), round(pose.mouth, 2))
        if key not in self._maps:
            if len(self._maps) > 6:
                self._maps.clear()
            albedo, gloss = draw_eyes(
                self.person, self._marks, self._skin, self._x, pose.blink, pose.glance
            )
            relief = self._closed
            if key[2] > 0.01:
                opened = open_mouth(
                    self.person,
                    self._bones,
                    self._marks,
                    self._x,
                    (relief.radius, albedo, gloss),
                    key[2],
                )
                relief = Relief(opened.radius, self._detail, self._crown)
                albedo, gloss = opened.albedo, opened.gloss
            albedo, gloss = put_on(self._wear, self.person, self._marks, self._x, albedo, gloss)
            self._maps[key] = (relief, albedo, gloss)
        return self._maps[key]

    def _flat(
        self, size: tuple[int, int], middle: tuple[float, float], scale: float, light: Light
    ) -> tuple[Layer | None, Layer]:
        key = (size, round(scale, 1), light.direction[0])
        if key not in self._layers:
            if len(self._layers) > 2:
                self._layers.clear()
            key_x = float(np.sign(light.direction[0]))
            self._layers[key] = (
                hanging_hair(self.person, size, middle, scale),
                clothes(self.person, size, middle, scale, key_x),
            )
        return self._layers[key]
