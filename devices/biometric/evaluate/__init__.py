"""How often the face check errs, on labelled portraits: `python -m devices.biometric.evaluate`.

A county decides on limits with its own people's pictures before its eyes, not with a vendor's
brochure. Pictures and vectors live in this process only; what is written is figures.
"""
