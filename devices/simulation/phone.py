"""A citizen's phone: what its camera makes of a picture of the kiosk's screen.

It sees the pixels and nothing else: a code that is drawn too small, cut or covered is not read, and
whoever holds the phone cannot pay. What it does with what it read is its owner's business.
"""

import cv2
import numpy as np


def code_on(size: tuple[int, int], pixels: bytes) -> str:
    """The text of the QR code in a picture, or empty. pixels: RGBA, row after row."""
    width, height = size
    picture = np.frombuffer(pixels, np.uint8).reshape(height, width, 4)
    # A window system's first row is the lowest; a phone is held upright.
    grey = cv2.cvtColor(np.flipud(picture), cv2.COLOR_RGBA2GRAY)
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(grey)
    return text
