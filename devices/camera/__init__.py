"""The simulated camera: an MJPEG stream over HTTP, and the made-up people who stand before it.

A peer at the other end of a wire. The kiosk's side (opening the stream, finding and comparing
faces) is `devices.biometric`, and shares no code with what is here.
"""
