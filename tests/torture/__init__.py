"""The keeping of a kiosk, killed at every moment that matters: `python -m tests.torture.kills`."""
