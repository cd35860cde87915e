"""What `test_face_killed` and its program, `face_killed`, agree on; only the program loads Kivy."""

LOOKED = "BUDAYANG_LOOKED"
"""The variable that names the folder of what was looked at."""

AT_RANDOM = 3
"""Strikes at a moment that is drawn."""
